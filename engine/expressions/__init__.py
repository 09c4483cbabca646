"""FEEL and JUEL: expressions compiled once, evaluated over a mapping, never as Python."""

from engine.expressions.durations import parse_duration
from engine.expressions.expression import Expression
from engine.expressions.faults import ExpressionError, ExpressionFault, ExpressionSyntaxError
from engine.expressions.feel import compile_feel, compile_unary_tests
from engine.expressions.juel import compile_juel
from engine.expressions.model_values import compile_value
from engine.expressions.values import Function, Range, YearsMonths

__all__ = [
    "Expression",
    "ExpressionError",
    "ExpressionFault",
    "ExpressionSyntaxError",
    "Function",
    "Range",
    "YearsMonths",
    "compile_feel",
    "compile_juel",
    "compile_unary_tests",
    "compile_value",
    "parse_duration",
]
