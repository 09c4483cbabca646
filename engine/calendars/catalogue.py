"""Reading the calendars of a folder: calendars.csv names them, the other files fill them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.calendars.calendar import Calendar, DayKind, SpecialDay
from engine.calendars.errors import (
    InvalidCalendarData,
    UnknownCalendar,
    UnknownHours,
    UnknownVersion,
)
from engine.calendars.hours import Hours, Span, split_by_lunch
from engine.calendars.reckoning import Reckoning, reckon
from engine.calendars.terms import Term

LANGUAGES = ("kk", "ru", "en")
Row = dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendars:
    """All calendars by name, each in all its versions."""

    versions: Mapping[str, Mapping[int, Calendar]]
    hours: Mapping[str, Hours]

    @classmethod
    def load(cls, folder: Path | str) -> "Calendars":
        return _read(Path(folder))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.versions)

    def get(self, name: str, version: int | None = None) -> Calendar:
        """The newest version, or the one asked for.

        "authorities/0900-1830" is the calendar of authorities with the hours of one organisation.
        """
        days, _, hours = name.partition("/")
        if days not in self.versions:
            raise UnknownCalendar(days, self.names)
        versions = self.versions[days]
        number = max(versions) if version is None else version
        if number not in versions:
            raise UnknownVersion(days, version, tuple(versions))
        if not hours:
            return versions[number]
        if hours not in self.hours:
            raise UnknownHours(hours, tuple(self.hours))
        return versions[number].with_hours(self.hours[hours])

    def known_on(self, name: str, day: date) -> Calendar:
        """The version that was in use on a day: what the office believed then."""
        newest = self.get(name)
        versions = self.versions[newest.name].values()
        older = [calendar.version for calendar in versions if calendar.known_from <= day]
        if not older:
            raise UnknownVersion(newest.name, day.isoformat(), (newest.version,))
        return self.get(name, max(older))

    def with_version(self, calendar: Calendar) -> "Calendars":
        """The calendars with a further version of one of them, such as a revision to be tried."""
        versions = {**self.versions[calendar.name], calendar.version: calendar}
        return replace(self, versions={**self.versions, calendar.name: versions})

    def reckon(self, term: Term, start: datetime) -> Reckoning:
        """The end of a term in the newest version of the calendars it names."""
        acceptance = self.get(term.acceptance) if term.acceptance else None
        return reckon(term, start, self.get(term.calendar), acceptance)


def _read(folder: Path) -> Calendars:
    hours = _read_hours(folder / "hours.csv")
    versions: dict[str, dict[int, Calendar]] = {}
    for line, row in _rows(folder / "calendars.csv"):
        calendar = _calendar(folder, line, row, hours)
        versions.setdefault(calendar.name, {})[calendar.version] = calendar
    return Calendars(versions=versions, hours=hours)


def _calendar(folder: Path, line: int, row: Row, hours: Mapping[str, Hours]) -> Calendar:
    file = folder / "calendars.csv"
    if row["hours"] not in hours:
        raise InvalidCalendarData(str(file), line, f"hours {row['hours']!r} are not in hours.csv")
    days = _special_days(folder, line, row)
    try:
        return Calendar(
            name=row["name"],
            version=int(row["version"]),
            titles={language: row[f"title_{language}"] for language in LANGUAGES},
            hours=hours[row["hours"]],
            special=days,
            first=date.fromisoformat(row["first"]),
            last=date.fromisoformat(row["last"]),
            zone=ZoneInfo(row["zone"]),
            known_from=date.fromisoformat(row["known_from"]),
        )
    except (ValueError, KeyError) as error:
        raise InvalidCalendarData(str(file), line, str(error)) from error


def _special_days(folder: Path, line: int, row: Row) -> dict[date, SpecialDay]:
    """Days of all named files; a later file (an organisation's own) overrides an earlier one."""
    days = {}
    if not row["version"].isdecimal():
        raise InvalidCalendarData(
            str(folder / "calendars.csv"), line, f"version {row['version']!r} is not a number"
        )
    for name in row["days"].split():
        for line, each in _rows(folder / f"{name}.csv"):
            if _is_in_version(each, int(row["version"])):
                day = _special_day(folder / f"{name}.csv", line, each)
                days[day.day] = day
    return days


def _is_in_version(row: Row, version: int) -> bool:
    last = row["to_version"]
    return int(row["from_version"]) <= version and (not last or version <= int(last))


def _special_day(file: Path, line: int, row: Row) -> SpecialDay:
    if row["status"] not in ("confirmed", "provisional"):
        raise InvalidCalendarData(
            str(file), line, f"expected status confirmed or provisional, found {row['status']!r}"
        )
    try:
        return SpecialDay(
            day=date.fromisoformat(row["date"]),
            kind=DayKind(row["kind"]),
            names={language: row[f"name_{language}"] for language in LANGUAGES},
            pair=date.fromisoformat(row["pair"]) if row["pair"] else None,
            act=row["act"],
            provisional=row["status"] == "provisional",
        )
    except ValueError as error:
        raise InvalidCalendarData(str(file), line, str(error)) from error


def _read_hours(file: Path) -> dict[str, Hours]:
    spans: dict[str, dict[int, tuple[Span, ...]]] = {}
    for line, row in _rows(file):
        try:
            day = _day_spans(row)
        except ValueError as error:
            raise InvalidCalendarData(str(file), line, str(error)) from error
        for weekday in map(int, row["weekdays"]):
            spans.setdefault(row["hours"], {})[weekday] = day
    return {name: Hours(name=name, spans=days) for name, days in spans.items()}


def _day_spans(row: Row) -> tuple[Span, ...]:
    lunch = None
    if row["lunch_from"]:
        lunch = (_time(row["lunch_from"]), _time(row["lunch_to"]))
    return split_by_lunch(_time(row["opens"]), _time(row["closes"]), lunch)


def _time(text: str) -> time:
    return time.fromisoformat("00:00" if text == "24:00" else text)


def _rows(file: Path) -> Iterator[tuple[int, Row]]:
    """Rows with their line number; comments start with #."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidCalendarData(str(file), 0, f"cannot be read: {error.strerror}") from error
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        if None in row or None in row.values():
            raise InvalidCalendarData(str(file), reader.line_num, "has not as many cells as line 1")
        yield reader.line_num, row
