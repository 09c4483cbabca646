"""Pages for people: systems, inbox, payments, demo people, journal; and the switch of faults, for programs too."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from simulator.asking import FAULTS, SYSTEMS, answer, faults, state
from simulator.payments import pay
from simulator.people import ENTITIES, FAMILIES

blueprint = Blueprint("pages", __name__)
MOST = 200
STATES = {"paid": "зачислен", "pending": "ещё не зачислен", "refunded": "возвращён"}
MODES: dict[str | None, str] = {None: "работает"}
MODES.update(FAULTS)


@blueprint.before_request
def own_pages_only() -> None:
    """Another site must not press buttons here."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") not in (
        "none",
        "same-origin",
    ):
        abort(403)


@blueprint.get("/")
def index() -> str:
    counts = {
        row["system"]: row["n"]
        for row in state().all("SELECT system, count(*) AS n FROM question GROUP BY 1")
    }
    return render_template("index.html", systems=SYSTEMS, modes=MODES, faults=faults(), counts=counts)


@blueprint.get("/admin/faults")
def switched() -> Response:
    return answer(faults())


@blueprint.post("/admin/faults")
def switch() -> ResponseReturnValue:
    """{"payment": "slow", "sms": null}; or one system by the form of the page."""
    asked = (
        request.get_json() if request.is_json else {request.form["system"]: request.form.get("mode") or None}
    )
    if not set(asked) <= set(SYSTEMS) or not set(asked.values()) <= set(MODES):
        return answer({"error": f"systems: {', '.join(SYSTEMS)}; faults: {', '.join(FAULTS)} or null"}, 400)
    for system, mode in asked.items():
        faults().pop(system, None)
        if mode:
            faults()[system] = mode
    return answer(faults()) if request.is_json else redirect(url_for("pages.index"))


@blueprint.get("/inbox")
def inbox() -> str:
    return render_template(
        "inbox.html", messages=state().all("SELECT * FROM message ORDER BY id DESC LIMIT ?", MOST)
    )


@blueprint.get("/payments")
def payments() -> str:
    found = state().all("SELECT * FROM payment ORDER BY reference DESC LIMIT ?", MOST)
    return render_template("payments.html", payments=found, states=STATES, made=request.args.get("made"))


@blueprint.post("/payments")
def make_payment() -> ResponseReturnValue:
    asked = request.get_json() if request.is_json else request.form
    amount, chosen = str(asked.get("amount", "")), asked.get("state") or "paid"
    if not amount.isdigit() or chosen not in STATES:
        return answer({"error": "expected an amount in tenge and a state"}, 400)
    reference = pay(asked.get("payer", ""), int(amount), asked.get("purpose", ""), chosen)
    if request.is_json:
        return answer({"reference": reference}, 201)
    return redirect(url_for("pages.payments", made=reference))


@blueprint.get("/people")
def people() -> str:
    return render_template("people.html", families=FAMILIES, entities=ENTITIES)


@blueprint.get("/journal")
def journal() -> str:
    found = state().all("SELECT * FROM question ORDER BY id DESC LIMIT ?", MOST)
    return render_template("journal.html", questions=found, systems=SYSTEMS)
