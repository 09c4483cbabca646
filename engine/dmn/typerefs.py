"""Types by the names that a model gives them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.dmn.document import Element, attribute, child, children, text_below
from engine.expressions.faults import ExpressionFault
from engine.expressions.feel import compile_unary_tests
from engine.expressions.tree import Type
from engine.expressions.types import ALIASES, SIMPLE, STRUCTURES

ANY = Type("Any")
BUILT_IN = frozenset({*SIMPLE, *ALIASES, *STRUCTURES, "Any", "Null"})
MAX_NESTING = 30


def type_of_reference(element: Element) -> Type | None:
    """The type that an element's `typeRef` names; None when it names none."""
    reference = attribute(element, "typeRef") or text_below(element, "typeRef") or ""
    return Type(plain_name(reference)) if reference and reference != "Any" else None


def plain_name(reference: str) -> str:
    """The name without the prefix of DMN 1.1 (`feel:string`)."""
    prefix, mark, name = reference.partition(":")
    return name if mark and " " not in prefix else reference


class TypeReader:
    """Reads the item definitions of a model; imported ones are known by `prefix.name`."""

    def __init__(self, root: Element, imported: Mapping[str, Type]) -> None:
        self.definitions = {attribute(item, "name"): item for item in children(root, "itemDefinition")}
        self.types: dict[str, Type] = dict(imported)
        self.nesting = 0

    def read(self) -> Mapping[str, Type]:
        """All types by name."""
        for name in self.definitions:
            self.named(name)
        return self.types

    def named(self, reference: str) -> Type:
        """The type of that name; one that nobody defines takes anything."""
        name = plain_name(reference)
        if name in self.types:
            return self.types[name]
        item = self.definitions.get(name)
        if item is None or self.nesting > MAX_NESTING:
            return Type(ALIASES.get(name, name)) if name in BUILT_IN else ANY
        self.nesting += 1
        found = self.define(item)
        self.nesting -= 1
        if self.nesting == 0:
            self.types[name] = found
        return found

    def define(self, item: Element) -> Type:
        """The type that an item definition or component describes."""
        single = self.single(item)
        allowed = self.allowed(item, "allowedValues")
        if allowed is not None:
            single = replace(single, admits=both(single.admits, allowed))
        if attribute(item, "isCollection") != "true":
            constraint = self.allowed(item, "typeConstraint")
            return single if constraint is None else with_constraint(single, constraint)
        constraint = self.allowed(item, "typeConstraint")
        return Type("list", arguments=(single,), admits=constraint)

    def single(self, item: Element) -> Type:
        """The type of one item."""
        components = list(children(item, "itemComponent"))
        if components:
            fields = tuple((attribute(part, "name"), self.define(part)) for part in components)
            return Type("context", fields=fields)
        function = child(item, "functionItem")
        if function is not None:
            return self.function(function)
        reference = attribute(item, "typeRef") or text_below(item, "typeRef") or "Any"
        return self.named(reference)

    def function(self, item: Element) -> Type:
        """The type of functions with these parameters."""
        arguments = tuple(
            self.named(attribute(part, "typeRef", "Any")) for part in children(item, "parameters")
        )
        result = self.named(attribute(item, "outputTypeRef", "Any"))
        return Type("function", arguments=arguments, result=result)

    def allowed(self, item: Element, name: str) -> Callable[[Any], bool] | None:
        """The test that values of the type must meet."""
        holder = child(item, name)
        text = None if holder is None else text_below(holder)
        if not text:
            return None
        try:
            tests = compile_unary_tests(text)
        except ExpressionFault:
            return None
        return lambda value: tests.evaluate({}, input=value) is True


def both(first: Callable[[Any], bool] | None, second: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A test that asks for both."""
    return second if first is None else lambda value: first(value) and second(value)


def with_constraint(wanted: Type, constraint: Callable[[Any], bool]) -> Type:
    """The type with one more test."""
    return replace(wanted, admits=both(wanted.admits, constraint))
