"""Attributes of a Camunda 7 model: FEEL after `=`, JUEL in `${...}`, or the text itself."""

from engine.expressions.expression import Expression
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.feel import compile_feel
from engine.expressions.juel import compile_juel, is_juel


def compile_value(text: str) -> Expression:
    """The attribute as an expression, whatever language it is written in."""
    stripped = text.strip()
    if stripped.startswith("=") and len(stripped) > 1:
        return feel_after_sign(text)
    if is_juel(text):
        return compile_juel(text)
    return Expression(text, lambda scope: text, is_literal=True, is_plain=True)


def feel_after_sign(text: str) -> Expression:
    """FEEL behind `=`, with places counted in the whole text."""
    sign = text.index("=")
    try:
        expression = compile_feel(text[sign + 1 :])
    except ExpressionSyntaxError as error:
        shift = sign + 1 if error.line == 1 and "\n" not in text[:sign] else 0
        raise ExpressionSyntaxError(error.message, error.line, error.column + shift) from None
    expression.text = text
    return expression
