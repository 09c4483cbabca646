"""Deployed processes, decision models and forms, parsed once and kept: a version never changes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Row

from engine.bpmn import Binding, Definition, read
from engine.dmn import DecisionModel, read_decisions
from engine.errors import NotFound
from engine.forms import Form, read_form
from engine.store import definitions

T = TypeVar("T")

PROCESS, DECISION, FORM = "process", "decision", "form"
#: endings of file names, as modellers and engines of the field use them
ENDINGS = {
    ".bpmn": PROCESS,
    ".bpmn20.xml": PROCESS,
    ".dmn": DECISION,
    ".dmn11.xml": DECISION,
    ".form": FORM,
}
NOUNS = {PROCESS: "process", DECISION: "decision model", FORM: "form"}


def kind_of(file: str) -> str | None:
    """What a file of this name holds; XML of no other name is taken for BPMN."""
    name = file.lower()
    found = (kind for ending, kind in ENDINGS.items() if name.endswith(ending))
    return next(found, PROCESS if name.endswith(".xml") else None)


def definition_id(kind: str, key: str, version: int) -> str:
    """ "<key>:<version>"; decision models and forms have their kind before it."""
    return f"{key}:{version}" if kind == PROCESS else f"{kind}/{key}:{version}"


class Library:
    """A cache over the table of definitions, shared by all threads of a process."""

    def __init__(self) -> None:
        self._parsed: dict[str, Any] = {}
        #: what was found, and after how many deployments
        self._found: tuple[int, dict[Any, Any]] = (0, {})

    def get(self, tx: Connection, wanted: str) -> Any:
        """The parsed process, decision model or form with this id."""
        if wanted not in self._parsed:
            row = definitions.get(tx, wanted)
            if row is None:
                raise NotFound(f"There is no definition {wanted}.", id=wanted)
            self._parsed[wanted] = PARSERS[row.kind](row)
        return self._parsed[wanted]

    def process(self, tx: Connection, wanted: str) -> Definition:
        found: Definition = self.get(tx, wanted)
        return found

    def model(self, tx: Connection, wanted: str) -> DecisionModel:
        found: DecisionModel = self.get(tx, wanted)
        return found

    def form(self, tx: Connection, wanted: str) -> Form:
        found: Form = self.get(tx, wanted)
        return found

    def find(
        self, tx: Connection, kind: str, key: str, binding: Binding | None = None, caller: str = ""
    ) -> str:
        """Id of what the binding names; `caller` is the definition that asks (binding "deployment")."""
        row = FINDERS[binding.kind if binding else "latest"](tx, kind, key, binding, caller)
        if row is None:
            wanted = f" with {binding.kind} {binding.value or ''}".rstrip() if binding else ""
            raise NotFound(
                f'Expected {NOUNS[kind]} "{key}"{wanted} to be deployed, but it is not; deploy it first.',
                key=key,
            )
        return str(row.id)

    def keep(self, deployments: int | None, question: Any, look_up: Callable[[], T]) -> T:
        """What was found stays found until something is deployed again."""
        if deployments is None:
            return look_up()
        found_at, kept = self._found
        if found_at != deployments:
            # another thread may be at another number: each keeps to the answers of its own
            kept = {}
            self._found = (deployments, kept)
        if question not in kept:
            kept[question] = look_up()
        found: T = kept[question]
        return found

    def model_with(self, tx: Connection, decision: str, processes: tuple[str, ...]) -> str:
        """The decision model that holds this decision: that of the process itself first, then any other."""
        own = [definitions.latest(tx, DECISION, key) for key in processes]
        for row in [*own, *definitions.every(tx, DECISION)]:
            if row is not None and decision in self.model(tx, row.id).decisions:
                return str(row.id)
        raise NotFound(
            f'Expected decision "{decision}" to be deployed, but it is not; deploy its .dmn.', key=decision
        )


def _process(row: Row[Any]) -> Definition:
    found = next(each for each in read(bytes(row.content), row.file) if each.key == row.key)
    return replace(found, id=row.id)


PARSERS: dict[str, Callable[[Row[Any]], Any]] = {
    PROCESS: _process,
    DECISION: lambda row: read_decisions(bytes(row.content), row.file),
    FORM: lambda row: read_form(bytes(row.content), row.file),
}


def _same_deployment(tx: Connection, kind: str, key: str, _: Any, caller: str) -> Row[Any] | None:
    asking = definitions.get(tx, caller)
    return asking and definitions.by_deployment(tx, kind, key, asking.deployment)


FINDERS: dict[str, Callable[..., Row[Any] | None]] = {
    "latest": lambda tx, kind, key, binding, caller: definitions.latest(tx, kind, key),
    "version": lambda tx, kind, key, binding, caller: definitions.by_version(
        tx, kind, key, int(binding.value)
    ),
    "versionTag": lambda tx, kind, key, binding, caller: definitions.by_tag(tx, kind, key, binding.value),
    "deployment": _same_deployment,
}
