"""The simulator as a Flask application: systems for programs under /<system>/, pages for people under /."""

from collections.abc import Mapping

from flask import Flask
from werkzeug.exceptions import HTTPException

from simulator import asking, messages, pages, payments, registers, signatures
from simulator.authority import Authority
from simulator.state import State

#: how much later a slow system answers, seconds
SLOW_SECONDS = 30.0


def create_app(
    state: State, faults: Mapping[str, str] | None = None, slow_seconds: float = SLOW_SECONDS
) -> Flask:
    app = Flask(__name__)
    app.config.update(SLOW_SECONDS=slow_seconds, MAX_CONTENT_LENGTH=50_000_000)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    app.extensions.update(state=state, faults=dict(faults or {}), authority=Authority(state))
    asking.wire(app)
    for part in (registers, payments, messages, signatures, pages):
        app.register_blueprint(part.blueprint)
    app.register_error_handler(HTTPException, asking.refusal)
    return app
