"""Two events that wait in one place for the same: nobody could say which of them takes it."""

from collections.abc import Iterator

from engine.bpmn.model import Trigger
from engine.bpmn.reader.drafts import Draft, Drafts
from engine.bpmn.reader.reading import Reading

#: what the code tells apart, what the name tells apart, and what there can be but one of
BY_CODE, BY_NAME, ONCE = ("error", "escalation"), ("message", "signal"), ("compensate", "cancel")


def check(reading: Reading, drafts: Drafts) -> None:
    for waiting in _places(drafts):
        taken: dict[str, str] = {}
        for draft in waiting:
            for what in filter(None, map(_taken, draft.triggers)):
                if (other := taken.setdefault(what, draft.id)) != draft.id:
                    reading.refuse(draft.xml, f"{other} waits here for {what} too; keep one")
    _check_undoing(reading, drafts)


def _places(drafts: Drafts) -> Iterator[list[Draft]]:
    """What waits together: the boundary events of an activity, the event sub-processes of a scope."""
    inside: dict[str | None, list[Draft]] = {}
    for draft in drafts.values():
        if draft.boundaries:
            yield [drafts[each] for each in draft.boundaries]
        if draft.is_event_sub_process:
            inside.setdefault(draft.parent, []).extend(drafts[each] for each in draft.starts)
    yield from inside.values()
    yield [draft for draft in drafts.values() if draft.kind == "startEvent" and draft.parent is None]


def _taken(trigger: Trigger) -> str | None:
    """What the trigger takes, as far as the drawing says it."""
    if trigger.kind in BY_CODE:
        return f"the {trigger.kind} {trigger.code!r:.60}" if trigger.code else f"any {trigger.kind}"
    if trigger.kind in BY_NAME and trigger.name is not None and trigger.name.is_literal:
        return f"the {trigger.kind} {trigger.name.text!r:.60}"
    return f"the {trigger.kind} event" if trigger.kind in ONCE else None


def _check_undoing(reading: Reading, drafts: Drafts) -> None:
    """A sub-process says in one place how it is undone."""
    for draft in drafts.values():
        if draft.handler is not None and (inner := _undoing(draft, drafts)):
            reading.refuse(inner.xml, f"{draft.id} has a compensation handler outside, too; keep one of them")


def _undoing(scope: Draft, drafts: Drafts) -> Draft | None:
    """Its event sub-process for compensation."""
    return next(
        (
            each
            for each in drafts.values()
            if each.parent == scope.id
            and each.is_event_sub_process
            and any(drafts[start].catches("compensate") for start in each.starts)
        ),
        None,
    )
