"""The shipped calendars against the official balance of working time."""

from datetime import date, timedelta

import pytest

from engine.calendars import (
    Calendar,
    Calendars,
    DayKind,
    NoCalendarData,
    UnknownCalendar,
    UnknownHours,
    UnknownVersion,
    working_days,
    working_days_between,
)

#: year -> working days of the five-day and of the six-day week
BALANCE = {
    2012: (247, 298), 2013: (246, 297), 2014: (245, 297), 2015: (245, 297), 2016: (245, 298),
    2017: (245, 296), 2018: (246, 298), 2019: (246, 298), 2020: (246, 298), 2021: (245, 297),
    2022: (246, 298), 2023: (246, 297), 2024: (249, 301), 2025: (246, 298), 2026: (247, 299),
    2027: (247, 299),
}
#: off <- worked instead
TRANSFERS = [
    "2012-03-09<2012-03-11", "2012-04-30<2012-04-28", "2012-12-31<2012-12-29",
    "2013-05-10<2013-05-04", "2013-10-14<2013-10-12", "2014-01-03<2013-12-28",
    "2014-05-02<2014-05-04", "2014-05-08<2014-05-11", "2016-03-07<2016-03-05",
    "2017-03-20<2017-03-18", "2017-07-07<2017-07-01", "2018-03-09<2018-03-03",
    "2018-04-30<2018-04-28", "2018-05-08<2018-05-05", "2018-08-31<2018-08-25",
    "2018-12-31<2018-12-29", "2019-05-10<2019-05-04", "2020-01-03<2020-01-05",
    "2020-05-08<2020-05-11", "2020-12-18<2020-12-20", "2021-07-05<2021-07-03",
    "2022-03-07<2022-03-05", "2022-08-29<2022-08-27", "2022-10-24<2022-10-22",
    "2023-07-07<2023-07-01", "2024-05-08<2024-05-04", "2025-01-03<2025-01-05",
]


@pytest.mark.parametrize("year", BALANCE)
def test_working_days_of_a_year_are_those_of_the_balance(
    year: int, authorities: Calendar, centres: Calendar
) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]

    found = tuple(sum(map(calendar.is_working, days)) for calendar in (authorities, centres))

    assert found == BALANCE[year]


@pytest.mark.parametrize("transfer", TRANSFERS)
def test_a_transfer_swaps_two_days_of_the_five_day_week(
    transfer: str, authorities: Calendar
) -> None:
    off, worked = map(date.fromisoformat, transfer.split("<"))

    assert not authorities.is_working(off)
    assert authorities.is_working(worked)
    assert authorities.spans(worked), "a worked day off keeps the hours of the day it replaces"


def test_all_transfers_are_known(authorities: Calendar) -> None:
    found = {
        f"{day.day}<{day.pair}" for day in authorities.special.values()
        if day.kind is DayKind.TRANSFER
    }

    assert found == set(TRANSFERS)


def test_transfers_do_not_concern_the_six_day_week(centres: Calendar) -> None:
    kinds = {day.kind for day in centres.special.values()}

    assert kinds == {DayKind.HOLIDAY, DayKind.SHIFTED}
    assert centres.is_working(date(2022, 3, 5))
    assert centres.is_working(date(2022, 3, 7))


def test_every_special_day_has_three_names_and_an_act(
    authorities: Calendar, centres: Calendar
) -> None:
    for day in [*authorities.special.values(), *centres.special.values()]:
        assert set(day.names) == {"kk", "ru", "en"}
        assert all(day.names.values())
        assert day.act


def test_only_kurban_ait_of_years_not_announced_is_provisional(authorities: Calendar) -> None:
    provisional = [day for day in authorities.special.values() if day.provisional]

    assert [day.day.isoformat() for day in provisional] == ["2026-05-27", "2027-05-16"]
    assert {day.names["ru"] for day in provisional} == {"Курбан айт"}


def test_fifteen_working_days_end_apart_in_both_weeks(
    authorities: Calendar, centres: Calendar
) -> None:
    start = date(2026, 3, 5)

    assert working_days(start, 15, authorities) == date(2026, 4, 1)
    assert working_days(start, 15, centres) == date(2026, 3, 27)


def test_the_belief_of_a_day_can_be_asked_for(calendars: Calendars) -> None:
    before = calendars.known_on("authorities", date(2026, 1, 10))
    after = calendars.known_on("authorities", date(2026, 6, 1))

    assert not before.is_working(date(2026, 8, 31))
    assert after.is_working(date(2026, 8, 31))
    assert (before.version, after.version) == (1, 2)


def test_hours_of_an_organisation_are_named_after_a_slash(calendars: Calendars) -> None:
    spans = calendars.get("authorities/0900-1830").spans(date(2012, 12, 28))

    assert [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans] == [
        "09:00-13:00", "14:30-18:30",
    ]


def test_an_unknown_calendar_names_the_known_ones(calendars: Calendars) -> None:
    with pytest.raises(UnknownCalendar, match="none named 'schools'; use one of authorities"):
        calendars.get("schools")


def test_an_unknown_version_names_the_known_ones(calendars: Calendars) -> None:
    with pytest.raises(UnknownVersion, match="of authorities, but 9 is none; use one of 1, 2"):
        calendars.get("authorities", 9)


def test_unknown_hours_name_the_known_ones(calendars: Calendars) -> None:
    with pytest.raises(UnknownHours, match="none named '0700'; use one of 0900-1800"):
        calendars.get("authorities/0700")


def test_a_belief_before_the_first_version_is_refused(calendars: Calendars) -> None:
    with pytest.raises(UnknownVersion, match="'2011-01-01' is none"):
        calendars.known_on("authorities", date(2011, 1, 1))


@pytest.mark.parametrize("year", [2011, 2028, 2031])
def test_a_year_outside_the_data_is_an_error(year: int, authorities: Calendar) -> None:
    with pytest.raises(NoCalendarData, match=f"calendar of authorities has no data for {year}"):
        authorities.is_working(date(year, 6, 1))


def test_counting_over_the_end_of_the_data_is_an_error(authorities: Calendar) -> None:
    with pytest.raises(NoCalendarData, match="no data for 2028"):
        working_days(date(2027, 12, 28), 5, authorities)
    with pytest.raises(NoCalendarData, match="no data for 2011"):
        working_days_between(date(2011, 12, 28), date(2012, 1, 10), authorities)
