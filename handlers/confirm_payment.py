"""Topic `confirm_payment`: asks the payment gateway whether a fee has been paid, and takes the payment for this case.

Inputs: payment (reference the applicant gives), amount (tenge), optional payer (IIN or BIN), variable.
The variable gets {status: paid|unpaid, reference, amount, paid_on, reason}.
"""

from dataclasses import asdict

from engine.forms import check_iin_or_bin
from engine.handling import Job, Outcome, Tools
from handlers.clients.http import System
from handlers.clients.payment import UNPAID, Payment, confirm
from handlers.inputs import amount, answer, optional_text, text

NO_REFERENCE = "Номер платежа не указан."
NO_SUCH_PAYER = "ИИН или БИН плательщика указан неверно: такого номера не бывает."


def confirm_payment(job: Job, tools: Tools) -> Outcome:
    text(job, "variable")
    reference, payer = (optional_text(job, "payment") or "").strip(), optional_text(job, "payer")
    due = amount(job, "amount")
    if not reference:
        return answer(job, asdict(Payment(status=UNPAID, reference="", reason=NO_REFERENCE)))
    if payer and check_iin_or_bin(payer):
        return answer(job, asdict(Payment(status=UNPAID, reference=reference, reason=NO_SUCH_PAYER)))
    return answer(job, asdict(confirm(System.of("payment", job, tools), reference, due, payer)))
