"""What comes from outside while one command runs: looked up and written down live, given again by a replay."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Connection

from engine import encoding
from engine.bpmn import Binding, Definition
from engine.calendars import Calendar, CalendarError, Reckoning, Term, model_functions, reminders, to_value
from engine.calendars import reckon as calendars_reckon
from engine.clock import LOCAL
from engine.content import Content
from engine.directories import Body, DirectoryError
from engine.dmn import Decision
from engine.errors import HistoryBroken, InvalidCommand, NotFound
from engine.expressions import ExpressionError, ExpressionFault
from engine.functions import PURE, checked
from engine.library import DECISION, PROCESS, Library
from engine.store import documents, instances, timers

#: decision of a service that gives its terms
TERM = "term"
#: outputs of that decision that say how, not how long
STARTS = "from"
#: of a reckoning: since when the term stands still
PAUSED = "paused_at"


class World:
    """The answers for one command of one instance (protocol `engine.bpmn.World`)."""

    def __init__(
        self,
        tx: Connection,
        library: Library,
        content: Content,
        now: datetime,
        process_key: str,
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        self.now = now
        self.process_key = process_key
        #: what was asked and answered: kept in the history
        self.answers: dict[str, Any] = dict(answers or {})
        self._tx, self._library, self._content = tx, library, content
        self._is_replay = answers is not None
        #: how often anything was deployed: what is found stays found until the next time. None: not known
        self.deployments: int | None = None
        #: of the case: what "the same deployment" means
        self.definition_id = ""
        #: whose ledger of terms is asked; empty: none
        self.instance_id = ""

    def renew(self, tx: Connection, now: datetime) -> None:
        """For another command: what was asked so far does not count."""
        self._tx, self.now, self.answers = tx, now, {}
        for derived in ("functions", "plain_functions", "_ledger"):
            self.__dict__.pop(derived, None)

    def kept(self, digest: str) -> bytes:
        """A large value."""
        return documents.content(self._tx, digest)

    def pages(self) -> list[tuple[int, bytes]]:
        """Those of a wide instance."""
        return instances.pages(self._tx, self.instance_id)

    # ---- protocol of engine.bpmn -----------------------------------------------------------------

    def definition(self, key: str, binding: Binding) -> Definition:
        question = f"process {key} {binding.kind} {binding.value or ''}".rstrip()
        found = self._find(
            question, lambda: self._library.find(self._tx, PROCESS, key, binding, self.definition_id)
        )
        return self._library.process(self._tx, found)

    def definition_by_id(self, wanted: str) -> Definition:
        return self._library.process(self._tx, wanted)

    def decision(self, reference: str, process: str, binding: Binding | None = None) -> tuple[str, Decision]:
        keys = tuple(dict.fromkeys((process, self.process_key)))
        is_latest = binding is None or binding.kind == "latest"
        wanted = "" if is_latest or binding is None else f" {binding.kind} {binding.value or ''}".rstrip()

        def look_up() -> str:
            newest = self._library.model_with(self._tx, reference, keys)
            if is_latest:
                return newest
            key = newest.partition("/")[2].rpartition(":")[0]
            return self._library.find(self._tx, DECISION, key, binding, self.definition_id)

        found = self._find(f"decision {reference} {process}{wanted}", look_up)
        return found, self._library.model(self._tx, found).decisions[reference]

    @cached_property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """What expressions may call: see docs/functions.md."""
        term = partial(self._term)
        term.wants_scope = True  # type: ignore[attr-defined]  # read by engine.expressions
        return {**self.plain_functions, "term": term}

    @cached_property
    def plain_functions(self) -> Mapping[str, Callable[..., Any]]:
        """Those that decisions may call: all but the terms, which are decisions themselves."""
        return checked(
            {
                **model_functions(RecordedCalendars(self)),
                **reminders(RecordedCalendars(self)),
                **PURE,
                "route_body": self._route_body,
                "now": lambda: self.now,
                "today": lambda: self.now.astimezone(LOCAL).date(),
            }
        )

    # ---- functions -------------------------------------------------------------------------------

    def _term(self, scope: Mapping[str, Any], name: str) -> dict[str, Any]:
        """The reckoning of a term of this service, by its decision `term`: {due, start, name, norm, calendar, ...}."""
        value = reckon_term(self, scope, name)
        return self._changed(value) or value

    def _changed(self, value: Mapping[str, Any]) -> dict[str, Any] | None:
        """What the ledger has of the same term, where it was paused or extended; nothing is written down otherwise."""
        question = f"term {value['name']} {value['start'].isoformat()}"
        if not self._is_replay and self.instance_id and question not in self.answers:
            found = changed_term(self._ledger, value)
            if found is not None:
                self.answers[question] = found
        return self.answers.get(question)

    @cached_property
    def _ledger(self) -> list[Any]:
        return timers.deadlines(self._tx, self.instance_id)

    def calendar(self, name: str) -> Calendar:
        version = self._answer(f"calendar {name}", lambda: self._content.calendars.get(name).version)
        return self._content.calendars.get(name, version)

    def _route_body(self, kind: str, region: Any = None, district: Any = None, settlement: Any = None) -> str:
        """Id of the one body of this kind in charge of the place; a fault that says what is missing."""
        place = {"region": region, "district": district, "settlement": settlement}
        question = f"body {kind} {'/'.join(str(each or '') for each in place.values())}"
        return str(self._answer(question, lambda: self._in_charge(kind, place)))

    def _in_charge(self, kind: str, place: Mapping[str, Any]) -> str:
        found = self._content.directories.route(kind, **place, service=self.process_key)
        if not isinstance(found, Body):
            raise ExpressionError(found.message)
        return found.id

    def _find(self, question: str, look_up: Callable[[], str]) -> str:
        """Something deployed."""
        kept = (self.process_key, question)
        return str(self._answer(question, lambda: self._library.keep(self.deployments, kept, look_up)))

    def _answer(self, question: str, look_up: Callable[[], Any]) -> Any:
        """What was answered before, else what the look-up finds; a fault is an answer too."""
        if question not in self.answers:
            if self._is_replay:
                raise HistoryBroken(f'Expected the history to answer "{question}", but it does not.')
            self.answers[question] = _found(look_up)
        answer = self.answers[question]
        if isinstance(answer, Mapping):
            raise FAULTS[answer["fault"]](answer["message"])
        return answer


class RecordedCalendars:
    """The calendars as functions of models ask for them: each with the version that the history keeps."""

    def __init__(self, world: World) -> None:
        self._world = world

    def get(self, name: str, version: int | None = None) -> Calendar:
        return self._world.calendar(name)

    def reckon(self, term: Term, start: datetime) -> Reckoning:
        acceptance = self.get(term.acceptance) if term.acceptance else None
        return calendars_reckon(term, start, self.get(term.calendar), acceptance)


#: faults of look-ups, by the name the history keeps
FAULTS: Mapping[str, type[Exception]] = {"not found": NotFound, "expression": ExpressionError}


def _found(look_up: Callable[[], Any]) -> Any:
    """The answer, or its fault as {"fault", "message"}."""
    try:
        return look_up()
    except NotFound as error:
        return {"fault": "not found", "message": error.message}
    except (ExpressionFault, CalendarError, DirectoryError) as error:
        return {"fault": "expression", "message": str(error)}


def reckon_term(world: World, scope: Mapping[str, Any], name: str) -> dict[str, Any]:
    """InvalidCommand when the decision gives no term of this name for the case."""
    _, decision = world.decision(TERM, world.process_key)
    result = decision.evaluate({**scope, "name": name}, world.plain_functions)
    row = dict(result.value or {})
    if not row:
        raise InvalidCommand(
            f'Expected decision "{TERM}" of {world.process_key} to give the term "{name}", but no rule matches.'
        )
    start = moment(scope.get(row.pop(STARTS, None) or ""), world.now)
    norm = next((each.annotation for each in result.matched if each.annotation), "")
    term = Term.from_dict({"name": name, "norm": norm, **{k: v for k, v in row.items() if v is not None}})
    acceptance = world.calendar(term.acceptance) if term.acceptance else None
    reckoning = reckon_with(term, start, world.calendar(term.calendar), acceptance)
    return {**reckoning, "name": name, "norm": norm}


def changed_term(ledger: Iterable[Any], value: Mapping[str, Any]) -> dict[str, Any] | None:
    """The value of the same term in the ledger, that of an open row first, if anything happened to it."""
    rows = [row for row in ledger if (row.name, row.started_at) == (value["name"], value["start"])]
    rows.sort(key=lambda row: row.state in ("running", "paused"))
    for row in reversed(rows):
        found: dict[str, Any] = encoding.loads(bytes(row.reckoning))
        if found["term"] == value["term"] and (found["changes"] or PAUSED in found):
            return found
    return None


def reckon_with(
    term: Term, start: datetime, calendar: Calendar, acceptance: Calendar | None
) -> dict[str, Any]:
    """Reckoning.to_dict() with aware times in UTC, as timers and lists want them."""
    return to_value(calendars_reckon(term, start, calendar, acceptance))


def moment(value: Any, default: datetime) -> datetime:
    """An aware time out of what a case holds: a datetime or ISO text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if isinstance(value, datetime) else default
