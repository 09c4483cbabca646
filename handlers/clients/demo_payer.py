"""The payment gateway of the simulator takes demo payments, as its page does for people. Never real money."""

from uuid import uuid4

from handlers.clients.http import System, post
from handlers.faults import HandlerFault

TIMEOUT = 15.0


def pay(simulator_url: str, payer: str, amount: int) -> str:
    """The reference of the payment order."""
    system = System(code="payment", url=simulator_url, timeout=TIMEOUT, key=uuid4().hex, case="demo")
    said = post(system, "/payments", {"payer": payer, "amount": amount})
    if not isinstance(said, dict) or "reference" not in said:
        raise HandlerFault(f"{system.name}: демо-платёж не принят.")
    return str(said["reference"])
