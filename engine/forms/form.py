"""A form: its parts, which of them are shown, and whether submitted values are right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms.checking import check
from engine.forms.converting import RefusedValueError, convert, is_empty
from engine.forms.messages import MISSING, Fault
from engine.forms.parts import Field, Group, Part, fields_of

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    id: str
    parts: tuple[Part, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(fields_of(self.parts))

    @property
    def decision(self) -> Field | None:
        """The field drawn as the decision bar."""
        return next((each for each in self.fields if each.is_decision), None)

    def initial(self, context: Values) -> dict[str, Any]:
        """What the fields hold at first: the variable of that name, else the default; keys flat."""
        found = ((each, look_up(context, each.key)) for each in self.fields)
        return {each.key: each.default if held is None else held for each, held in found}

    def shown(self, values: Values, context: Values | None = None) -> tuple[Part, ...]:
        """The parts that the conditions do not hide at these values."""
        scope = {**(context or {}), **nested(values)}
        return tuple(_visible(self.parts, scope))

    def validate(
        self, values: Values, context: Values | None = None
    ) -> tuple[dict[str, Any], dict[str, Fault]]:
        """Shown fields in their types, and faults by field; `values`: nested or flat."""
        around = dict(context or {})
        converted, errors = self._converted(values, around)
        clean: dict[str, Any] = {}
        faults: dict[str, Fault] = {}
        scope = {**around, **nested(converted)}
        for each in self.fields:
            if each.key in clean or is_hidden(each, scope):
                scope = scope if each.key in clean else {**scope, each.key: None}
                continue
            fault = errors.get(each.key) or self._fault(each, converted.get(each.key))
            if fault:
                faults[each.key] = fault
            elif each.key in converted:
                clean[each.key] = converted[each.key]
        return nested(clean), faults

    def _converted(self, values: Values, context: Values) -> tuple[dict[str, Any], dict[str, Fault]]:
        converted: dict[str, Any] = {}
        errors: dict[str, Fault] = {}
        for each in self.fields:
            try:
                converted[each.key] = convert(each, look_up(values, each.key), context)
            except RefusedValueError as refused:
                errors[each.key] = refused.fault
        return converted, errors

    def _fault(self, each: Field, value: Any) -> Fault | None:
        if is_empty(each, value):
            missing = each.properties.get("error") or MISSING[each.kind]
            return Fault(text=missing) if each.limits.required else None
        return check(each, value)


def is_hidden(part: Part, scope: Values) -> bool:
    return any(condition.evaluate(scope) is True for condition in part.hide)


def _visible(parts: tuple[Part, ...], scope: Values) -> Iterator[Part]:
    for part in parts:
        if is_hidden(part, scope):
            continue
        if isinstance(part, Group):
            inner = tuple(_visible(part.parts, scope))
            yield Group(label=part.label, parts=inner, hide=part.hide)
        else:
            yield part


def look_up(values: Values, key: str) -> Any:
    """A key with points is a path: "child.name"; a flat value of that name goes first."""
    if key in values:
        return values[key]
    found: Any = values
    for name in key.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def nested(flat: Values) -> dict[str, Any]:
    """ "child.name": 1 becomes {"child": {"name": 1}}."""
    result: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        place = result
        for name in path:
            place = place.setdefault(name, {})
        place[last] = value
    return result
