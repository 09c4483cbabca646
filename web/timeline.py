"""The history of a case in words: what happened, who did it, under which paragraph."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from engine.bpmn import Element
from engine.values import SYSTEM, HistoryEntry
from web.drawings import drawing
from web.i18n import said
from web.shell import person_name, role_name
from web.when import moment
from web.wording import TERMS, word

Event = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing that happened."""

    seq: int
    at: datetime
    who: str
    is_machine: bool
    words: str
    norm: str = ""
    element: str = ""
    note: str = ""
    #: how often in a row, of what is tried again
    tries: int = 0
    document_id: str = ""


@dataclass(kw_only=True)
class Places:
    """Which drawing an activity belongs to, found while the history is read in its order."""

    definition_id: str
    called: dict[str, str] = field(default_factory=dict)
    drawing_of: dict[str, str] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        if event["event"] in ("ProcessInstanceStarted", "ProcessInstanceMigrated"):
            self.definition_id = event["definition_id"]
            self._rename(event.get("activities", {}))
        if event["event"] == "ActivityStarted":
            parent = event.get("parent") or ""
            self.drawing_of[event["activity"]] = self.called.get(parent) or self.drawing_of.get(
                parent, self.definition_id
            )
        if event["event"] == "CallActivityStarted":
            self.called[event["activity"]] = event["definition_id"]

    def _rename(self, activities: Mapping[str, str]) -> None:
        """After a migration what goes on belongs to the new drawing."""
        for before, after in activities.items():
            self.drawing_of.pop(before, None)
            self.drawing_of[after] = self.definition_id
            if before in self.called:
                self.called[after] = self.called.pop(before)

    def element(self, event: Event) -> Element | None:
        """Of the drawing its activity belongs to; an armed event is entered before it starts, then any drawing."""
        activity = event.get("activity", "")
        name = event.get("element") or activity.rpartition(":")[0]
        own = self.drawing_of.get(activity, self.definition_id)
        for definition_id in dict.fromkeys((own, self.definition_id, *self.called.values())):
            if found := drawing(definition_id).elements.get(name):
                return found
        return None


def timeline(entries: Iterable[HistoryEntry], definition_id: str) -> list[Line]:
    """Newest first."""
    places = Places(definition_id=definition_id)
    lines: list[Line] = []
    for entry in entries:
        for each in lines_of(entry, places):
            if lines and is_again(lines[-1], each):
                lines[-1] = replace(each, tries=lines[-1].tries + 1)
            else:
                lines.append(each)
    return lines[::-1]


def is_again(before: Line, after: Line) -> bool:
    """The same step failed for the same reason: an outage is one line, not one for each try."""
    return bool(after.tries) and (before.words, before.note, before.element) == (
        after.words,
        after.note,
        after.element,
    )


def lines_of(entry: HistoryEntry, places: Places) -> Iterator[Line]:
    """What an entry tells, in its order."""
    for event in entry.events:
        places.note(event)
    done = entry.arguments.get("task_id", "").partition(":")[2]
    for event in entry.events:
        teller = TELLERS.get(event["event"])
        element = places.element(event)
        words = teller(event, element, done) if teller else None
        if words:
            yield line(entry, event, element, words)


def line(entry: HistoryEntry, event: Event, element: Element | None, words: str) -> Line:
    is_machine = entry.actor == SYSTEM.id
    return Line(
        seq=entry.seq,
        at=entry.at,
        who=_("Система") if is_machine else entry.actor_name or person_name(entry.actor),
        is_machine=is_machine,
        words=words,
        norm=element.norm or "" if element else "",
        element=element.id if element else "",
        note=event.get("reason") or event.get("error") or reason_of(entry, event),
        tries=1 if event["event"] == "JobFailed" else 0,
        document_id=event.get("document_id", ""),
    )


def reason_of(entry: HistoryEntry, event: Event) -> str:
    """Why a case was moved stands in the command."""
    return str(entry.arguments.get("reason", "")) if event["event"] == "ProcessInstanceMigrated" else ""


def name_of(element: Element | None, event: Event) -> str:
    return said(element.name) if element and element.name else str(event.get("element", ""))


# ---- one teller an event -------------------------------------------------------------------------


def _started(event: Event, element: Element | None, done: str) -> str:
    return str(_("Заявление подано"))


def _completed(event: Event, element: Element | None, done: str) -> str | None:
    """Human work, by whoever did it; ends by themselves are told by the case's end."""
    if event["kind"] == "userTask" and event["activity"] == done:
        return str(_("Сделано: %(name)s", name=name_of(element, event)))
    if event["kind"] == "endEvent" and element and element.parent is None and element.name:
        return str(_("Итог: %(name)s", name=said(element.name)))
    return None


def _task(event: Event, element: Element | None, done: str) -> str:
    roles = ", ".join(role_name(code) for code in event.get("candidate_groups", ()))
    return str(_("Новая задача: %(name)s (%(roles)s)", name=said(event["name"]), roles=roles))


def _claimed(event: Event, element: Element | None, done: str) -> str:
    return str(_("Задача взята: %(name)s", name=name_of(element, event)))


def _unclaimed(event: Event, element: Element | None, done: str) -> str:
    return str(_("Задача возвращена группе: %(name)s", name=name_of(element, event)))


def _assigned(event: Event, element: Element | None, done: str) -> str:
    who = person_name(event.get("assignee")) or _("группе")
    return str(_("Задача передана: %(name)s, теперь у %(who)s", name=name_of(element, event), who=who))


def _document(event: Event, element: Element | None, done: str) -> str:
    if event["kind"] == "upload":
        return str(_("Приложен документ: %(name)s", name=event["name"]))
    if event["kind"] in ("annulment", "replacement"):
        return str(_("Отметка о документе № %(number)s: %(name)s", number=event["number"], name=event["name"]))
    return str(_("Выдан документ: %(name)s", name=event["name"]))


def _fired(event: Event, element: Element | None, done: str) -> str:
    return str(_("Наступил срок: %(name)s", name=name_of(element, event)))


def _term(event: Event) -> dict[str, str]:
    """What the words on a changed term say of it; an extension names the paragraph, too."""
    norm = f" ({event['norm']})" if event.get("norm") else ""
    return {"name": word(TERMS, event["name"]), "due": moment(event["term"]["due"]), "norm": norm}


def _incident(event: Event, element: Element | None, done: str) -> str:
    return str(_("Сбой: %(name)s. %(what)s", name=name_of(element, event), what=event["message"]))


def _failed(event: Event, element: Element | None, done: str) -> str:
    return str(_("Не удалось, будет повторено: %(name)s", name=name_of(element, event)))


def _note(event: Event, element: Element | None, done: str) -> str:
    return str(_("Заметка: %(text)s", text=event["text"]))


Teller = Callable[[Event, Element | None, str], str | None]
TELLERS: Mapping[str, Teller] = {
    "ProcessInstanceStarted": _started,
    "ActivityCompleted": _completed,
    "UserTaskCreated": _task,
    "UserTaskClaimed": _claimed,
    "UserTaskUnclaimed": _unclaimed,
    "UserTaskAssigned": _assigned,
    "DocumentAdded": _document,
    "TimerFired": _fired,
    "TermPaused": lambda event, element, done: _("Срок приостановлен: %(name)s%(norm)s", **_term(event)),
    "TermResumed": lambda event, element, done: _("Срок возобновлён: %(name)s, до %(due)s", **_term(event)),
    "TermExtended": lambda event, element, done: _(
        "Срок продлён: %(name)s, до %(due)s%(norm)s", **_term(event)
    ),
    "TermRecounted": lambda event, element, done: _(
        "Срок пересчитан по новому календарю: %(name)s, до %(due)s", **_term(event)
    ),
    "IncidentRaised": _incident,
    "IncidentResolved": lambda event, element, done: _(
        "Сбой устранён: %(name)s", name=name_of(element, event)
    ),
    "JobFailed": _failed,
    "NoteAdded": _note,
    "ProcessInstanceSuspended": lambda event, element, done: _("Дело приостановлено"),
    "ProcessInstanceResumed": lambda event, element, done: _("Дело продолжено"),
    "ProcessInstanceMigrated": lambda event, element, done: _(
        "Дело переведено на версию %(n)s", n=event["definition_id"].rpartition(":")[2]
    ),
    "ProcessInstanceRestarted": lambda event, element, done: _("Дело начато заново под другим номером"),
    "ProcessInstanceSucceeded": lambda event, element, done: _("Начато заново вместо прежнего дела"),
    "ProcessInstanceCompleted": lambda event, element, done: _("Дело завершено"),
    "ProcessInstanceTerminated": lambda event, element, done: _("Дело прекращено"),
}
