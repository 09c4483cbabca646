"""Multi-instance and standard loops."""

from engine.bpmn.model import Loop
from engine.bpmn.reader.reading import Reading, Xml, child, is_true, text_of, vendor
from engine.expressions import Expression


def loop(reading: Reading, xml: Xml) -> Loop | None:
    """The loop of an activity, if it has one."""
    many, standard = child(xml, "multiInstanceLoopCharacteristics"), child(xml, "standardLoopCharacteristics")
    if many is not None and standard is not None:
        reading.refuse(xml, "expected one kind of loop, but there are two; remove one")
    if many is not None:
        return _many(reading, many)
    return _standard(reading, standard) if standard is not None else None


def _standard(reading: Reading, xml: Xml) -> Loop:
    maximum = xml.get("loopMaximum")
    condition = reading.condition(child(xml, "loopCondition"))
    if maximum is None and child(xml, "loopCondition") is None:
        reading.refuse(xml, "expected a loop with a condition or a maximum, but it has neither; write one")
    if maximum is not None and not (maximum.strip().isdecimal() and len(maximum) < 9):
        reading.refuse(xml, f"expected a loopMaximum of 0 or more, but got {maximum[:60]!r}")
        maximum = None
    return Loop(
        is_standard=True,
        is_sequential=True,
        condition=condition,
        maximum=int(maximum) if maximum is not None else None,
        is_tested_before=is_true(xml.get("testBefore")),
    )


def _many(reading: Reading, xml: Xml) -> Loop:
    cardinality = reading.formal(child(xml, "loopCardinality"))
    if cardinality is not None and cardinality.is_literal and not cardinality.text.isdecimal():
        reading.refuse(xml, f"expected a cardinality of 0 or more, but got {cardinality.text!r:.60}")
    collection = _collection(reading, xml)
    if cardinality is not None and collection is not None:
        reading.refuse(xml, "expected a cardinality or a collection, but there are both; give one")
    if collection is None and vendor(xml, "elementVariable") is not None:
        reading.refuse(xml, "expected a collection for camunda:elementVariable, but there is none; give one")
    if cardinality is None and collection is None and child(xml, "loopCardinality") is None:
        reading.refuse(
            xml, "expected a multi-instance with a cardinality or a collection, but it has neither; give one"
        )
    item, output_item = child(xml, "inputDataItem"), child(xml, "outputDataItem")
    output = text_of(child(xml, "loopDataOutputRef")) or None
    if (output is None) != (output_item is None):
        reading.refuse(xml, "expected loopDataOutputRef and outputDataItem together; give both or none")
    return Loop(
        is_sequential=is_true(xml.get("isSequential")),
        cardinality=cardinality if collection is None else None,
        collection=collection,
        variable=vendor(xml, "elementVariable") or _item(item),
        output=output,
        output_item=_item(output_item),
        until=reading.condition(child(xml, "completionCondition")),
        is_async_before=is_true(vendor(xml, "asyncBefore")),
        is_async_after=is_true(vendor(xml, "asyncAfter")),
    )


def _item(xml: Xml | None) -> str | None:
    return None if xml is None else xml.get("name") or xml.get("id")


def _collection(reading: Reading, xml: Xml) -> Expression | None:
    """A variable by its name, or an expression."""
    text = vendor(xml, "collection") or text_of(child(xml, "loopDataInputRef"))
    if not text.strip():
        return None
    found = reading.value(xml, text)
    return reading.variable(xml, text.strip()) if found is not None and found.is_literal else found
