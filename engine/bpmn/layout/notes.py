"""Annotations and data: each in the nearest free room beside what it belongs to, joined by a straight line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot

from engine.bpmn.drawing.geometry import Box, Point, Segment, around, crosses
from engine.bpmn.layout.assembly import Placed
from engine.bpmn.layout.free import FreeRoom
from engine.bpmn.layout.model import Flow, Node, Note, Sheet
from engine.bpmn.layout.sizes import DATA_SIZE, STEP, Size, label_size, note_size

#: a note keeps this far from everything
AWAY = 10
#: how far from its element a place is looked for
REACH_ACROSS, REACH_DOWN = 400, 500
GROUP = Size(width=140, height=80)


@dataclass(kw_only=True, slots=True)
class Beside:
    """What stands on the sheet already, and what is added."""

    sheet: Sheet
    placed: Placed
    edges: Mapping[str, Sequence[Point]]
    labels: dict[str, Box]
    nodes: Mapping[str, Node]
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    #: (scope, element, height) of notes that found no place
    homeless: list[tuple[str, str, float]] = field(default_factory=list)
    rooms: dict[str, FreeRoom] = field(default_factory=dict)

    def box_of(self, name: str) -> Box | None:
        """Of a shape; of a flow the middle of its longest piece."""
        found = self.placed.boxes.get(name) or self.placed.frames.get(name) or self.boxes.get(name)
        if found or name not in self.edges:
            return found
        longest = max(
            pairwise(self.edges[name]),
            key=lambda part: hypot(part[0][0] - part[1][0], part[0][1] - part[1][1]),
        )
        x, y = (longest[0][0] + longest[1][0]) / 2, (longest[0][1] + longest[1][1]) / 2
        return Box(x=x, y=y, width=0, height=0)


def place_notes(beside: Beside) -> None:
    for note in beside.sheet.notes:
        if note.kind != "group":
            _place(beside, note)
    for link in beside.sheet.links:
        line = _line(beside, link)
        if line:
            beside.lines[link.id] = line


def _place(beside: Beside, note: Note) -> None:
    size, label = _size(note)
    anchors = [box for box in map(beside.box_of, note.near) if box]
    room = _room(beside, note)
    whole = Size(
        width=max(size.width, label.width), height=size.height + (label.height + 5 if label.height else 0)
    )
    places = _places(anchors, room, whole)
    clear = (box for box in places if room.is_free(box.grown(AWAY)))
    found = next(
        (box for box in clear if all(_sees(beside, note, box, size, each) for each in note.near)), None
    )
    if found is None:
        found = Box(
            x=room.room.x + AWAY,
            y=room.room.bottom - whole.height - AWAY,
            width=whole.width,
            height=whole.height,
        )
        beside.homeless.append((note.scope, note.near[0] if note.near else "", whole.height))
    box = _drawn(found, size)
    beside.boxes[note.id] = box
    room.take(found.grown(AWAY / 2))
    if label.height:
        beside.labels[note.id] = Box(
            x=round(box.centre[0] - label.width / 2), y=box.bottom + 5, width=label.width, height=label.height
        )


def _size(note: Note) -> tuple[Size, Size]:
    """Of the shape and of the label under it."""
    nothing = Size(width=0, height=0)
    if note.kind == "textAnnotation":
        return note_size(note.text), nothing
    width, height = DATA_SIZE[note.kind]
    return Size(width=width, height=height), label_size(note.text) if note.text else nothing


def _drawn(found: Box, size: Size) -> Box:
    return Box(x=round(found.centre[0] - size.width / 2), y=found.y, width=size.width, height=size.height)


def _room(beside: Beside, note: Note) -> FreeRoom:
    if note.scope not in beside.rooms:
        beside.rooms[note.scope] = _free(beside, note.scope)
    return beside.rooms[note.scope]


def _free(beside: Beside, scope: str) -> FreeRoom:
    """A sub-process that holds the scope is taken at its border only."""
    placed = beside.placed
    whole = placed.rooms.get(scope) or around([*placed.frames.values(), *placed.boxes.values()]).grown(200)
    holders = _holders(beside.sheet, scope)
    room = FreeRoom(whole)
    for name, box in placed.boxes.items():
        if name in holders:
            room.take_frame(box)
        else:
            room.take(box)
    for box in [*beside.labels.values(), *beside.boxes.values()]:
        room.take(box)
    for box in placed.frames.values():
        room.take_frame(box)
    for points in beside.edges.values():
        room.take_line(points)
    return room


def _holders(sheet: Sheet, scope: str) -> set[str]:
    return {each.id for each in sheet.scopes() if any(inner.id == scope for inner in each.within())}


def _places(anchors: Sequence[Box], room: FreeRoom, size: Size) -> Iterator[Box]:
    if not anchors:
        for y in range(int(room.room.bottom - size.height) - AWAY, int(room.room.y), -STEP):
            yield Box(x=room.room.x + 2 * AWAY, y=y, width=size.width, height=size.height)
        return
    anchor = anchors[0]
    x, y = anchor.centre
    found = []
    for across in range(-REACH_ACROSS, REACH_ACROSS + 1, 2 * STEP):
        for down in range(-REACH_DOWN, REACH_DOWN + 1, STEP):
            left = round((x + across - size.width / 2) / STEP) * STEP
            top = round((y + down - size.height / 2) / STEP) * STEP
            box = Box(x=left, y=top, width=size.width, height=size.height)
            found.append((_distance(box, anchor) + abs(across) / 50, len(found), box))
    found.sort()
    yield from (box for _, _, box in found)


def _distance(one: Box, other: Box) -> float:
    across = max(one.x - other.right, other.x - one.right, 0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0)
    return max(hypot(across, down), 15.0)


# ---- lines ---------------------------------------------------------------------------------------


def _sees(beside: Beside, note: Note, place: Box, size: Size, target: str) -> bool:
    other = beside.box_of(target)
    if other is None:
        return True
    box = _drawn(place, size)
    segment = (_tip(box, other.centre, ""), _tip(other, box.centre, _kind(beside, target)))
    return not any(crosses(segment, each) for each in _in_the_way(beside, {target, note.id}, note.scope))


def _in_the_way(beside: Beside, ends: set[str], scope: str) -> Iterator[Box]:
    holders = _holders(beside.sheet, scope)
    for name, box in [*beside.placed.boxes.items(), *beside.boxes.items()]:
        if name not in ends and name not in holders:
            yield box.grown(-2)
    for name, box in beside.labels.items():
        if name not in ends:
            yield box.grown(-2)


def _line(beside: Beside, link: Flow) -> list[Point]:
    source, target = beside.box_of(link.source), beside.box_of(link.target)
    if source is None or target is None:
        return []
    return [
        _tip(source, target.centre, _kind(beside, link.source)),
        _tip(target, source.centre, _kind(beside, link.target)),
    ]


def _kind(beside: Beside, name: str) -> str:
    return beside.nodes[name].kind if name in beside.nodes else ""


def _tip(box: Box, towards: Point, kind: str) -> Point:
    """Where the line from the centre leaves the shape."""
    x, y = box.centre
    across, down = towards[0] - x, towards[1] - y
    half_width, half_height = box.width / 2, box.height / 2
    if not half_width or (not across and not down):
        return x, y
    if kind.endswith("Event"):
        share = half_width / hypot(across, down)
    elif kind.endswith("Gateway"):
        share = 1 / (abs(across) / half_width + abs(down) / half_height)
    else:
        share = min(half_width / abs(across) if across else 1e9, half_height / abs(down) if down else 1e9)
    return round(x + across * share), round(y + down * share)


def segments_of(lines: Iterable[Sequence[Point]]) -> list[Segment]:
    return [part for points in lines for part in pairwise(points)]
