"""Incidents, and documents that came."""

from engine import events
from engine.projection.case import Case
from engine.store.changes import Changes
from engine.store.schema import document, incident


def incident_raised(case: Case, event: events.IncidentRaised, changes: Changes) -> None:
    case.incidents += 1
    changes.insert(
        incident,
        activity=event.activity,
        element=event.element,
        seq=case.seq * 1000 + len(changes.pending(incident)),
        definition_id=case.definition_id,
        **case.shown,
        kind=event.kind,
        message=event.message,
        state="open",
        created_at=case.now,
    )


def incident_resolved(case: Case, event: events.IncidentResolved, changes: Changes) -> None:
    case.incidents = max(case.incidents - 1, 0)
    changes.update(incident, event.activity, state="resolved", resolved_at=case.now)


def document_added(case: Case, event: events.DocumentAdded, changes: Changes) -> None:
    changes.insert(
        document,
        id=event.document_id,
        kind=event.kind,
        name=event.name,
        media_type=event.media_type,
        size=event.size,
        digest=event.digest,
        code=event.code,
        number=event.number,
        added_at=case.now,
        added_by=case.actor,
    )
