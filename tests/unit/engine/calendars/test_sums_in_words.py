"""The sum of a term in three languages."""

from collections.abc import Callable
from datetime import datetime

import pytest

from engine.calendars import (
    CalendarError,
    Calendars,
    Term,
    Unit,
    earliest,
    explain,
    explain_move,
    extend,
    recount,
    resume,
)
from engine.calendars.phrases import PHRASES, RUSSIAN

At = Callable[[str], datetime]
FIVE = Term(unit=Unit.WORKING_DAY, amount=5, calendar="centres", norm="п. 7 пп. 1")


@pytest.mark.parametrize(("language", "sentence"), [
    ("ru", "п. 7 пп. 1: 5 рабочих дней по календарю центров (версия 2) с пт 28 декабря 2012; "
           "день приёма не считается; 1-2 января выходные (Новый год); "
           "срок: сб 5 января 2013, 20:00"),
    ("kk", "п. 7 пп. 1: халыққа қызмет көрсету орталықтары күнтізбесі бойынша 5 жұмыс күні "
           "(2-нұсқа), басталуы жм 2012 ж. 28 желтоқсан; қабылдау күні есептелмейді; "
           "1-2 қаңтар демалыс (Жаңа жыл); мерзімі: сб 2013 ж. 5 қаңтар, 20:00"),
    ("en", "п. 7 пп. 1: 5 working days, calendar of centres (version 2), from Fri 28 December "
           "2012; day of acceptance not counted; 1-2 January off (New Year); "
           "due Sat 5 January 2013, 20:00"),
])
def test_the_sum_is_one_sentence(
    language: str, sentence: str, calendars: Calendars, at: At
) -> None:
    assert explain(calendars.reckon(FIVE, at("2012-12-28T14:00")), language) == sentence


def test_worked_days_transfers_and_a_late_filing_are_said(calendars: Calendars, at: At) -> None:
    term = Term(unit=Unit.WORKING_DAY, amount=5, count_issue_day=False)

    text = explain(calendars.reckon(term, at("2012-12-27T19:00")), "ru")

    assert "подано чт 27 декабря 2012, 19:00, вне рабочего времени" in text
    assert "считается поданным пт 28 декабря 2012" in text
    assert "день выдачи не считается, выдача на следующий рабочий день" in text
    assert "29 декабря рабочий день вместо 31 декабря" in text
    assert "31 декабря - 2 января выходные (перенос выходного дня с 29 декабря, Новый год)" in text


def test_an_end_on_a_day_off_says_where_it_moved(calendars: Calendars, at: At) -> None:
    term = Term(unit=Unit.CALENDAR_DAY, amount=9)

    text = explain(calendars.reckon(term, at("2012-12-28T14:00")), "ru")

    assert "последний день вс 6 января 2013 выходной, срок перенесён на вт 8 января 2013" in text
    assert "Новый год" not in text, "days in the middle of calendar days change nothing"


def test_a_provisional_day_is_marked(calendars: Calendars, at: At) -> None:
    reckoning = calendars.reckon(
        Term(unit=Unit.WORKING_DAY, amount=5), at("2026-05-25T10:00")
    )

    assert reckoning.is_provisional
    assert "27 мая выходной (Курбан айт) (дата предварительная)" in explain(reckoning, "ru")


def test_minutes_name_the_moment_and_no_days(calendars: Calendars, at: At) -> None:
    reckoning = calendars.reckon(Term(unit=Unit.MINUTE, amount=21), at("2012-12-28T14:00"))

    assert explain(reckoning, "ru") == (
        "21 минута по календарю государственных органов (версия 2) с пт 28 декабря 2012, 14:00; "
        "срок: пт 28 декабря 2012, 14:21"
    )


def test_windows_and_dates_name_their_days(calendars: Calendars, at: At) -> None:
    window = Term(unit=Unit.WINDOW, opens="--12-20", closes="--01-10")
    summer = Term(unit=Unit.WINDOW, opens="--06-20", closes="--08-10")
    fixed = Term(unit=Unit.DATE, closes="--08-30")

    assert explain(calendars.reckon(window, at("2013-01-03T10:00")), "ru").startswith(
        "с чт 20 декабря 2012 по чт 10 января 2013, календарь"
    )
    assert explain(calendars.reckon(summer, at("2012-07-03T10:00")), "kk").startswith(
        "ср 2012 ж. 20 маусым - жм 2012 ж. 10 тамыз аралығы"
    )
    assert explain(calendars.reckon(fixed, at("2012-07-03T10:00")), "en").startswith(
        "fixed date Thu 30 August 2012, calendar of authorities"
    )


def test_pauses_extensions_and_other_terms_are_said(calendars: Calendars, at: At) -> None:
    calendar = calendars.get("authorities")
    term = Term(unit=Unit.WORKING_DAY, amount=5)
    running = calendars.reckon(term, at("2012-07-02T10:00"))
    paused = resume(running, at("2012-07-04T10:00"), at("2012-07-09T10:00"), calendar)
    by = Term(unit=Unit.CALENDAR_DAY, amount=2, norm="ст. 76")

    text = explain(earliest(extend(paused, by, calendar), running), "ru")
    long = explain(extend(paused, by, calendar), "ru")

    assert "раньше остальных: " in text
    assert "приостановлен с ср 4 июля 2012, 10:00 по пн 9 июля 2012, 10:00" in long
    assert "продление: 2 календарных дня (ст. 76)" in long


def test_a_counted_day_of_acceptance_and_a_long_window_are_said(
    calendars: Calendars, at: At
) -> None:
    term = Term(unit=Unit.WORKING_DAY, amount=1, count_acceptance_day=True)

    text = explain(calendars.reckon(term, at("2012-11-14T10:00")), "ru")

    assert text == (
        "1 рабочий день по календарю государственных органов (версия 2) с ср 14 ноября 2012; "
        "день приёма считается; срок: ср 14 ноября 2012, 18:00"
    )


def test_a_moved_deadline_says_why(calendars: Calendars, at: At) -> None:
    old = recount(
        calendars.reckon(Term(unit=Unit.WORKING_DAY, amount=5), at("2026-08-27T10:00")),
        calendars.get("authorities", 1),
    )

    new = recount(old, calendars.get("authorities"))

    assert explain_move(old, new, "en") == (
        "moved from Fri 4 September 2026, 18:00 to Thu 3 September 2026, 18:00, calendar of "
        "authorities, version 2 instead of 1; no longer: 31 August off (Constitution Day, for "
        "30 August)"
    )
    assert all(explain_move(old, new, language) for language in PHRASES)


@pytest.mark.parametrize(("number", "words"), [
    (1, "рабочий день"), (2, "рабочих дня"), (4, "рабочих дня"), (5, "рабочих дней"),
    (11, "рабочих дней"), (12, "рабочих дней"), (14, "рабочих дней"), (21, "рабочий день"),
    (22, "рабочих дня"), (25, "рабочих дней"), (111, "рабочих дней"), (101, "рабочий день"),
])
def test_russian_plurals(number: int, words: str) -> None:
    assert RUSSIAN.amount(number, Unit.WORKING_DAY) == f"{number} {words}"


def test_every_language_says_every_clause_and_unit() -> None:
    clauses = {frozenset(phrases.templates) for phrases in PHRASES.values()}
    units = {frozenset(phrases.units) for phrases in PHRASES.values()}

    assert len(clauses) == len(units) == 1


def test_an_unknown_language_names_the_known_ones(calendars: Calendars, at: At) -> None:
    with pytest.raises(CalendarError, match="out of ru, kk, en, but it is 'de'"):
        explain(calendars.reckon(FIVE, at("2012-12-28T14:00")), "de")
