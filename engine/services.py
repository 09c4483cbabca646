"""What a service's decisions say: terms, documents, grounds, fee, bodies. For the command line and the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bpmn import Definition
from engine.calendars import CalendarError, Reckoning, explain
from engine.directories import Body
from engine.dmn import Decision, DecisionModel
from engine.dmn.listing import rules, rules_for, tested_values
from engine.errors import InvalidCommand, NotFound
from engine.library import DECISION, PROCESS
from engine.naming import SHARED
from engine.permissions import STARTED_BY
from engine.reader import Reader
from engine.store import definitions
from engine.world import TERM, World, reckon_term

#: decision of a service whose request is signed: the text that the applicant signs
REQUEST_TEXT = "request-text"
#: property of a process: who applies, "natural" or "legal"
APPLICANTS = "applicants"
#: how a body is found without a place: there is one only, or the applicant goes to the one they choose
PLACELESS = frozenset({"country", "choice"})
#: stage of a refusal -> decision
STAGES = {"acceptance": "acceptance-refusal", "decision": "refusal"}
#: decision of a service that is not taken by every channel everywhere: `allowed`, `text`
FILING = "filing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    key: str
    title: str
    channels: tuple[str, ...]
    procedures: tuple[str, ...]
    categories: tuple[str, ...]
    #: roles of staff that begin it; empty: applicants do
    started_by: tuple[str, ...] = ()
    #: who applies: "natural" or "legal"
    applicants: str = "natural"
    #: the request is signed by the applicant
    is_signed: bool = False
    #: which bodies are in charge depends on a place
    asks_place: bool = True


def services(reader: Reader) -> tuple[Service, ...]:
    """Every deployed process that applicants may start; channels and procedures as its decisions name them."""
    return tuple(each for each in processes(reader) if not each.started_by)


def processes(reader: Reader) -> tuple[Service, ...]:
    """The services, and what staff begin besides them; not what others call."""
    keys = reader.kept(
        "keys of processes", lambda: [row.key for row in definitions.every(reader.tx, PROCESS)]
    )
    return tuple(service(reader, key) for key in keys if not key.startswith(SHARED))


def titles(reader: Reader) -> dict[str, str]:
    """By key, as the act prints them."""
    return reader.kept("titles", lambda: {each.key: each.title for each in processes(reader)})


def service(reader: Reader, key: str) -> Service:
    return reader.kept(("service", key), lambda: _service(reader, key))


def _service(reader: Reader, key: str) -> Service:
    process = _process(reader, key)
    model = _model(reader, key)
    named = {name: _values(model, name) if model else () for name in ("channel", "procedure", "category")}
    return Service(
        key=key,
        title=process.name or key,
        channels=named["channel"],
        procedures=named["procedure"],
        categories=named["category"],
        applicants=process.properties.get(APPLICANTS, "natural"),
        is_signed=bool(model and REQUEST_TEXT in model.decisions),
        asks_place=_asks_place(model),
        started_by=tuple(filter(None, process.properties.get(STARTED_BY, "").replace(" ", "").split(","))),
    )


def term(reader: Reader, key: str, name: str, case: Mapping[str, Any], start: datetime) -> dict[str, Any]:
    """The reckoning of one term, with `text` in kk, ru, en."""
    _require(reader, key, case)
    world = World(reader.tx, reader.library, reader.content, start, key)
    try:
        reckoned = reckon_term(world, {"filed_at": start, **case}, name)
    except CalendarError as error:
        raise InvalidCommand(f'The term "{name}" of {key} cannot be counted: {error}.') from error
    return {**reckoned, "text": explanations(reckoned)}


def terms(reader: Reader, key: str, case: Mapping[str, Any], start: datetime) -> tuple[dict[str, Any], ...]:
    """Every term the decision gives for the case."""
    _require(reader, key, case)
    names = _values(_own_model(reader, key), "name", TERM)
    return tuple(found for name in names if (found := _try_term(reader, key, name, case, start)) is not None)


def terms_by_channel(
    reader: Reader, key: str, case: Mapping[str, Any], start: datetime
) -> tuple[dict[str, Any], ...]:
    """The same for each channel, unless the case names one; each row says its `channel`."""
    channels = (case["channel"],) if case.get("channel") else service(reader, key).channels or (None,)
    return tuple(
        {"channel": channel, **row}
        for channel in channels
        for row in terms(reader, key, {**case, "channel": channel}, start)
    )


def explanations(reckoned: Mapping[str, Any]) -> dict[str, str]:
    """The sum in words, by language."""
    iso = {n: v.isoformat() if isinstance(v, datetime) else v for n, v in reckoned.items()}
    reckoning = Reckoning.from_dict(iso)
    return {language: explain(reckoning, language) for language in ("kk", "ru", "en")}


def documents(reader: Reader, key: str, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The list of the standard for the case: code, name, form, required, norm."""
    _require(reader, key, case)
    return _collected(_decision(reader, key, "documents"), case)


def grounds(reader: Reader, key: str, stage: str | None = None) -> list[dict[str, Any]]:
    """Every ground of refusal the standard prints: stage, code, text, norm."""
    if stage is not None and stage not in STAGES:
        raise InvalidCommand(f"Expected a stage {' or '.join(STAGES)}, but it is {stage}.")
    wanted = [stage] if stage else list(STAGES)
    model = _own_model(reader, key)
    return [
        {"stage": each, **row}
        for each in wanted
        if STAGES[each] in model.decisions
        for row in listed(model.decisions[STAGES[each]])
    ]


def acceptance_refusals(reader: Reader, key: str, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The grounds on which acceptance is refused as the case stands: code, text, norm."""
    _require(reader, key, case)
    decision = _own_model(reader, key).decisions.get(STAGES["acceptance"])
    world = World(reader.tx, reader.library, reader.content, reader.now, key)
    return _collected(decision, case, world.plain_functions) if decision else []


def filing(reader: Reader, key: str, case: Mapping[str, Any]) -> dict[str, Any]:
    """Whether it may be filed like this: allowed, text (why not, and where instead), norm."""
    decision = _own_model(reader, key).decisions.get(FILING)
    found = single(decision, case) if decision else {}
    return {"allowed": True, "text": None, "norm": None, **found}


def filing_limits(reader: Reader, key: str, channel: str) -> tuple[dict[str, Any], ...]:
    """Where the channel is closed, as the decision prints it: text, norm."""
    decision = _own_model(reader, key).decisions.get(FILING)
    rows = rules_for(decision.table, "channel", channel) if decision and decision.table else ()
    return tuple(row for row in rows if row.get("allowed") is False and row.get("text"))


def fee(reader: Reader, key: str, case: Mapping[str, Any]) -> Any:
    _require(reader, key, case)
    return single(_decision(reader, key, "fee"), case)


def route(reader: Reader, key: str, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The bodies for a place: variable, kind, and the body or the candidates to ask about."""
    decision = _decision(reader, key, "route")
    return [_routed(reader, key, row, case) for row in _collected(decision, case)]


def request_text(reader: Reader, key: str, case: Mapping[str, Any]) -> str:
    """What the applicant signs; the process says the same words from the same variables."""
    said = _decision(reader, key, REQUEST_TEXT).evaluate(case, {}).value
    if not isinstance(said, str):
        raise InvalidCommand(
            f'Expected decision "{REQUEST_TEXT}" of {key} to give a text, but it gives {said!r}; check its variables.'
        )
    return said


def _routed(reader: Reader, key: str, row: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    place = {name: case.get(name) for name in ("region", "district", "settlement")}
    found = reader.content.directories.route(row["kind"], **place, service=key)
    routed = {"variable": row["body"], "kind": row["kind"], "norm": row.get("norm"), "body": None}
    if isinstance(found, Body):
        return {**routed, "body": reader.content.body(found.id)}
    asked = [reader.content.body(each.id) for each in getattr(found, "candidates", ())]
    return {**routed, "asks": found.asks, "message": found.message, "candidates": asked}


# ---- decisions -----------------------------------------------------------------------------------


def listed(decision: Decision) -> tuple[dict[str, Any], ...]:
    """The rules of a table as they are drawn: outputs that are literals, and the norm."""
    return rules(decision.table) if decision.table else ()


def single(decision: Decision, case: Mapping[str, Any]) -> Any:
    result = decision.evaluate(case, {})
    own = (each for each in result.matched if each.decision == decision.id)
    norm = next((each.annotation for each in own if each.annotation), None)
    return {**(result.value if isinstance(result.value, dict) else {"value": result.value}), "norm": norm}


def _collected(
    decision: Decision, case: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] | None = None
) -> list[dict[str, Any]]:
    result = decision.evaluate(case, functions or {})
    rows = result.value if isinstance(result.value, list) else [result.value] if result.value else []
    own = [each for each in result.matched if each.decision == decision.id]
    norms = [each.annotation for each in own] if len(own) == len(rows) else [None] * len(rows)
    return [{**row, "norm": norm} for row, norm in zip(rows, norms, strict=True)]


def _try_term(
    reader: Reader, key: str, name: str, case: Mapping[str, Any], start: datetime
) -> dict[str, Any] | None:
    """None where the standard gives no such term for the case."""
    try:
        return term(reader, key, name, case, start)
    except InvalidCommand:
        return None


def _require(reader: Reader, key: str, case: Mapping[str, Any]) -> None:
    """InvalidCommand for a channel, procedure or category that the service does not have."""
    known = service(reader, key)
    for name, values in (
        ("channel", known.channels),
        ("procedure", known.procedures),
        ("category", known.categories),
    ):
        given = case.get(name)
        if given is not None and values and given not in values:
            raise InvalidCommand(
                f'Expected {name} of {key} to be one of {", ".join(values)}, but it is "{given}".'
            )


def _process(reader: Reader, key: str) -> Definition:
    return reader.library.process(reader.tx, reader.newest(PROCESS, key))


def _asks_place(model: DecisionModel | None) -> bool:
    """Not where every body is one for the country."""
    decision = model.decisions.get("route") if model else None
    return any(row.get("by") not in PLACELESS for row in listed(decision)) if decision else True


def _model(reader: Reader, key: str) -> DecisionModel | None:
    newest = reader.kept(("latest", DECISION, key), lambda: definitions.latest(reader.tx, DECISION, key))
    return reader.library.model(reader.tx, newest.id) if newest else None


def _own_model(reader: Reader, key: str) -> DecisionModel:
    _process(reader, key)
    model = _model(reader, key)
    if model is None:
        raise NotFound(f"Expected decisions/{key}.dmn to be deployed, but it is not; deploy it.", key=key)
    return model


def _decision(reader: Reader, key: str, name: str) -> Decision:
    decisions = _own_model(reader, key).decisions
    if name not in decisions:
        raise NotFound(f'Expected decision "{name}" in decisions/{key}.dmn, but there is none.', key=key)
    return decisions[name]


def _values(model: DecisionModel, name: str, decision: str | None = None) -> tuple[str, ...]:
    """Text values that the columns of this name test, in the order of the rules."""
    wanted = [decision] if decision else list(model.decisions)
    found: dict[str, None] = {}
    for each in wanted:
        if each in model.decisions:
            table = model.decisions[each].table
            found.update(dict.fromkeys(tested_values(table, name) if table else ()))
    return tuple(found)
