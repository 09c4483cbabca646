"""A compiled expression: what callers hold, evaluate and ask for its names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.expressions.faults import ExpressionError
from engine.expressions.limits import MAX_STEPS, meter
from engine.expressions.results import result_of
from engine.expressions.scopes import NO_FUNCTIONS, Root

INPUT = "?"
ABSENT: Any = object()


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """What an expression needs from outside."""

    names: frozenset[str] = frozenset()
    possible_names: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()


class Expression:
    """Text that was compiled once; `evaluate` may be called by many threads at a time."""

    __slots__ = ("closure", "functions", "is_literal", "is_plain", "names", "possible_names", "text")

    def __init__(
        self,
        text: str,
        closure: Callable[[Any], Any],
        *,
        needs: Needs = Needs(),
        is_literal: bool = False,
        is_plain: bool = False,
    ) -> None:
        self.text = text
        self.closure = closure
        #: Variables that the expression needs.
        self.names = needs.names
        #: Names inside filters, which may be variables or entries of the filtered items.
        self.possible_names = needs.possible_names
        #: Functions that the caller must register: called by name, and none of the language.
        self.functions = needs.functions
        #: Whether the text stands for itself.
        self.is_literal = is_literal
        #: Whether a plain dict does as scope: no loops, calls or names of its own.
        self.is_plain = is_plain

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def evaluate(
        self,
        variables: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]] | None = None,
        *,
        input: Any = ABSENT,
    ) -> Any:
        """The value over these variables; `input` is what unary tests are about."""
        if self.is_plain and type(variables) is dict and input is ABSENT:
            try:
                value = self.closure(variables)
            except RecursionError:
                raise too_deep() from None
            except ArithmeticError as error:
                raise out_of_range(error) from None
            return value if type(value) in PLAIN_RESULTS else result_of(value)
        root = Root(variables, NO_FUNCTIONS if functions is None else functions)
        if input is not ABSENT:
            root[INPUT] = input
        return metered_value(self.closure, root)


PLAIN_RESULTS = frozenset({bool, type(None), int, str})


def metered_value(closure: Callable[[Any], Any], root: Root) -> Any:
    """The result of a closure with a budget of its own, or that of the evaluation around it."""
    if meter.depth == 0:
        meter.steps = MAX_STEPS
        meter.calls = 0
    meter.depth += 1
    try:
        return result_of(closure(root))
    except RecursionError:
        raise too_deep() from None
    except ArithmeticError as error:
        raise out_of_range(error) from None
    finally:
        meter.depth -= 1


def out_of_range(error: ArithmeticError) -> ExpressionError:
    """The error for numbers that do not compute, as variables of the caller may be."""
    return ExpressionError(f"expected finite numbers, but {type(error).__name__}; check the variables")


def too_deep() -> ExpressionError:
    """The error for evaluations that Python's own stack ends."""
    return ExpressionError("expected an expression less deep, but it goes deeper than the stack; divide it")
