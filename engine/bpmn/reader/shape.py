"""Whether a file has the shape of BPMN 2.0: required attributes, how often children come, their order, what is named.

What would make a model say two things, or nothing, is refused where it is run and told elsewhere. Order alone changes
nothing that is run: it is told, because other tools refuse the file.
"""

from collections import Counter
from collections.abc import Iterator

from engine.bpmn.reader.profile import BPMN
from engine.bpmn.reader.reading import Reading, Xml, id_of, is_true, owner, tag, text_of
from engine.bpmn.reader.schema import DEMANDED, NAMING_ATTRIBUTES, NAMING_ELEMENTS, REQUIRED, SLOTS


def check(reading: Reading) -> None:
    """Report what the standard does not allow, over the whole file; of an element that is refused, nothing more."""
    told = {each.element for each in reading.errors}
    ids = {xml.get("id") for xml in reading.root.iter(f"{{{BPMN}}}*")}
    for top in (reading.root, *reading.root):
        is_run = tag(top) == "process" and is_true(top.get("isExecutable"))
        for xml in (top,) if top is reading.root else top.iter(f"{{{BPMN}}}*"):
            for message in _faults(xml) if id_of(owner(xml)) not in told else ():
                (reading.refuse if is_run else reading.warn)(xml, message)
            for message in (*_disorder(xml), *_nameless(xml, ids)):
                reading.warn(xml, message)


def _faults(xml: Xml) -> Iterator[str]:
    """What is missing, and what comes twice."""
    name = tag(xml)
    for attribute in REQUIRED.get(name, ()):
        if not (xml.get(attribute) or "").strip():
            yield f"expected the {name} to have {attribute}, but it has none; give it one"
    counts = Counter(map(tag, xml))
    for child in DEMANDED.get(name, ()):
        if not counts[child]:
            yield f"expected a {child} in the {name}, but there is none; write it"
    slots = SLOTS.get(name, {})
    places: Counter[int] = Counter()
    for child, number in counts.items():
        place, count = slots.get(child, (-1, "*"))
        if count != "*":
            places[place] += number
            if places[place] > 1:
                yield f"expected at most one {child} in the {name}, but there are more; keep one"


def _disorder(xml: Xml) -> Iterator[str]:
    """The first child that comes too late."""
    slots = SLOTS.get(tag(xml), {})
    last, before = -1, ""
    for child in map(tag, xml):
        place, _ = slots.get(child, (last, ""))
        if place < last:
            yield f"expected {child} before {before} in a {tag(xml)}; other tools refuse this order"
            return
        if place > last:
            last, before = place, child


def _nameless(xml: Xml, ids: set[str | None]) -> Iterator[str]:
    """References that lead nowhere, where nothing that is run depends on them."""
    name = tag(xml)
    for attribute in NAMING_ATTRIBUTES.get(name, ()):
        value = xml.get(attribute)
        if value and value.rpartition(":")[2] not in ids:
            yield f"the {name} names {value!r:.60}, but there is no such element; correct {attribute}"
    if name in NAMING_ELEMENTS:
        value = text_of(xml)
        if value.rpartition(":")[2] not in ids:
            yield f"{name} names {value!r:.60}, but there is no such element; correct or remove it"
