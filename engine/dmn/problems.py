"""What is wrong with a decision model: all of it at once, each with its element and line."""

from typing import TypedDict


class Problem(TypedDict):
    """One thing to be mended."""

    element: str
    line: int
    message: str


class InvalidDecision(ValueError):
    """Expected a decision model, but it has problems."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{file}: {first['element']}, line {first['line']}: {first['message']}{more}")
