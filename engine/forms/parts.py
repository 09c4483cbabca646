"""What a form is made of: fields, headings and groups, as read from form-js JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.expressions import Expression


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    label: str
    #: text, number or truth value, as the model has it
    value: Any

    @property
    def code(self) -> str:
        """As a page sends it."""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    required: bool = False
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    smallest: float | None = None
    largest: float | None = None
    #: digits after the point
    decimals: int | None = None
    #: "email", "phone"; property `check`: "iin", "bin", "iin_or_bin"
    shape: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    key: str
    #: form-js type: one of `messages.MISSING`
    kind: str
    label: str = ""
    hint: str = ""
    limits: Limits = field(default_factory=Limits)
    options: tuple[Option, ...] = ()
    #: variable that holds the options: a list of texts or of {label, value}
    options_from: str | None = None
    #: "date", "time", "datetime"
    subtype: str = "date"
    #: days before today are refused
    no_past: bool = False
    default: Any = None
    hide: tuple[Expression, ...] = ()
    readonly: bool = False
    #: several files
    multiple: bool = False
    #: file types, as an input takes them
    accept: str = ""
    #: words around a number or text
    prefix: str = ""
    suffix: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_decision(self) -> bool:
        """Drawn as a bar of submit buttons."""
        return self.kind == "radio" and self.properties.get("buttons") == "true"

    @property
    def norm(self) -> str:
        return self.properties.get("norm", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A heading or text between fields; {{expression}} is filled in."""

    text: str
    hide: tuple[Expression, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    label: str
    parts: "tuple[Part, ...]"
    hide: tuple[Expression, ...] = ()


Part = Field | Note | Group


def fields_of(parts: tuple[Part, ...]) -> Iterator[Field]:
    """All fields, those of groups too, in their order."""
    for part in parts:
        if isinstance(part, Field):
            yield part
        elif isinstance(part, Group):
            yield from fields_of(part.parts)
