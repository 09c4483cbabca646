"""What happens to every question: the fault that is switched on, the idempotency key, the journal."""

import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.state import State

#: system -> its name on the pages
SYSTEMS: Mapping[str, str] = {
    "payment": "Платёжный шлюз",
    "signature": "Проверка электронной подписи",
    "persons": "Физические лица",
    "births": "Записи актов гражданского состояния",
    "legal_entities": "Юридические лица",
    "addresses": "Адресный регистр",
    "sms": "СМС",
}
#: what can be wrong with a system -> its name on the pages
FAULTS: Mapping[str, str] = {
    "unavailable": "недоступна (503)",
    "slow": "отвечает слишком поздно",
    "error": "ошибка (500)",
}
KEY = "Idempotency-Key"
MARK = "X-Simulator"


def begin() -> Response | None:
    """Out of order, as somebody wanted it; an effect must not happen then."""
    g.system = request.path.split("/")[1]
    fault = faults().get(g.system)
    if fault == "unavailable":
        return answer({"error": "simulated: unavailable"}, 503)
    if fault == "error":
        return answer({"error": "simulated: internal error"}, 500)
    return None


def end(response: Response) -> Response:
    """Written down; a slow system answers when nobody waits any more."""
    response.headers[MARK] = "demo data, not a state system"
    if g.get("system") not in SYSTEMS:
        return response
    note(response.status_code)
    if faults().get(g.system) == "slow":
        time.sleep(current_app.config["SLOW_SECONDS"])
    return response


def note(status: int) -> None:
    state().put(
        "question",
        at=now(),
        system=g.system,
        line=f"{request.method} {request.path}",
        case_number=request.headers.get("X-Case-Number"),
        key=request.headers.get(KEY),
        status=status,
    )


def once(view: Callable[..., Response]) -> Callable[..., Response]:
    """The same key gets the same answer and no second effect; with another content it is refused."""

    def asked(**arguments: Any) -> Response:
        key = request.headers.get(KEY)
        if not key:
            return answer({"error": f"the header {KEY} is missing"}, 400)
        question = hashlib.sha256(request.path.encode() + b"\n" + request.get_data()).hexdigest()
        with state().together():
            known = state().one("SELECT * FROM answer WHERE system = ? AND key = ?", g.system, key)
            if known is None:
                response = view(**arguments)
                body = response.get_data(as_text=True)
                state().put(
                    "answer",
                    system=g.system,
                    key=key,
                    question=question,
                    status=response.status_code,
                    body=body,
                )
                return response
        if known["question"] != question:
            return answer({"error": "the key was used with another content"}, 409)
        again = Response(known["body"], known["status"], mimetype="application/json")
        again.headers["Idempotency-Replayed"] = "true"
        return again

    asked.__name__ = view.__name__
    return asked


def answer(value: object, status: int = 200) -> Response:
    response = jsonify(value)
    response.status_code = status
    return response


def refusal(error: HTTPException) -> Response:
    """In JSON for programs."""
    return answer({"error": error.name}, error.code or 500)


def state() -> State:
    found: State = current_app.extensions["state"]
    return found


def faults() -> dict[str, str]:
    found: dict[str, str] = current_app.extensions["faults"]
    return found


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def wire(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(end)
