"""Payment gateway: payments by reference. A confirmation takes a payment for one case, and for no second one."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from simulator.asking import KEY, answer, once, state

blueprint = Blueprint("payments", __name__)
#: state of a payment -> why it does not count as paid
REASONS = {
    "pending": "Платёж ещё не зачислен.",
    "refunded": "Платёж возвращён плательщику.",
}
SPENT = "Платёж уже учтён по другому делу."
TOO_LITTLE = "Оплачено {paid} тенге вместо {due}."
ANOTHER_PAYER = "Платёж внесён другим плательщиком."


@blueprint.post("/payment/payments/<reference>/confirmations")
@once
def confirm(reference: str) -> Response:
    row = state().one("SELECT * FROM payment WHERE reference = ?", reference.upper())
    if row is None:
        return answer({"error": "not found"}, 404)
    asked = request.get_json()
    reason = _reason(row, asked)
    if reason is None:
        spent_for = request.headers.get("X-Case-Number") or request.headers[KEY]
        state().put("payment", **{**dict(row), "spent_for": spent_for})
    return answer(
        {
            "status": "unpaid" if reason else "paid",
            "reference": row["reference"],
            "amount": row["amount"],
            "paid_on": row["paid_on"] if row["state"] == "paid" else None,
            "reason": reason,
            "demo": True,
        }
    )


def _reason(row: sqlite3.Row, asked: dict[str, Any]) -> str | None:
    """Why the payment cannot be taken; None when it can."""
    if row["state"] != "paid":
        return REASONS[row["state"]]
    if row["spent_for"]:
        return SPENT
    if asked.get("payer") and row["payer"] and asked["payer"] != row["payer"]:
        return ANOTHER_PAYER
    due = asked.get("amount") or 0
    return TOO_LITTLE.format(paid=row["amount"], due=due) if row["amount"] < due else None


def pay(payer: str, amount: int, purpose: str = "", payment_state: str = "paid") -> str:
    """A payment made on the page of the simulator; returns its reference."""
    with state().together():
        (count,) = state().all("SELECT count(*) AS n FROM payment")
        reference = f"DEMO-{count['n'] + 1:04d}"
        today = datetime.now(UTC).date().isoformat()
        state().put(
            "payment",
            reference=reference,
            payer=payer or None,
            amount=amount,
            paid_on=today if payment_state != "pending" else None,
            state=payment_state,
            purpose=purpose,
        )
    return reference
