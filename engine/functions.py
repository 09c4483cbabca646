"""What models may call besides the functions of FEEL: typed signatures, and the pure ones themselves.

`engine.world` adds those that ask the outside (calendars, registers, the clock) and checks every call by the signature.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.expressions import ExpressionError
from engine.expressions.signatures import FunctionTable, Overload
from engine.forms import check_bin, check_iin

SIGNATURES = FunctionTable()


def _declared(signature: str, meaning: str) -> None:
    """A function that the engine binds to a case."""

    def function() -> None: ...

    function.__doc__ = meaning
    SIGNATURES.define(signature)(function)


_declared(
    "term(name: string) -> context",
    "The reckoning of a term of this service by its decision `term`: due, start, norm, calendar, version and the sum.",
)
_declared(
    "route_body(kind: string, region?: string, district?: string, settlement?: string) -> string",
    "Id of the one body of this kind in charge of a place; a fault that says what is missing when there are several.",
)
_declared("now() -> date and time", "The time of the command.")
_declared("today() -> date", "The day of the command in the time of the office.")
_declared(
    "working_days(start: date | date and time, n: number, calendar: string) -> date",
    "The n-th working day after a day.",
)
_declared("calendar_days(start: date | date and time, n: number) -> date", "The n-th day after a day.")
_declared(
    "working_days_between(start: date | date and time, end: date | date and time, calendar: string) -> number",
    "How many working days lie after a day, up to and including another.",
)
_declared(
    "is_working_day(day: date | date and time, calendar: string) -> boolean", "Whether a day is worked."
)
_declared(
    "working_minutes(start: date and time, n: number, calendar: string) -> date and time",
    "The moment when so many minutes of opening hours have passed.",
)
_declared(
    "due(term: context, start: date and time) -> date and time",
    "The end of a term given as a context, such as a decision returns it.",
)
_declared(
    "warn(term: context, share: number) -> context",
    "When a share of a term, between 0 and 1, has passed; for a timer that warns, and moves with the term.",
)
_declared(
    "before(term: context, span: string) -> context",
    'A span such as "P1D" before a term ends, days as the term counts them; for a timer that warns, and moves with it.',
)


@SIGNATURES.define("iin_valid(text: string) -> boolean")
def iin_valid(text: str) -> bool:
    """Whether an individual identification number can have been issued: date of birth and check digit."""
    return check_iin(text) is None


@SIGNATURES.define("bin_valid(text: string) -> boolean")
def bin_valid(text: str) -> bool:
    """Whether a business identification number can have been issued: month, kind of entity and check digit."""
    return check_bin(text) is None


PURE: Mapping[str, Callable[..., Any]] = {"iin_valid": iin_valid, "bin_valid": bin_valid}


def checked(functions: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The functions, each refusing arguments that do not fit its signature; callable with spaces in the name too."""
    bound = {name: _check(SIGNATURES[name][0], function) for name, function in functions.items()}
    return bound | {name.replace("_", " "): function for name, function in bound.items()}


def _check(overload: Overload, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*positional: Any, **named: Any) -> Any:
        arguments = overload.arrange(positional, named)
        if arguments is None:
            given = ", ".join(repr(each) for each in (*positional, *named.values()))
            raise ExpressionError(f"expected {overload.text}, but it is called with ({given:.200})")
        return function(*arguments)

    call.__doc__ = overload.documentation
    return call


def names() -> frozenset[str]:
    """Every name a model may call."""
    return frozenset(SIGNATURES) | {name.replace("_", " ") for name in SIGNATURES}


def page() -> str:
    """docs/functions.md."""
    lines = [
        "# Functions of our own",
        "",
        "Written from the signatures in `engine/functions.py`; a test compares. They may be called in FEEL and JUEL,",
        "in FEEL also with spaces in place of underscores. `?` marks what may be left out. All are pure over the time",
        "of the command and over calendars and registers whose version the history keeps.",
        "",
        "| function | meaning |",
        "| --- | --- |",
    ]
    for overloads in SIGNATURES.values():
        for overload in overloads:
            text = overload.text.replace("|", "\\|")
            lines.append(f"| `{text}` | {overload.documentation.strip()} |")
    return "\n".join(lines) + "\n"
