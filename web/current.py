"""What a view asks for: the office it works in, the engine, and who is asking."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, abort, current_app, g, request

from engine.calendars import Calendars
from engine.errors import Unavailable
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.values import Actor, User
from web.attempts import Attempts
from web.registers import Registers
from web.sayings import Sayings
from web.staging import Staging

EXTENSION = "qyzmet"
#: methods that change nothing
SHOWING = ("GET", "HEAD")


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """Everything a process of the web holds; made once, in `web.app`."""

    settings: Settings
    engine: ProcessEngine
    registers: Registers
    sayings: Sayings
    staging: Staging
    #: by account or case number
    attempts: Attempts = field(default_factory=Attempts)
    #: by address of the network, behind which a whole centre may sit
    addresses: Attempts = field(default_factory=lambda: Attempts(free=50))

    @property
    def calendars(self) -> Calendars:
        return self.engine.content.calendars


def open_office(app: Flask, office: Office) -> None:
    app.extensions[EXTENSION] = office
    app.teardown_appcontext(look_again)


def office() -> Office:
    held: Office = current_app.extensions[EXTENSION]
    return held


def engine() -> ProcessEngine:
    return office().engine


def read(query: Any, *arguments: Any, **options: Any) -> Any:
    """A query in the name of the person who asks."""
    return ask(query, actor(), *arguments, **options)


def ask(query: Any, *arguments: Any, **options: Any) -> Any:
    """A query that does not ask by whom. A page that only shows is of one moment; a change is seen at once."""
    if request.method not in SHOWING or engine().database.is_memory:
        return engine().read(query, *arguments, **options)
    if "reader" not in g:
        reading = ExitStack()
        g.reader = reading.enter_context(engine().reading())
        g.reading = reading
    try:
        return g.reader.ask(query, *arguments, **options)
    except Unavailable:
        # the page that says so asks anew
        look_again()
        raise


def look_again(error: BaseException | None = None) -> None:
    """What is asked from now on is of a new moment."""
    reading = g.pop("reading", None)
    g.pop("reader", None)
    if reading is not None:
        # what was read is read; a database that went away since takes nothing with it
        with suppress(Unavailable):
            reading.close()


def glance(query: Any, *arguments: Any, **options: Any) -> Any:
    """The same for a query that asks one prepared question."""
    return engine().glance(query, actor(), *arguments, **options)


def user() -> User | None:
    found: User | None = g.get("user")
    return found


def actor() -> Actor:
    """The person who is signed in; 401 for nobody."""
    found = user()
    if found is None:
        abort(401)
    return found.actor
