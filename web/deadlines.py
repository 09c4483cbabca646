"""A deadline in words and as days on a ruler: what is left, who is late, which days were counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.calendars import (
    Calendar,
    CalendarError,
    Change,
    DayKind,
    Pause,
    Reckoning,
    Term,
    Unit,
    explain,
    working_days_between,
)
from engine.values import Deadline, UserTask
from web.current import office
from web.i18n import language
from web.when import LOCAL, day, to_local

CALENDAR = "authorities"
#: days that fit on a ruler
LONGEST = 16
SOON = 2
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Badge:
    #: late, today, soon, calm, pause, done: the class of the mark
    kind: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RulerDay:
    day: date
    #: filed, counted, off, due, or nothing
    kind: str
    #: which counted day it is
    number: int | None
    is_today: bool
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Tasks whose deadline lies in the same stretch."""

    title: str
    note: str
    tasks: tuple[UserTask, ...]


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        due_badge=badge,
        ruler=ruler,
        in_words=in_words,
        now=local_now,
        is_short=is_short,
        example_days=example_days,
    )
    app.jinja_env.filters.update(reckoning=plain, amount=amount)


def local_now() -> datetime:
    return office().engine.clock.now().astimezone(LOCAL)


def calendar() -> Calendar:
    return office().calendars.known_on(CALENDAR, local_now().date())


def badge(due: datetime | None, state: str = "running") -> Badge | None:
    """How much is left, in words; None without a deadline."""
    if state in ENDED:
        return Badge(kind=ENDED[state][0], words=ENDED[state][1]())
    if due is None:
        return None
    now, local = local_now(), to_local(due)
    if now >= local:
        return overdue(local, now)
    if local.date() == now.date():
        return Badge(kind="today", words=today_words(local, now))
    left = days_between(now.date(), local.date())
    words = ngettext("остался %(num)d рабочий день", "осталось %(num)d рабочих дней", left)
    return Badge(kind="soon" if left <= SOON else "calm", words=words)


def today_words(due: datetime, now: datetime) -> str:
    """Of a term of minutes or hours the time matters more than the day."""
    if due - now < timedelta(hours=4) and due.hour < 18:
        return _("сегодня до %(time)s", time=f"{due:%H:%M}")
    return _("последний день")


def overdue(due: datetime, now: datetime) -> Badge:
    days = days_between(due.date(), now.date())
    if days == 0:
        return Badge(kind="late", words=_("срок прошёл в %(time)s", time=f"{due:%H:%M}"))
    words = ngettext("просрочено на %(num)d рабочий день", "просрочено на %(num)d рабочих дней", days)
    return Badge(kind="late", words=words)


def days_between(first: date, last: date) -> int:
    """Working days; calendar days where the calendar does not reach."""
    try:
        return working_days_between(first, last, calendar())
    except CalendarError:
        return (last - first).days


#: state of a deadline -> class and words
ENDED: Mapping[str, tuple[str, Callable[[], str]]] = {
    "met": ("done", lambda: _("выдержан")),
    "missed": ("late", lambda: _("нарушен")),
    "withdrawn": ("calm", lambda: _("снят")),
    "paused": ("pause", lambda: _("приостановлен")),
}


def in_words(reckoning: Mapping[str, Any]) -> str:
    """One sentence with the sum."""
    return explain(Reckoning.from_dict(plain(reckoning)), language())


def ruler(reckoning: Mapping[str, Any] | None) -> list[RulerDay]:
    """The days from filing to the result; nothing for minutes and for terms too long to draw."""
    if not reckoning:
        return []
    sum_ = Reckoning.from_dict(plain(reckoning))
    first, last = to_local(sum_.start).date(), to_local(sum_.due).date()
    unit = sum_.term.unit
    if unit not in COUNTED or not 1 <= (last - first).days < LONGEST:
        return []
    return list(_days(sum_, office().calendars.get(sum_.calendar, sum_.version)))


def distinct(ledger: Iterable[Deadline]) -> list[Deadline]:
    """Nearest first; a term that both a task and its timer keep is shown once, by the worse end of the two."""
    shown: dict[tuple[Any, ...], Deadline] = {}
    for each in sorted(ledger, key=lambda each: (each.due_at, each.state != "missed")):
        shown.setdefault((each.name, each.started_at, each.due_at), each)
    return list(shown.values())


def is_short(each: Deadline) -> bool:
    """Counted in minutes or hours: the time of the day matters."""
    return str(each.reckoning.get("term", {}).get("unit", "")).endswith(("minute", "hour"))


def plain(term: Mapping[str, Any]) -> dict[str, Any]:
    """A reckoning with its moments as text, as rows keep it."""
    return {name: each.isoformat() if isinstance(each, datetime) else each for name, each in term.items()}


AMOUNTS: Mapping[str, Callable[[int], str]] = {
    "minute": lambda n: ngettext("%(num)d минута", "%(num)d минут", n),
    "hour": lambda n: ngettext("%(num)d час", "%(num)d часов", n),
    "working_hour": lambda n: ngettext("%(num)d рабочий час", "%(num)d рабочих часов", n),
    "working_day": lambda n: ngettext("%(num)d рабочий день", "%(num)d рабочих дней", n),
    "calendar_day": lambda n: ngettext("%(num)d календарный день", "%(num)d календарных дней", n),
    "week": lambda n: ngettext("%(num)d неделя", "%(num)d недель", n),
    "month": lambda n: ngettext("%(num)d месяц", "%(num)d месяцев", n),
}


def amount(term: Mapping[str, Any]) -> str:
    """ "5 рабочих дней", as the act prints it."""
    rule = term.get("term") or term
    say = AMOUNTS.get(str(rule.get("unit")))
    return say(int(rule["amount"])) if say and rule.get("amount") else day(term.get("due"))


def example_days() -> list[RulerDay]:
    """Five working days over Nauryz 2026: for a page that explains the ruler."""
    term = Term(unit=Unit.WORKING_DAY, amount=5, calendar=CALENDAR, count_issue_day=False)
    filed = datetime(2026, 3, 16, 14, 20, tzinfo=LOCAL)
    return ruler(office().calendars.reckon(term, filed).to_dict())


COUNTED = frozenset({Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK})


def _days(sum_: Reckoning, counted_in: Calendar) -> Iterator[RulerDay]:
    today = local_now().date()
    first = sum_.filed_on if sum_.term.count_acceptance_day else sum_.filed_on + ONE_DAY
    number = 0
    names = {each.day: each for each in sum_.special}
    current, due = to_local(sum_.start).date(), to_local(sum_.due).date()
    while current <= due:
        works = counted_in.is_working(current)
        is_counted = first <= current <= sum_.last_counted and (
            works or sum_.term.unit is not Unit.WORKING_DAY
        )
        is_counted = is_counted and not any(_stands(current, each) for each in sum_.changes)
        number += is_counted
        kind = _kind(current, sum_, is_counted, works)
        special = names.get(current)
        name = special.names.get(language(), "") if special else ""
        yield RulerDay(
            day=current,
            kind=kind,
            number=number if is_counted else None,
            is_today=current == today,
            words=_words(kind, number, name, special.kind if special else None),
        )
        current += ONE_DAY


def _stands(current: date, change: Change) -> bool:
    """In a pause: its first day is used up, the day of resuming is not counted."""
    return isinstance(change, Pause) and change.paused_at.date() < current <= change.resumed_at.date()


def _kind(current: date, sum_: Reckoning, is_counted: bool, works: bool) -> str:
    if current == to_local(sum_.due).date():
        return "due"
    if is_counted:
        return "counted"
    if current <= sum_.filed_on:
        return "filed" if works or current == to_local(sum_.start).date() else "off"
    return "off" if not works else ""


def _words(kind: str, number: int, name: str, special: DayKind | None) -> str:
    if kind == "off":
        return f"{_('выходной')}{f', {name}' if name else ''}"
    texts = {
        "filed": _("день приёма, не считается"),
        "counted": _("день счёта %(n)d", n=number),
        "due": _("последний день"),
    }
    return texts.get(kind, "")


def grouped(tasks: tuple[UserTask, ...]) -> list[Group]:
    """Overdue, today, the next working days, later, without a deadline; the order of the list stays."""
    now = local_now()
    stretches = groupby(tasks, key=lambda task: _stretch(task.deadline, now))
    return [Group(title=title, note=note, tasks=tuple(members)) for (title, note), members in stretches]


def _stretch(deadline: datetime | None, now: datetime) -> tuple[str, str]:
    if deadline is None:
        return _("Без срока"), ""
    due = to_local(deadline)
    if due <= now:
        return _("Срок прошёл"), ""
    if due.date() == now.date():
        return _("Сегодня, %(day)s", day=day(due)), ""
    between = days_between(now.date(), due.date())
    if between <= SOON:
        return _("Ближайшие рабочие дни"), days_off_note(now.date(), due.date())
    return _("Позже"), ""


def days_off_note(first: date, last: date) -> str:
    """Names days off in between, so that they surprise nobody."""
    known = calendar()
    days = (first + timedelta(days=n) for n in range(1, (last - first).days))
    off = [each for each in days if not known.is_working(each)]
    if len(off) < 3:
        return ""
    return _("%(first)s – %(last)s выходные дни", first=day(off[0]), last=day(off[-1]))
