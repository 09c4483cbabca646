"""What can be wrong with an expression: its text, or one evaluation of it."""


class ExpressionFault(ValueError):
    """Expected a working expression, but it has a fault."""


class ExpressionSyntaxError(ExpressionFault):
    """Expected text of the language, but found something else; names line and column from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.message = message
        self.line = line
        self.column = column


class ExpressionError(ExpressionFault):
    """Expected a value, but the evaluation could not give one."""
