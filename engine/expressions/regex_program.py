"""Patterns as programs for a small machine that never tries the same place twice.

A place is an instruction and a position in the text; where the pattern has back references also
what the groups hold. So a search takes time in proportion to pattern times text, and is metered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.expressions.limits import spend
from engine.expressions.regex_parser import (
    Alternatives,
    Anchor,
    BackReference,
    BadPatternError,
    Character,
    Group,
    Pattern,
    PatternParser,
    Repeat,
    Sequence,
)

MAX_PROGRAM = 4_000
SPLIT, JUMP, SAVE, CHARACTER, START, END, REFERENCE, DONE = range(8)
#: Operation, and what it needs: a test, or one or two places in the program.
Instruction = tuple[int, Callable[[str], bool] | None, int, int]
Captures = tuple[int, ...]
CHUNK = 64


@dataclass(slots=True)
class Program:
    """Instructions, and what the machine must know about them."""

    code: list[Instruction] = field(default_factory=list)
    groups: int = 0
    references: bool = False
    lines: bool = False
    any_case: bool = False

    def emit(self, operation: int, first: int = 0, second: int = 0) -> int:
        """Add an instruction; its place."""
        return self.add((operation, None, first, second))

    def add(self, instruction: Instruction) -> int:
        """Add an instruction; its place."""
        if len(self.code) >= MAX_PROGRAM:
            raise BadPatternError
        self.code.append(instruction)
        return len(self.code) - 1

    def split(self, place: int, first: int, second: int, lazy: bool) -> None:
        """Set a fork: where to go first, and where else."""
        ways = (second, first) if lazy else (first, second)
        self.code[place] = (SPLIT, None, *ways)


@lru_cache(maxsize=256)
def compile_pattern(text: str, flags: str) -> Program:
    """The program of a pattern."""
    parser = PatternParser(text, flags)
    pattern = parser.parse()
    program = Program(groups=parser.groups, lines="m" in flags, any_case="i" in flags)
    program.emit(SAVE, 0)
    write(program, pattern)
    program.emit(SAVE, 1)
    program.emit(DONE)
    return program


def write(program: Program, pattern: Pattern) -> None:
    """Add the instructions of a part."""
    WRITERS[type(pattern)](program, pattern)


def write_character(program: Program, pattern: Character) -> None:
    """One character."""
    program.add((CHARACTER, remembering(pattern.set.holds), 0, 0))


def write_sequence(program: Program, pattern: Sequence) -> None:
    """One part after the other."""
    for part in pattern.parts:
        write(program, part)


def write_group(program: Program, pattern: Group) -> None:
    """A part, with its start and end kept."""
    program.emit(SAVE, 2 * pattern.number)
    write(program, pattern.part)
    program.emit(SAVE, 2 * pattern.number + 1)


def write_anchor(program: Program, pattern: Anchor) -> None:
    """An edge of the text."""
    program.emit(START if pattern.sign == "^" else END)


def write_reference(program: Program, pattern: BackReference) -> None:
    """What a group took, once more."""
    program.references = True
    program.emit(REFERENCE, pattern.number)


def remembering(test: Callable[[str], bool]) -> Callable[[str], bool]:
    """The test with its latest answers kept."""
    return lru_cache(maxsize=256)(test)


def write_alternatives(program: Program, pattern: Alternatives) -> None:
    """Forks, from the first alternative to the last."""
    ends = []
    for part in pattern.parts[:-1]:
        fork = program.emit(SPLIT)
        write(program, part)
        ends.append(program.emit(JUMP))
        program.split(fork, fork + 1, len(program.code), lazy=False)
    write(program, pattern.parts[-1])
    for end in ends:
        program.code[end] = (JUMP, None, len(program.code), 0)


def write_repeat(program: Program, pattern: Repeat) -> None:
    """The part as often as it must be there, then as often as it may."""
    for _ in range(pattern.least):
        write(program, pattern.part)
    if pattern.most is None:
        fork = program.emit(SPLIT)
        write(program, pattern.part)
        program.emit(JUMP, fork)
        program.split(fork, fork + 1, len(program.code), pattern.lazy)
        return
    forks = []
    for _ in range(pattern.most - pattern.least):
        forks.append(program.emit(SPLIT))
        write(program, pattern.part)
    for fork in forks:
        program.split(fork, fork + 1, len(program.code), pattern.lazy)


WRITERS: dict[type[Pattern], Callable[[Program, Any], None]] = {
    Character: write_character,
    Sequence: write_sequence,
    Alternatives: write_alternatives,
    Repeat: write_repeat,
    Group: write_group,
    Anchor: write_anchor,
    BackReference: write_reference,
}


class Machine:
    """One search through one text; failures are remembered from start to start."""

    def __init__(self, program: Program, text: str) -> None:
        self.program = program
        self.text = text
        self.tried: set[object] = set()
        self.steps = 0

    def search(self, start: int = 0) -> Captures | None:
        """The first match from a position on: start and end of the whole and of each group."""
        self.tried.clear()
        for position in range(start, len(self.text) + 1):
            found = self.match(position)
            if found is not None:
                return found
        spend(self.steps)
        self.steps = 0
        return None

    def match(self, start: int) -> Captures | None:
        """The match that begins at a position."""
        waiting = [(0, start, (-1,) * (2 * self.program.groups + 2))]
        while waiting:
            place, position, captures = waiting.pop()
            while self.is_fresh(place, position, captures):
                operation, _, first, second = self.program.code[place]
                if operation == DONE:
                    return captures
                if operation == SPLIT:
                    waiting.append((second, position, captures))
                place = first if operation in {SPLIT, JUMP} else place + 1
                if operation == SAVE:
                    captures = (*captures[:first], position, *captures[first + 1 :])
                elif operation > SAVE:
                    position = self.advance(place - 1, position, captures)
                    if position < 0:
                        break
        return None

    def is_fresh(self, place: int, position: int, captures: Captures) -> bool:
        """Whether nobody has been at this place yet; now somebody has."""
        self.steps += 5 if self.program.references else 3
        if self.steps >= CHUNK:
            spend(self.steps)
            self.steps = 0
        where = position * len(self.program.code) + place
        key: object = (where, captures) if self.program.references else where
        if key in self.tried:
            return False
        self.tried.add(key)
        return True

    def advance(self, place: int, position: int, captures: Captures) -> int:
        """The position behind what an instruction takes from the text, or -1."""
        operation, test, number, _ = self.program.code[place]
        if operation == CHARACTER:
            if position < len(self.text) and test is not None and test(self.text[position]):
                return position + 1
            return -1
        if operation == REFERENCE:
            return self.repeat(position, captures[2 * number], captures[2 * number + 1])
        at_edge = position == (0 if operation == START else len(self.text))
        if not at_edge and self.program.lines:
            beside = position - 1 if operation == START else position
            at_edge = self.text[beside : beside + 1] == "\n"
        return position if at_edge else -1

    def repeat(self, position: int, start: int, end: int) -> int:
        """The position behind the same text as a group took, or -1."""
        if start < 0 or end < 0:
            return position
        wanted, found = self.text[start:end], self.text[position : position + end - start]
        spend(1 + len(wanted) // 16)
        same = wanted == found
        if not same and self.program.any_case:
            same = wanted.lower() == found.lower()
        return position + len(wanted) if same else -1
