"""From one version of a drawing to another: what becomes of each element, proposed and as it is decided.

A mapping names what is otherwise than the same id: a new id, or None for what is not taken over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.model import Definition, Element

Renaming = Mapping[str, str | None]

#: code of a reason -> its sentence
SENTENCES: Mapping[str, str] = {
    "process": "expected another version of {old}, but got one of {new}; choose a version of the same process",
    "mapping": 'expected the mapping to name elements of both versions, each once, but not "{element}"; correct it',
    "missing": "expected an element for {activity} in the new version, but there is none; map it or end it first",
    "kind": "expected {element} to stay a {old}, but it is a {new}; map it to another or end it first",
    "scope": "expected {element} to stay in {old}, but it is in {new}; map it to another or end it first",
    "loop": "expected the repetition of {element} to stay, but it was changed; end it first",
    "subscription": "expected {element} to wait for {old} still, but it waits for {new}; end it first",
    "called": "expected {element} to call {old} still, but it calls {new}; end it first",
    "topic": "expected the job of {element} to stay {old}, but it is {new}; let it be done first",
    "form": "expected the form of {element} to have a value, but {new}; correct the drawing or the variables",
    "join": "expected {activity} to wait at a join by a flow of the new version, but {old} is none; let it go on first",
    "stuck": "expected {element} to be reached by all its flows, but no token can come by {new}; change the drawing",
    "undo": "expected what undoes {old} to be in the new version too, but it is not; map it",
    "start": "expected {activity} to begin at {old}, but the new version has no such element; map it",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why an instance cannot move to another version."""

    code: str
    element: str
    #: the visit it is about, if it is about one
    activity: str = ""
    #: what it is in either version
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        return SENTENCES[self.code].format(
            element=self.element, activity=self.activity, old=self.old, new=self.new
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """Two versions, and what of the one becomes what of the other."""

    old: Definition
    new: Definition
    mapping: Renaming = field(default_factory=dict)

    def target(self, element: str) -> str | None:
        return self.mapping.get(element, element)

    def element(self, element: str) -> Element | None:
        """What an element becomes; None: it is not taken over."""
        return self.new.elements.get(self.target(element) or "")

    def flow(self, flow: str) -> str | None:
        """The same id between the same elements, else the only flow between them."""
        before = self.old.flows.get(flow)
        if before is None:
            return None
        ends = (self.target(before.source), self.target(before.target))
        found = [each.id for each in self.new.flows.values() if (each.source, each.target) == ends]
        return flow if flow in found else found[0] if len(found) == 1 else None

    def faults(self) -> list[Reason]:
        """What is wrong whatever the instance."""
        if self.old.key != self.new.key:
            return [Reason(code="process", element="", old=self.old.key, new=self.new.key)]
        wrong = [name for name in self.mapping if name not in self.old.elements]
        wrong += [
            each for each in self.mapping.values() if each is not None and each not in self.new.elements
        ]
        targets = [each for name in self.old.elements if (each := self.target(name)) in self.new.elements]
        wrong += sorted({each for each in targets if each is not None and targets.count(each) > 1})
        return [Reason(code="mapping", element=each) for each in dict.fromkeys(wrong)]


def propose(old: Definition, new: Definition) -> dict[str, str | None]:
    """For every element: the same id and kind; else the only new one of its name, kind and place; else None."""
    found: dict[str, str | None] = {}
    for element in _outer_first(old):
        same = new.elements.get(element.id)
        if same is not None:
            found[element.id] = element.id if same.kind == element.kind else None
        else:
            found[element.id] = _renamed(element, old, new, found)
    return found


def changes(proposed: Renaming, old: Definition, new: Definition) -> dict[str, str | None]:
    """Of a full mapping what a command has to say: the rest keeps its id, or is gone anyway."""
    return {
        name: target
        for name, target in proposed.items()
        if target != name and (target is not None or name in new.elements or name not in old.elements)
    }


def inverse(mapping: Renaming) -> dict[str, str | None]:
    """The way back: what was not taken over is not taken back."""
    back: dict[str, str | None] = {name: None for name, target in mapping.items() if target is None}
    return back | {target: name for name, target in mapping.items() if target is not None}


def _outer_first(definition: Definition) -> list[Element]:
    """Scopes before what is in them, activities before the events on them."""

    def depth(element: Element) -> int:
        count, around = 0, element.parent
        while around is not None:
            count, around = count + 1, definition.elements[around].parent
        return count

    return sorted(definition.elements.values(), key=lambda each: (depth(each), each.attached_to is not None))


def _renamed(element: Element, old: Definition, new: Definition, found: Renaming) -> str | None:
    around = (element.parent, element.attached_to)
    place = tuple(each and found.get(each) for each in around)
    if not element.name or any(each and not there for each, there in zip(around, place, strict=True)):
        return None
    alike = _alike(element, old.elements.values(), around, new.elements)
    wanted = _alike(element, new.elements.values(), place, old.elements)
    return wanted[0] if len(alike) == len(wanted) == 1 else None


def _alike(element: Element, among: Iterable[Element], place: Any, known: Mapping[str, Element]) -> list[str]:
    """Of this kind and name, in this place, and not in the other version."""
    return [
        each.id
        for each in among
        if each.id not in known
        and (each.kind, each.name) == (element.kind, element.name)
        and (each.parent, each.attached_to) == place
    ]


def translate(
    crossing: Crossing, taken: Iterable[str], counted: Mapping[str, int]
) -> tuple[list[str], dict[str, int]]:
    """A path drawn on the old version, as far as the new one has it: flows, and elements with their counts."""
    flows = [now for flow in taken if (now := crossing.flow(flow)) is not None]
    elements = {there.id: n for name, n in counted.items() if (there := crossing.element(name)) is not None}
    return flows, elements
