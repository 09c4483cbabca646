"""Free room of a sheet: is there something inside a box? Answered at once, from sums over the lattice."""

from collections.abc import Iterable
from itertools import accumulate, pairwise

from engine.bpmn.drawing.geometry import Box, Point
from engine.bpmn.layout.sizes import STEP


class FreeRoom:
    """Over one room; boxes are taken as a whole, frames and lines only where they are drawn."""

    def __init__(self, room: Box) -> None:
        self.room = room
        self.columns = int(room.width // STEP) + 2
        self.rows = int(room.height // STEP) + 2
        self.taken = [bytearray(self.columns) for _ in range(self.rows)]
        self.sums: list[list[int]] | None = None

    def take(self, box: Box) -> None:
        left, right = self._column(box.x), self._column(box.right)
        for row in range(max(0, self._row(box.y)), min(self.rows - 1, self._row(box.bottom)) + 1):
            for column in range(max(0, left), min(self.columns - 1, right) + 1):
                self.taken[row][column] = 1
        self.sums = None

    def take_frame(self, box: Box) -> None:
        corners = (
            (box.x, box.y),
            (box.right, box.y),
            (box.right, box.bottom),
            (box.x, box.bottom),
            (box.x, box.y),
        )
        self.take_line(corners)

    def take_line(self, points: Iterable[Point]) -> None:
        for (x1, y1), (x2, y2) in pairwise(points):
            self.take(Box(x=min(x1, x2), y=min(y1, y2), width=abs(x1 - x2), height=abs(y1 - y2)))

    def is_free(self, box: Box) -> bool:
        if not self.room.contains(box, 0):
            return False
        sums = self.sums or self._summed()
        left, right = self._column(box.x), min(self.columns - 1, self._column(box.right)) + 1
        top, bottom = self._row(box.y), min(self.rows - 1, self._row(box.bottom)) + 1
        return sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left] == 0

    def _summed(self) -> list[list[int]]:
        found = [[0] * (self.columns + 1)]
        for row in self.taken:
            own = [0, *accumulate(row)]
            found.append([above + here for above, here in zip(found[-1], own, strict=True)])
        self.sums = found
        return found

    def _column(self, x: float) -> int:
        return int((x - self.room.x) // STEP)

    def _row(self, y: float) -> int:
        return int((y - self.room.y) // STEP)
