"""A provisional day confirmed, a day off transferred: new versions, and the deadlines they move."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from engine.calendars import (
    Calendars,
    Grounds,
    InvalidRevision,
    Term,
    Unit,
    confirm,
    difference,
    explain_move,
    recount,
    transfer,
)

At = Callable[[str], datetime]
GROUNDS = Grounds(act="G27G0000001", known_from=date(2027, 4, 1))
AIT = date(2027, 5, 16)


def test_a_confirmed_day_is_certain_in_the_next_version(calendars: Calendars) -> None:
    old = calendars.get("centres")

    new = confirm(old, AIT, AIT, GROUNDS)

    assert (new.version, new.known_from) == (old.version + 1, date(2027, 4, 1))
    assert new.special[AIT].provisional is False
    assert old.special[AIT].provisional is True


def test_a_day_confirmed_on_another_date_moves_the_deadlines(
    calendars: Calendars, at: At
) -> None:
    old = calendars.get("authorities")
    running = calendars.reckon(Term(unit=Unit.WORKING_DAY, amount=5), at("2027-05-12T10:00"))

    new = confirm(old, AIT, date(2027, 5, 17), GROUNDS)
    moved = recount(running, new)

    assert (running.due, moved.due) == (at("2027-05-19T18:00"), at("2027-05-20T18:00"))
    assert "теперь: 17 мая выходной (Курбан айт)" in explain_move(running, moved, "ru")


def test_a_transfer_swaps_two_days(calendars: Calendars, at: At) -> None:
    old = calendars.get("authorities")

    new = transfer(old, date(2027, 7, 5), date(2027, 7, 3), GROUNDS)

    assert not new.is_working(date(2027, 7, 5))
    assert new.is_working(date(2027, 7, 3))
    found = difference(old, new)
    assert [str(day.day) for day in found.added] == ["2027-07-03", "2027-07-05"]
    assert found.removed == ()
    tried = calendars.with_version(new)
    assert tried.get("authorities").version == new.version
    assert calendars.get("authorities").version == old.version


def test_a_confirmed_day_cannot_be_confirmed_again(calendars: Calendars) -> None:
    with pytest.raises(InvalidRevision, match="but 2026-05-01 is none; use one of 2026-05-27"):
        confirm(calendars.get("centres"), date(2026, 5, 1), date(2026, 5, 1), GROUNDS)


def test_a_day_cannot_be_confirmed_on_another_holiday(calendars: Calendars) -> None:
    with pytest.raises(InvalidRevision, match="2027-05-09 is already holiday"):
        confirm(calendars.get("centres"), AIT, date(2027, 5, 9), GROUNDS)


def test_transfers_do_not_concern_centres(calendars: Calendars) -> None:
    with pytest.raises(InvalidRevision, match="that of centres has 6 days"):
        transfer(calendars.get("centres"), date(2027, 7, 5), date(2027, 7, 4), GROUNDS)


@pytest.mark.parametrize(("off", "worked"), [
    (date(2027, 7, 4), date(2027, 7, 3)), (date(2027, 7, 5), date(2027, 7, 7)),
])
def test_a_transfer_gives_a_working_day_for_a_day_off(
    off: date, worked: date, calendars: Calendars
) -> None:
    with pytest.raises(InvalidRevision, match="working day to give for a day off"):
        transfer(calendars.get("authorities"), off, worked, GROUNDS)
