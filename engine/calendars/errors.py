"""What can be wrong with a calendar or a term; every message says what to do."""

from datetime import date, datetime


class CalendarError(ValueError):
    """Working time cannot be computed from what was given."""


class UnknownCalendar(CalendarError):
    """No calendar has this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"expected a calendar, but there is none named {name!r}; use one of {', '.join(known)}"
        )
        self.name = name


class UnknownHours(CalendarError):
    """No opening hours have this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"expected opening hours, but there are none named {name!r}; use one of "
            f"{', '.join(known)}"
        )


class UnknownVersion(CalendarError):
    """The calendar exists, this version of it does not."""

    def __init__(self, name: str, version: object, known: tuple[int, ...]) -> None:
        super().__init__(
            f"expected a version of the calendar of {name}, but {version!r} is none; "
            f"use one of {', '.join(map(str, known))}"
        )


class NoCalendarData(CalendarError):
    """A day lies outside the years the calendar holds."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__(
            f"calendar of {name} has no data for {day.year}; "
            "add the year to the calendar before counting terms in it"
        )
        self.name = name
        self.year = day.year


class InvalidCalendarData(CalendarError):
    """A file of the calendars cannot be read."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")


class InvalidRevision(CalendarError):
    """A change of a calendar that its days do not allow."""


class InvalidTerm(CalendarError):
    """A term that says too little or contradicts itself."""


class UnknownUnit(InvalidTerm):
    """A term without a unit, or with one that nobody can count."""

    def __init__(self, unit: object, known: tuple[str, ...]) -> None:
        found = "it has none" if unit in (None, "") else f"it has {unit!r}"
        super().__init__(f"expected a term with a unit, but {found}; use one of {', '.join(known)}")


class NaiveMoment(CalendarError):
    """A moment without a time zone."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(
            f"expected a moment with a time zone, but {moment.isoformat()} has none; "
            "write it with an offset, such as 2012-12-28T14:00+06:00"
        )


class BeforeAct(CalendarError):
    """The filing is older than the act the term rests on."""

    def __init__(self, start: date, in_force: date) -> None:
        super().__init__(
            f"expected a start on or after {in_force.isoformat()}, when the act came into force, "
            f"but it is {start.isoformat()}; the term cannot be counted by this act"
        )


class OutsideWindow(CalendarError):
    """The start lies before the window opens or after it closed."""

    def __init__(self, start: date, opens: date | None, closes: date) -> None:
        span = f"by {closes.isoformat()}" if opens is None else (
            f"from {opens.isoformat()} to {closes.isoformat()}"
        )
        super().__init__(
            f"expected a start {span}, but it is {start.isoformat()}; "
            "file inside the window or use the term of another year"
        )
        self.opens = opens
        self.closes = closes
