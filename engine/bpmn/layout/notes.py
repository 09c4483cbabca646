"""Annotations and data: each in the nearest free room beside what it belongs to; its lane grows when there is none."""

from collections.abc import Iterator, Sequence
from math import hypot

from engine.bpmn.drawing.geometry import Box, around, crosses
from engine.bpmn.layout.beside import Beside, kind_of, tip
from engine.bpmn.layout.free import FreeRoom
from engine.bpmn.layout.model import Note
from engine.bpmn.layout.sizes import DATA_SIZE, STEP, Size, label_size, note_size, up

#: a note keeps this far from everything
AWAY = 10
#: how far from its element a place is looked for
REACH_ACROSS, REACH_DOWN = 400, 500
#: as good as a place so much farther away
OTHER_LANE = 60.0
#: free places that are looked at for one from which the element can be seen
LOOKS = 150
UNDER = 5
#: a group reaches so far beyond what is in it; an empty one is as large as a few tasks
AROUND = 15
GROUP = Size(width=160, height=100)


def place_notes(beside: Beside) -> None:
    for note in beside.sheet.notes:
        if note.kind != "group":
            _settle(beside, note)
    for note in beside.sheet.notes:
        inside = [box for box in map(beside.box_of, note.near) if box]
        if note.kind == "group" and inside:
            beside.boxes[note.id] = around(inside).grown(AROUND)
        elif note.kind == "group":
            _settle(beside, note)


def _settle(beside: Beside, note: Note) -> None:
    """In the own scope of its element, else around it, else at the bottom of the lane, which grows."""
    homes = list(dict.fromkeys((_home(beside, note), note.scope)))
    for home in homes:
        place = _place(beside, note, home)
        if place:
            _stand(beside, note, home, place)
            return
    home = homes[-1]
    if (home, 0) in beside.placed.bands and home in beside.outer:
        beside.stretch(_band(beside, note, home).bottom, up(_whole(note).height + 3 * AWAY))
    else:
        beside.homeless.append((home, note.near[0] if note.near else "", _whole(note).height))
    _stand(beside, note, home, _place(beside, note, home) or _unseen(beside, note, home))


def _stand(beside: Beside, note: Note, home: str, place: Box) -> None:
    size, label = _size(note)
    box = Box(x=round(place.centre[0] - size.width / 2), y=place.y, width=size.width, height=size.height)
    beside.boxes[note.id] = box
    _room(beside, home).take(place.grown(AWAY / 2))
    if label.height:
        x = round(box.centre[0] - label.width / 2)
        beside.labels[note.id] = Box(x=x, y=box.bottom + UNDER, width=label.width, height=label.height)


def _size(note: Note) -> tuple[Size, Size]:
    """Of the shape and of the label under it."""
    nothing = Size(width=0, height=0)
    if note.kind == "textAnnotation":
        return note_size(note.text), nothing
    if note.kind == "group":
        return GROUP, nothing
    width, height = DATA_SIZE[note.kind]
    return Size(width=width, height=height), label_size(note.text) if note.text else nothing


def _whole(note: Note) -> Size:
    size, label = _size(note)
    height = size.height + (label.height + UNDER if label.height else 0)
    return Size(width=max(size.width, label.width), height=height)


def _home(beside: Beside, note: Note) -> str:
    """The scope of its element, when that lies inside that of the note."""
    for name in note.near[:1]:
        scope = beside.scope_of.get(name, note.scope)
        if note.scope in beside.holders.get(scope, set()):
            return scope
    return note.scope


def _band(beside: Beside, note: Note, home: str) -> Box:
    """The lane of its element; without one the last lane."""
    node = beside.nodes.get(note.near[0]) if note.near else None
    bands = [box for (scope, _), box in beside.placed.bands.items() if scope == home]
    if node and (home, node.band) in beside.placed.bands:
        return beside.placed.bands[home, node.band]
    return bands[-1]


# ---- places --------------------------------------------------------------------------------------


def _room(beside: Beside, home: str) -> FreeRoom:
    if home not in beside.rooms:
        beside.rooms[home] = _free(beside, home)
    return beside.rooms[home]


def _free(beside: Beside, scope: str) -> FreeRoom:
    """A sub-process that holds the scope is taken at its border only."""
    placed, holders = beside.placed, beside.holders.get(scope, set())
    whole = placed.rooms.get(scope) or around([*placed.frames.values(), *placed.boxes.values()]).grown(200)
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


def _place(beside: Beside, note: Note, home: str) -> Box | None:
    """The nearest free place from which all its elements can be seen."""
    room = _room(beside, home)
    looks = 0
    for box in _places(beside, note, home):
        if room.is_free(box.grown(AWAY)):
            looks += 1
            if all(_sees(beside, note, home, box, each) for each in note.near[:1]):
                return box
            if looks > LOOKS:
                return None
    return None


def _unseen(beside: Beside, note: Note, home: str) -> Box:
    room, size = _room(beside, home), _whole(note)
    free = (box for box in _places(beside, note, home) if room.is_free(box.grown(AWAY)))
    last = Box(
        x=room.room.x + AWAY, y=room.room.bottom - size.height - AWAY, width=size.width, height=size.height
    )
    return next(free, last)


def _places(beside: Beside, note: Note, home: str) -> Iterator[Box]:
    anchors = [box for box in map(beside.box_of, note.near) if box]
    room, size = _room(beside, home).room, _whole(note)
    if not anchors:
        for y in range(int(room.bottom - size.height) - AWAY, int(room.y), -STEP):
            for x in range(int(room.x) + 2 * AWAY, int(room.right - size.width), 4 * STEP):
                yield Box(x=x, y=y, width=size.width, height=size.height)
        return
    lane = _band(beside, note, home) if home in beside.outer else None
    yield from (box for _, _, box in sorted(_around(anchors, size, lane)))


def _around(anchors: Sequence[Box], size: Size, lane: Box | None) -> list[tuple[float, int, Box]]:
    anchor = anchors[0]
    x, y = anchor.centre
    found: list[tuple[float, int, Box]] = []
    for across in range(-REACH_ACROSS, REACH_ACROSS + 1, 2 * STEP):
        for down in range(-REACH_DOWN, REACH_DOWN + 1, 2 * STEP):
            left = float(round((x + across - size.width / 2) / STEP) * STEP)
            top = float(round((y + down - size.height / 2) / STEP) * STEP)
            box = Box(x=left, y=top, width=size.width, height=size.height)
            away = 0 if lane is None or lane.contains(box) else OTHER_LANE
            others = sum(_distance(box, each) for each in anchors[1:]) / 3
            found.append((_distance(box, anchor) + abs(across) / 50 + away + others, len(found), box))
    return found


def _distance(one: Box, other: Box) -> float:
    across = max(one.x - other.right, other.x - one.right, 0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0)
    return max(hypot(across, down), 15.0)


def _sees(beside: Beside, note: Note, home: str, place: Box, target: str) -> bool:
    other = beside.box_of(target)
    if other is None:
        return True
    size, _ = _size(note)
    box = Box(x=place.centre[0] - size.width / 2, y=place.y, width=size.width, height=size.height)
    segment = (tip(box, other.centre, ""), tip(other, box.centre, kind_of(beside, target)))
    return not any(crosses(segment, each) for each in beside.in_the_way({target, note.id}, home))
