"""Two versions of a model, element by element: what came, what went, what changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from flask_babel import lazy_gettext

from engine.bpmn import Definition, Element
from engine.expressions import Expression


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    #: what of the element, in words
    what: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    element: str
    name: str
    #: added, removed, changed
    kind: str
    differences: tuple[Difference, ...] = ()


def compare(old: Definition, new: Definition) -> list[Change]:
    """In the order of the newer drawing; what went comes last."""
    changes = [
        change
        for element in new.elements.values()
        if (change := _change(old.elements.get(element.id), element)) is not None
    ]
    gone = [each for each in old.elements.values() if each.id not in new.elements]
    return changes + [Change(element=each.id, name=each.name or each.id, kind="removed") for each in gone]


def _change(old: Element | None, new: Element) -> Change | None:
    name = new.name or new.id
    if old is None:
        return Change(element=new.id, name=name, kind="added")
    found = tuple(
        Difference(what=str(what), old=before, new=after)
        for what, of in ASPECTS
        if (before := of(old)) != (after := of(new))
    )
    return Change(element=new.id, name=name, kind="changed", differences=found) if found else None


def _flows(element: Element) -> str:
    return "; ".join(
        flow.target + (f" ({flow.condition.text})" if flow.condition else "") for flow in element.outgoing
    )


def _properties(element: Element) -> str:
    shown = {name: value for name, value in element.properties.items() if name != "norm"}
    return "; ".join(f"{name} = {shown[name]}" for name in sorted(shown))


def _plain(value: Any) -> str:
    """Expressions as they are written, values field by field; nothing for what is not set."""
    if isinstance(value, Expression):
        return str(value.text)
    if is_dataclass(value):
        parts = ((each.name, _plain(getattr(value, each.name))) for each in fields(value))
        return ", ".join(f"{name}: {text}" for name, text in parts if text)
    if isinstance(value, tuple):
        return "; ".join(_plain(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name} = {_plain(each)}" for name, each in value.items())
    return "" if value in (None, False, "") else str(value)


#: what is compared, in words
ASPECTS: tuple[tuple[Any, Callable[[Element], str]], ...] = (
    (lazy_gettext("название"), lambda each: each.name),
    (lazy_gettext("вид"), lambda each: each.kind),
    (lazy_gettext("дорожка"), lambda each: each.lane or ""),
    (lazy_gettext("норма"), lambda each: each.norm or ""),
    (lazy_gettext("куда ведёт"), _flows),
    (lazy_gettext("работа"), lambda each: _plain(each.work)),
    (lazy_gettext("события"), lambda each: _plain(each.triggers)),
    (lazy_gettext("входы"), lambda each: _plain(each.inputs)),
    (lazy_gettext("выходы"), lambda each: _plain(each.outputs)),
    (lazy_gettext("повторение"), lambda each: _plain(each.loop)),
    (lazy_gettext("свойства"), _properties),
)
