"""What people of the demo do outside: pay, and sign with a key. Only with the simulator, never with real systems."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from engine import accounts, queries, services
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM
from handlers.clients.demo_payer import pay
from handlers.clients.demo_signer import Signatory, sign
from web.demo_stories import Signed, Step, Story
from web.signing import DEMO_IIN, SIGNATURE

#: tenge, where the act's own index names none for the day
ENOUGH = 100_000


def paid_and_signed(engine: ProcessEngine, story: Story, today: date) -> dict[str, Any]:
    """The start variables of the story with a payment order, and the request signed for the organisation."""
    applicant = story.given["applicant"]
    order = pay(engine.settings.simulator_url, applicant["bin"], amount(engine, story, today))
    form = {**story.given["form"], "payment_reference": order, "payment_date": today.isoformat()}
    given = {**story.given, "form": form}
    text = engine.read(services.request_text, story.process, given)
    who = Signatory(
        iin=applicant["iin"],
        name=applicant["representative"],
        bin=applicant["bin"],
        organisation=applicant["name"],
    )
    return {**given, SIGNATURE: sign(engine.settings.simulator_url, text, who)}


def amount(engine: ProcessEngine, story: Story, today: date) -> int:
    asked = {"procedure": story.given["procedure"], "on": today.isoformat()}
    fee = engine.read(services.fee, story.process, asked)
    return int(fee["amount"]) if fee.get("unit") == "KZT" else ENOUGH


def answers(engine: ProcessEngine, step: Step, instance_id: str, now: datetime) -> dict[str, Any]:
    """What the person writes: days counted from now, signatures made."""
    return {name: _written(engine, step, instance_id, now, value) for name, value in step.values.items()}


def _written(engine: ProcessEngine, step: Step, instance_id: str, now: datetime, value: Any) -> Any:
    if isinstance(value, timedelta):
        return (now + value).date().isoformat()
    if not isinstance(value, Signed):
        return value
    held: Mapping[str, Any] = engine.read(queries.variables, SYSTEM, instance_id)
    who = Signatory(iin=DEMO_IIN, name=engine.read(accounts.user, step.by).name)
    return sign(engine.settings.simulator_url, held[value.over], who)
