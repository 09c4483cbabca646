"""Payment gateway: a payment is confirmed for one case, and cannot pay for a second one.

POST {url}/payments/{reference}/confirmations  {amount, payer} -> {status, reference, amount, paid_on, reason}
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from handlers.clients.http import System, post
from handlers.faults import HandlerFault

PAID, UNPAID = "paid", "unpaid"
UNKNOWN = "Платежа с таким номером нет."


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    status: str
    reference: str
    #: tenge
    amount: int | float | None = None
    paid_on: str | None = None
    #: why it does not count as paid, a sentence in Russian
    reason: str | None = None


def confirm(system: System, reference: str, amount: int | float, payer: str | None) -> Payment:
    """The payment is taken for this case, or the reason why it cannot be."""
    path = f"/payments/{quote(reference, safe='')}/confirmations"
    said = post(system, path, {"amount": amount, "payer": payer})
    if said is None:
        return Payment(status=UNPAID, reference=reference, reason=UNKNOWN)
    return _payment(system, reference, said)


def _payment(system: System, reference: str, said: Any) -> Payment:
    try:
        is_paid = said["status"] == PAID
        return Payment(
            status=PAID if is_paid else UNPAID,
            reference=str(said.get("reference") or reference),
            amount=said.get("amount"),
            paid_on=date.fromisoformat(said["paid_on"]).isoformat() if said.get("paid_on") else None,
            reason=None if is_paid else said.get("reason"),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise HandlerFault(f"{system.name}: ответ непонятен; сообщите администратору.") from error
