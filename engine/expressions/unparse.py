"""Trees back to FEEL text; reading it again gives the same tree."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.expressions import tree
from engine.expressions.printing import print_key, quoted
from engine.expressions.tree import Node


def unparse(node: Node) -> str:
    """The text of a tree; operands stand in brackets."""
    return WRITERS[type(node)](node)


def inner(node: Node) -> str:
    """The text of an operand."""
    text = unparse(node)
    if isinstance(node, ATOMS) and not text.startswith("-"):
        return text
    return f"({text})"


def number(node: tree.Number) -> str:
    """12.5"""
    value = node.value
    return str(value) if isinstance(value, int) else decimal(value)


def decimal(value: Decimal) -> str:
    """Digits without exponent where that is short."""
    return f"{value:f}" if -40 < value.adjusted() < 40 else f"{value:e}".replace("e+", "e")


def call(node: tree.Call) -> str:
    """f(a, b) or f(name: a)"""
    arguments = [unparse(argument) for argument in node.positional]
    arguments += [f"{print_key(name)}: {unparse(argument)}" for name, argument in node.named]
    return f"{inner(node.function)}({', '.join(arguments)})"


def in_tests(node: tree.In) -> str:
    """a in (test, test)"""
    return f"{inner(node.value)} in ({', '.join(unparse(test) for test in node.tests)})"


def test(node: tree.Test) -> str:
    """< 5"""
    if node.operator == "in":
        return unparse(node.operand)
    return f"{node.operator} {inner(node.operand)}"


def tests(node: tree.Tests) -> str:
    """A whole cell"""
    text = ", ".join(unparse(test) for test in node.tests)
    return f"not({text})" if node.negated else text or "-"


def type_text(node: tree.Type) -> str:
    """list<number>"""
    if node.fields:
        fields = (f"{print_key(name)}: {type_text(wanted)}" for name, wanted in node.fields)
        return f"{node.name}<{', '.join(fields)}>"
    arguments = f"<{', '.join(type_text(part) for part in node.arguments)}>"
    if node.result is not None:
        return f"{node.name}{arguments} -> {type_text(node.result)}"
    return node.name + (arguments if node.arguments else "")


def iteration(node: tree.Iteration) -> str:
    """name in source"""
    if node.end is None:
        return f"{node.name} in {inner(node.source)}"
    return f"{node.name} in {inner(node.source)}..{inner(node.end)}"


def loop(node: tree.For) -> str:
    """for name in source return result"""
    rounds = ", ".join(iteration(part) for part in node.iterations)
    return f"for {rounds} return {inner(node.result)}"


def quantified(node: tree.Quantified) -> str:
    """some name in source satisfies condition"""
    rounds = ", ".join(iteration(part) for part in node.iterations)
    start = "every" if node.every else "some"
    return f"{start} {rounds} satisfies {inner(node.condition)}"


def range_of(node: tree.RangeOf) -> str:
    """[a..b)"""
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{opening}{inner(node.start)}..{inner(node.end)}{closing}"


def context(node: tree.ContextOf) -> str:
    """{a: 1}"""
    entries = (f"{print_key(name)}: {unparse(value)}" for name, value in node.entries)
    return "{" + ", ".join(entries) + "}"


def function(node: tree.FunctionOf) -> str:
    """function(a: number) body"""
    parameters = (
        part.name if part.type is None else f"{part.name}: {type_text(part.type)}" for part in node.parameters
    )
    external = "external " if node.external else ""
    return f"function({', '.join(parameters)}) {external}{inner(node.body)}"


ATOMS = (
    tree.Name,
    tree.Number,
    tree.String,
    tree.Boolean,
    tree.Null,
    tree.At,
    tree.ListOf,
    tree.ContextOf,
)
WRITERS: dict[type[Node], Callable[[Any], str]] = {
    tree.Null: lambda node: "null",
    tree.Boolean: lambda node: "true" if node.value else "false",
    tree.Number: number,
    tree.String: lambda node: quoted(node.value),
    tree.At: lambda node: f"@{quoted(node.text)}",
    tree.Name: lambda node: node.name,
    tree.Path: lambda node: f"{inner(node.source)}.{node.name}",
    tree.Filter: lambda node: f"{inner(node.source)}[{inner(node.condition)}]",
    tree.Call: call,
    tree.Binary: lambda node: f"{inner(node.left)} {node.operator} {inner(node.right)}",
    tree.Negation: lambda node: f"-({unparse(node.operand)})",
    tree.Between: lambda node: f"{inner(node.value)} between {inner(node.low)} and {inner(node.high)}",
    tree.In: in_tests,
    tree.Test: test,
    tree.Tests: tests,
    tree.InstanceOf: lambda node: f"{inner(node.value)} instance of {type_text(node.type)}",
    tree.Conditional: lambda node: (
        f"if {inner(node.condition)} then {inner(node.chosen)} else {inner(node.otherwise)}"
    ),
    tree.For: loop,
    tree.Quantified: quantified,
    tree.ListOf: lambda node: f"[{', '.join(unparse(item) for item in node.items)}]",
    tree.ContextOf: context,
    tree.RangeOf: range_of,
    tree.HalfOpen: lambda node: f"({node.operator} {inner(node.limit)})",
    tree.FunctionOf: function,
}
