"""From a BPMN file to definitions; the only code here that imports lxml. All faults of a file at once."""

from dataclasses import replace

from engine.bpmn.model import Definition
from engine.bpmn.reader import shape
from engine.bpmn.reader.catalogue import Catalogue
from engine.bpmn.reader.parsing import parse
from engine.bpmn.reader.processes import read_process
from engine.bpmn.reader.profile import BPMN
from engine.bpmn.reader.reading import Reading, Xml, is_true
from engine.bpmn.reader.rules import rules
from engine.errors import InvalidDefinition

__all__ = ["read", "rules"]


def read(source: bytes, file: str) -> tuple[Definition, ...]:
    """Every executable process of the file."""
    root = parse(source, file)
    reading = Reading(root, file)
    found = _definitions(reading, root)
    if reading.is_refused:
        raise InvalidDefinition(reading.errors)
    return tuple(replace(each, warnings=tuple(reading.warnings)) for each in found)


def _definitions(reading: Reading, root: Xml) -> list[Definition]:
    if root.tag != f"{{{BPMN}}}definitions":
        reading.refuse(
            root,
            f"expected BPMN 2.0 definitions, but the file holds {str(root.tag)[:120]}; save it as BPMN 2.0",
        )
        return []
    processes = list(root.iterchildren(f"{{{BPMN}}}process"))
    executable = [each for each in processes if is_true(each.get("isExecutable"))]
    if not executable:
        where = processes[0] if processes else root
        reading.refuse(
            where, 'expected a process with isExecutable="true", but there is none; mark it as executable'
        )
        return []
    catalogue = Catalogue(reading)
    found = []
    for xml in executable:
        if not xml.get("id"):
            reading.refuse(xml, "expected the process to have an id, but it has none; give it one")
            continue
        definition = read_process(reading, catalogue, xml)
        if definition is not None:
            found.append(definition)
    shape.check(reading)
    return found
