"""What a rule of the drawing reports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.bpmn.drawing.model import Drawing, Element, Plane


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    element: Element
    message: str
    severity: str = "warning"


Rule = Callable[[Drawing, Plane], Iterator[Finding]]


def called(element: Element) -> str:
    """The element in a sentence: its name where it has one, else its id."""
    name = " ".join(element.name.split())
    return f'"{name}"' if 0 < len(name) <= 60 else element.id
