"""The sum of a term in words, one sentence in Russian, Kazakh or English."""

from collections.abc import Iterator
from itertools import groupby

from engine.calendars.calendar import SpecialDay
from engine.calendars.changes import Change, Extension
from engine.calendars.errors import CalendarError
from engine.calendars.phrases import PHRASES, Phrases
from engine.calendars.reckoning import Reckoning
from engine.calendars.terms import DATES, MINUTES, date_in_year


def explain(reckoning: Reckoning, language: str) -> str:
    """One sentence: what was counted, from when, which days were skipped, and what came of it."""
    words = PHRASES[_known(language)]
    norm = f"{reckoning.term.norm}: " if reckoning.term.norm else ""
    return norm + "; ".join(_clauses(reckoning, words, language))


def explain_move(before: Reckoning, after: Reckoning, language: str) -> str:
    """Why a running term ends at another moment in another version of its calendar."""
    words = PHRASES[_known(language)]
    moved = words.say(
        "moved_due", before=words.moment(before.due), after=words.moment(after.due),
        title=after.titles[language], old=before.version, new=after.version,
    )
    gone = [day for day in before.special if day not in after.special]
    come = [day for day in after.special if day not in before.special]
    clauses = [words.say("no_longer", text=_run_of_days([day], words, language)) for day in gone]
    clauses += [words.say("from_now", text=_run_of_days([day], words, language)) for day in come]
    return "; ".join([moved, *clauses])


def _known(language: str) -> str:
    if language not in PHRASES:
        raise CalendarError(
            f"expected a language out of {', '.join(PHRASES)}, but it is {language!r}; use one"
        )
    return language


def _clauses(reckoning: Reckoning, words: Phrases, language: str) -> Iterator[str]:
    yield _opening(reckoning, words, language)
    yield from _counting_rule(reckoning, words)
    yield from _special_days(reckoning, words, language)
    yield from (_change(change, words) for change in reckoning.changes)
    yield from _moved(reckoning, words)
    if reckoning.others:
        others = ", ".join(words.moment(other.due) for other in reckoning.others)
        yield words.say("earliest", others=others)
    yield words.say("due", due=words.moment(reckoning.due))


def _opening(reckoning: Reckoning, words: Phrases, language: str) -> str:
    term = reckoning.term
    calendar = {"title": reckoning.titles[language], "version": reckoning.version}
    closes = words.day(reckoning.last_counted)
    if term.unit in DATES and not term.opens:
        return words.say("by_date", closes=closes, **calendar)
    if term.unit in DATES:
        return words.say("window", opens=_opens(reckoning, words), closes=closes, **calendar)
    amount = words.amount(term.amount or 0, term.unit)
    return words.say("amount", amount=amount, start=_start(reckoning, words), **calendar)


def _start(reckoning: Reckoning, words: Phrases) -> str:
    if reckoning.term.unit in MINUTES:
        return words.moment(reckoning.start)
    return words.day(reckoning.filed_on)


def _opens(reckoning: Reckoning, words: Phrases) -> str:
    """The opening day of the window that ends on the last counted day."""
    closes = reckoning.last_counted
    opens = date_in_year(reckoning.term.opens or "", closes.year)
    if opens > closes:
        opens = date_in_year(reckoning.term.opens or "", closes.year - 1)
    return words.day(opens)


def _counting_rule(reckoning: Reckoning, words: Phrases) -> Iterator[str]:
    term = reckoning.term
    if term.unit in MINUTES or term.unit in DATES:
        return
    if reckoning.filed_on != reckoning.start.date():
        start, filed = words.moment(reckoning.start), words.day(reckoning.filed_on)
        yield words.say("late", start=start, filed=filed)
    counted = "acceptance_counted" if term.count_acceptance_day else "acceptance_not_counted"
    yield words.say(counted)
    if not term.count_issue_day:
        yield words.say("issue_not_counted")


def _special_days(reckoning: Reckoning, words: Phrases, language: str) -> Iterator[str]:
    for _, run in groupby(enumerate(reckoning.special), key=_run_key):
        yield _run_of_days([day for _, day in run], words, language)


def _run_key(numbered: tuple[int, SpecialDay]) -> tuple[int, bool, bool]:
    """Equal for days off that follow each other; a worked day stands alone."""
    index, day = numbered
    place = day.day.toordinal() - (index if day.is_off else 0)
    return place, day.is_off, day.provisional


def _run_of_days(days: list[SpecialDay], words: Phrases, language: str) -> str:
    first, last = days[0], days[-1]
    span = words.span(first.day, last.day)
    names = ", ".join(_names(days, words, language))
    if first.is_off:
        text = words.say("off_one" if first is last else "off_many", days=span, names=names)
    else:
        pair = words.short(first.pair) if first.pair else names
        text = words.say("worked", days=span, pair=pair)
    return text + (words.say("provisional") if first.provisional else "")


def _names(days: list[SpecialDay], words: Phrases, language: str) -> Iterator[str]:
    """Each name once; a day that stands for another says for which, unless that is beside it."""
    said = set()
    for day in days:
        name = day.names[language]
        if name not in said:
            pair = words.short(day.pair) if day.pair else ""
            yield words.say("from_pair", name=name, pair=pair) if pair else name
        said.add(name)


def _change(change: Change, words: Phrases) -> str:
    if isinstance(change, Extension):
        by = change.by
        text = words.say("extended", amount=words.amount(by.amount or 0, by.unit))
        return f"{text} ({by.norm})" if by.norm else text
    paused, resumed = words.moment(change.paused_at), words.moment(change.resumed_at)
    return words.say("paused", paused=paused, resumed=resumed)


def _moved(reckoning: Reckoning, words: Phrases) -> Iterator[str]:
    if reckoning.term.count_issue_day and reckoning.due_on != reckoning.last_counted:
        last, due = words.day(reckoning.last_counted), words.day(reckoning.due_on)
        yield words.say("moved", last=last, due=due)
