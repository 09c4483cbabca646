"""Days off of both weeks, worked out from the holidays package and checked against it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import holidays

from engine.calendars.revising import TRANSFER, WORKED
from scripts.calendar_files import DayRow
from scripts.holiday_names import (
    HOLIDAY_ACT,
    NAMES,
    NOT_SHIFTED,
    TRANSFER_ACTS,
)

FIRST_YEAR, LAST_YEAR = 2012, 2027
SUBSTITUTED = re.compile(r"\((\d\d\.\d\d\.\d{4}) бастап")
ESTIMATED = " (бағаланған)"
ONE_DAY = timedelta(days=1)


class SourceDisagrees(ValueError):
    """The rules written here and the package give different days."""


def days_of_week(week: int, years: Iterable[int]) -> list[DayRow]:
    """Every special day of the five- or six-day week; transfers concern the five-day week only."""
    named = _package_days(years, observed=False)
    statutory = {day: name for day, name in named.items() if not SUBSTITUTED.search(name)}
    transfers = _transfers(named) if week == 5 else {}
    shifts = _shifts(statutory, transfers, week)
    if week == 5:
        _require_agreement({*statutory, *transfers, *shifts}, years)
    rows = [_holiday(day, name) for day, name in statutory.items()]
    rows += [_shift(day, pair, statutory[pair]) for day, pair in shifts.items()]
    rows += [row for pair in transfers.items() for row in _transfer(*pair)]
    return sorted(rows, key=lambda row: row.day)


def _package_days(years: Iterable[int], *, observed: bool) -> dict[date, str]:
    found = holidays.country_holidays("KZ", years=years, language="kk", observed=observed)
    return dict(found.items())


def _transfers(named: Mapping[date, str]) -> dict[date, date]:
    """Day off -> the day worked instead."""
    found = {day: SUBSTITUTED.search(name) for day, name in named.items()}
    return {
        day: _day(match[1])
        for day, match in found.items() if match
    }


def _day(text: str) -> date:
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


def _shifts(
    statutory: Mapping[date, str], transfers: Mapping[date, date], week: int
) -> dict[date, date]:
    """Day off -> the holiday that fell on an ordinary day off and moved there."""
    taken, shifts = {*statutory, *transfers}, {}
    for day in sorted(statutory):
        if day.isoweekday() <= week or _plain(statutory[day]) in NOT_SHIFTED:
            continue
        free = day + ONE_DAY
        while free in taken or free.isoweekday() > week:
            free += ONE_DAY
        taken.add(free)
        shifts[free] = day
    # A shifted day can be transferred in turn (11 May 2020): then it is a worked day, no day off.
    return {off: holiday for off, holiday in shifts.items() if off not in transfers.values()}


def _require_agreement(ours: set[date], years: Iterable[int]) -> None:
    theirs = set(_package_days(years, observed=True))
    if ours != theirs:
        days = ", ".join(day.isoformat() for day in sorted(ours ^ theirs))
        raise SourceDisagrees(f"the package and the rules of shifting differ on {days}")


def _plain(name: str) -> str:
    return name.removesuffix(ESTIMATED)


def _holiday(day: date, name: str) -> DayRow:
    status = "provisional" if name.endswith(ESTIMATED) else "confirmed"
    names = NAMES[_plain(name)]
    return DayRow(day=day, kind="holiday", status=status, names=names, act=HOLIDAY_ACT)


def _shift(day: date, pair: date, name: str) -> DayRow:
    return DayRow(day=day, kind="shifted", pair=pair, names=NAMES[name], act=HOLIDAY_ACT)


def _transfer(off: date, worked: date) -> tuple[DayRow, DayRow]:
    act = TRANSFER_ACTS.get(off.isoformat()) or TRANSFER_ACTS[str(off.year)]
    return (
        DayRow(day=off, kind="transfer", pair=worked, names=TRANSFER, act=act),
        DayRow(day=worked, kind="worked", pair=off, names=WORKED, act=act),
    )
