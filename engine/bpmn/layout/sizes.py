"""How large things are: shapes by kind and name, labels by their text. All on a lattice of 10 pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from engine.bpmn.drawing.text import LABEL_SIZE, LINE, TASK_SIZE, height_of, longest_word, width_of, wrapped
from engine.bpmn.layout.model import Node

STEP = 10
EVENT, GATEWAY = 36, 50
TASK_WIDTH, TASK_HEIGHT = 100, 80
WIDEST_TASK = 180
#: a boundary event takes this much of the border
BESIDE = 50
HEADER = 30
#: free space inside a sub-process: its name stands at the top
TITLE = 40
LABEL_WIDTH = 90
DATA_SIZE = {"dataObjectReference": (36, 50), "dataStoreReference": (50, 50)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    width: float
    height: float


def up(value: float, step: int = STEP) -> int:
    """The next whole number of steps."""
    return ceil(value / step - 1e-6) * step


def size_of(node: Node, guests: int = 0) -> Size:
    """Of a node that is no expanded sub-process, with so many boundary events."""
    if node.is_event:
        return Size(width=EVENT, height=EVENT)
    if node.is_gateway:
        return Size(width=GATEWAY, height=GATEWAY)
    width, height = _task(node.name)
    return Size(width=max(width, up(guests * BESIDE, 20)), height=height)


def _task(name: str) -> tuple[int, int]:
    """As usual when three lines hold the name; else wider, at last higher."""
    for width in range(TASK_WIDTH, WIDEST_TASK + 1, 20):
        room = width - STEP
        if height_of(name, room, TASK_SIZE) <= 3 * LINE * TASK_SIZE and longest_word(name, TASK_SIZE) <= room:
            return width, TASK_HEIGHT
    width = max(WIDEST_TASK, up(longest_word(name, TASK_SIZE) + STEP, 20))
    height = height_of(name, width - STEP, TASK_SIZE) + 3 * STEP
    return width, max(TASK_HEIGHT, up(height, 20))


def label_size(text: str, width: float = LABEL_WIDTH) -> Size:
    """The box of a label that is wrapped at this width, or where its longest word ends."""
    width = max(width, longest_word(text, LABEL_SIZE))
    lines = wrapped(text, width, LABEL_SIZE)
    widest = max(width_of(line, LABEL_SIZE) for line in lines)
    return Size(width=ceil(widest) + 4, height=ceil(len(lines) * LABEL_SIZE * LINE) + 1)


def note_size(text: str) -> Size:
    """The shape of an annotation."""
    widths: Sequence[int] = (120, 160, 200, 260)
    for width in widths:
        lines = len(wrapped(text, width - STEP, TASK_SIZE))
        if lines <= 4 and longest_word(text, TASK_SIZE) <= width - STEP:
            break
    width = max(width, up(longest_word(text, TASK_SIZE) + STEP))
    return Size(width=width, height=up(height_of(text, width - STEP, TASK_SIZE) + STEP))


def title_size(name: str, width: float) -> Size:
    """The name of an expanded sub-process at its top."""
    return Size(width=width, height=height_of(name, max(width - STEP, 1), TASK_SIZE) + STEP)


def least_height(name: str) -> int:
    """Of a lane or pool whose name stands upright in two lines at most."""
    if not name:
        return 0
    one_line = width_of(name, TASK_SIZE) + STEP
    return up(max(longest_word(name, TASK_SIZE) + STEP, one_line * 0.6))
