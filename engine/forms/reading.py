"""form-js JSON -> Form. What is not known is refused: all problems, each with its component."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from engine.errors import InvalidDefinition, Problem
from engine.expressions import Expression, ExpressionSyntaxError, compile_feel
from engine.forms.checking import SHAPES
from engine.forms.form import Form
from engine.forms.messages import MISSING
from engine.forms.parts import Field, Group, Limits, Note, Option, Part, fields_of

LARGEST = 1_000_000
DEEPEST = 8
CHOICES = ("radio", "select", "checklist", "taglist")
SUBTYPES = ("date", "time", "datetime")
#: components that carry no value and say nothing
SILENT = ("separator", "spacer", "button")
#: component property -> field of Limits
LIMITS: Mapping[str, str] = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "min": "smallest",
    "max": "largest",
    "validationType": "shape",
}


def read_form(source: bytes, file: str) -> Form:
    """The form of this file; InvalidDefinition names every problem."""
    reader = Reader(file=file)
    schema = reader.load(source)
    parts = reader.parts(schema.get("components", []), (), 0)
    reader.refuse_repeated(parts)
    if reader.problems:
        raise InvalidDefinition(reader.problems)
    identity = str(schema.get("id") or file.rpartition("/")[2].removesuffix(".form"))
    return Form(id=identity, parts=parts)


@dataclass(kw_only=True)
class Reader:
    """One reading: the file and what was found wrong."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def say(self, element: str, message: str, line: int | None = None) -> None:
        found = Problem(message=message, file=self.file, element=element, line=line)
        self.problems.append(found)

    def load(self, source: bytes) -> Mapping[str, Any]:
        if len(source) > LARGEST:
            self._stop(f"expected at most {LARGEST} bytes, but it has {len(source)}; cut the form")
        try:
            schema = orjson.loads(source)
        except orjson.JSONDecodeError as error:
            self._stop(f"expected JSON, but {error.msg}; correct it", error.lineno)
        if not isinstance(schema, dict) or not isinstance(schema.get("components", []), list):
            self._stop("expected a form-js schema with components; draw it in a form editor")
        if schema.get("type", "default") != "default":
            self._stop(f'expected type "default", but it is "{schema["type"]}"; draw a form')
        loaded: Mapping[str, Any] = schema
        return loaded

    def _stop(self, message: str, line: int | None = None) -> None:
        self.say("form", message, line)
        raise InvalidDefinition(self.problems)

    def parts(self, components: list[Any], hide: tuple[Expression, ...], depth: int) -> tuple[Part, ...]:
        if depth > DEEPEST:
            self.say("form", f"expected groups at most {DEEPEST} deep; draw the form flatter")
            return ()
        found = (self.part(each, hide, depth) for each in components if isinstance(each, dict))
        return tuple(part for part in found if part is not None)

    def part(self, component: Mapping[str, Any], outer: tuple[Expression, ...], depth: int) -> Part | None:
        kind = str(component.get("type"))
        hide = outer + self.hide(component)
        if kind in SILENT:
            return None
        if kind in ("text", "html"):
            text = str(component.get("text") or component.get("content") or "")
            return Note(text=plain(text) if kind == "html" else text, hide=hide)
        if kind == "group":
            inner = self.parts(component.get("components") or [], hide, depth + 1)
            return Group(label=str(component.get("label") or ""), parts=inner, hide=hide)
        if kind not in MISSING:
            known = ", ".join((*MISSING, "text", "html", "group", *SILENT))
            self.say(name_of(component), f'expected a type out of {known}, but it is "{kind}"')
            return None
        return self.field(component, kind, hide)

    def field(self, component: Mapping[str, Any], kind: str, hide: tuple[Expression, ...]) -> Field | None:
        key = component.get("key")
        if not isinstance(key, str) or not re.fullmatch(r"[A-Za-z_][\w.]*", key):
            self.say(name_of(component), f"expected a key like a variable, but it is {key!r}; write one")
            return None
        properties = {str(k): str(v) for k, v in (component.get("properties") or {}).items()}
        return Field(
            key=key,
            kind=kind,
            label=str(component.get("label") or component.get("dateLabel") or ""),
            hint=str(component.get("description") or ""),
            limits=self.limits(component, properties),
            options=self.options(component, kind),
            options_from=component.get("valuesKey"),
            subtype=self.subtype(component, kind),
            no_past=bool(component.get("disallowPassedDates")),
            default=component.get("defaultValue"),
            hide=hide,
            readonly=bool(component.get("readonly") or component.get("disabled")),
            multiple=component.get("multiple") is True,
            accept=str(component.get("accept") or ""),
            prefix=str((component.get("appearance") or {}).get("prefixAdorner") or ""),
            suffix=str((component.get("appearance") or {}).get("suffixAdorner") or ""),
            properties=properties,
        )

    def hide(self, component: Mapping[str, Any]) -> tuple[Expression, ...]:
        text = (component.get("conditional") or {}).get("hide")
        if not text:
            return ()
        return self.compiled(component, str(text).lstrip("="), compile_feel)

    def compiled(
        self, component: Mapping[str, Any], text: str, compile_text: Callable[[str], Expression]
    ) -> tuple[Expression, ...]:
        try:
            return (compile_text(text),)
        except ExpressionSyntaxError as error:
            self.say(name_of(component), f'expected a FEEL expression, but in "{text}": {error}')
            return ()

    def limits(self, component: Mapping[str, Any], properties: Mapping[str, str]) -> Limits:
        given = component.get("validate") or {}
        values = {
            mine: given[theirs] for theirs, mine in LIMITS.items() if given.get(theirs) not in (None, "")
        }
        if values.get("shape") == "custom":
            del values["shape"]
        if "check" in properties:
            values["shape"] = properties["check"]
        shape = values.get("shape")
        if shape is not None and shape not in SHAPES:
            self.say(name_of(component), f'expected {", ".join(SHAPES)}, but it is "{shape}"')
        self.require_pattern(component, values.get("pattern"))
        self.numbers(component, values)
        required = given.get("required") is True
        return Limits(required=required, decimals=component.get("decimalDigits"), **values)

    def require_pattern(self, component: Mapping[str, Any], pattern: object) -> None:
        if pattern is None:
            return
        try:
            re.compile(str(pattern))
        except re.error as error:
            self.say(name_of(component), f'expected a pattern, but in "{pattern}": {error}')

    def numbers(self, component: Mapping[str, Any], values: dict[str, Any]) -> None:
        for name in ("min_length", "max_length", "smallest", "largest"):
            if name not in values:
                continue
            try:
                number = float(values[name])
                values[name] = int(number) if number.is_integer() else number
            except (TypeError, ValueError):
                self.say(name_of(component), f"expected a number, but it is {values.pop(name)!r}")

    def options(self, component: Mapping[str, Any], kind: str) -> tuple[Option, ...]:
        given = component.get("values")
        if kind not in CHOICES or (component.get("valuesKey") and not given):
            return ()
        if not isinstance(given, list) or not given:
            self.say(name_of(component), "expected options, but there is none; add the answers")
            return ()
        return tuple(to_option(each) for each in given)

    def subtype(self, component: Mapping[str, Any], kind: str) -> str:
        subtype = str(component.get("subtype") or "date")
        if kind == "datetime" and subtype not in SUBTYPES:
            self.say(name_of(component), f'expected date, time or datetime, but it is "{subtype}"')
        return subtype

    def refuse_repeated(self, parts: tuple[Part, ...]) -> None:
        seen: set[str] = set()
        for each in fields_of(parts):
            if each.key in seen and not each.hide:
                self.say(each.key, f'expected "{each.key}" once, but it comes again; rename one')
            seen.add(each.key)


def to_option(given: Any) -> Option:
    """An option is {label, value}, or a scalar that is both."""
    if not isinstance(given, Mapping):
        return Option(label=str(given), value=given)
    value = given.get("value", given.get("label"))
    return Option(label=str(given.get("label", value)), value=value)


def name_of(component: Mapping[str, Any]) -> str:
    return str(component.get("key") or component.get("id") or component.get("type") or "form")


def plain(html: str) -> str:
    """The words of an html component: markup of a model is never sent to a page."""
    return re.sub(r"<[^>]*>", " ", html).strip()
