"""What stands beside the processes of a file: messages, signals, errors, escalations; ids, each once."""

from engine.bpmn.reader import checking
from engine.bpmn.reader.profile import BPMN, EVENT_DEFINITIONS
from engine.bpmn.reader.reading import Reading, Xml, tag, text_of, vendor, vendor_names

#: root element -> attribute that holds the name one waits for, or the code
NAMED = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}

#: what an extension of the vendor may say about one
VENDOR = {"error": ("errorMessage",)}


class Catalogue:
    """Root elements by id."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.roots: dict[str, dict[str, Xml]] = {kind: {} for kind in NAMED}
        for xml in reading.root:
            kind, id = tag(xml), xml.get("id")
            if kind in NAMED and id:
                self.roots[kind][id] = xml
                self._check_vendor(xml, kind)
            elif kind in EVENT_DEFINITIONS:
                checking.check(reading, xml)
        self._check_ids()
        self._check_calls()

    def _check_ids(self) -> None:
        seen: set[str] = set()
        for xml in self.reading.root.iter(f"{{{BPMN}}}*"):
            id = xml.get("id")
            if id is None:
                continue
            if id in seen and tag(xml) not in EVENT_DEFINITIONS:
                self.reading.refuse(xml, f"the id {id[:60]!r} is used twice; give each element its own")
            seen.add(id)

    def _check_vendor(self, xml: Xml, kind: str) -> None:
        for name in vendor_names(xml):
            if name not in VENDOR.get(kind, ()):
                self.reading.refuse(xml, f"camunda:{name} is not supported on {kind} definitions; remove it")

    def _check_calls(self) -> None:
        """A global task is no process."""
        tasks = {xml.get("id") for xml in self.reading.root if tag(xml).startswith("global")}
        for xml in self.reading.root.iter(f"{{{BPMN}}}callActivity"):
            called = (xml.get("calledElement") or "").rpartition(":")[2]
            if called and called in tasks:
                self.reading.refuse(
                    xml, f"{called!r:.60} is a global task; call a process or draw the task itself"
                )

    def name(self, xml: Xml, kind: str) -> str | None:
        """What a messageRef, signalRef, errorRef or escalationRef means; None when there is none."""
        reference = xml.get(f"{kind}Ref")
        if not reference:
            return None
        id = self.reading.local(xml, reference)
        found = self.roots[kind].get(id)
        if found is None:
            return self._unknown(xml, kind, id)
        value = found.get(NAMED[kind])
        if not value and kind in ("message", "signal"):
            self.reading.refuse(xml, f"expected the {kind} {id!r} to have a name, but it has none; name it")
        return value or None

    def definition(self, reference: Xml) -> Xml | None:
        """The event definition beside the processes that several events share (BPMN 2.0, 10.5.1)."""
        id = self.reading.local(reference, text_of(reference) or "")
        found = next((xml for xml in self.reading.root if xml.get("id") == id), None)
        if found is None or tag(found) not in EVENT_DEFINITIONS:
            self.reading.refuse(
                reference, f"expected an event definition with the id {id[:60]!r}, but there is none; choose one"
            )
            return None
        if any(vendor_names(found)):
            self.reading.refuse(reference, f"{id!r:.60} has camunda: attributes; put the definition into the event")
        return found

    def error_message(self, xml: Xml) -> str | None:
        """What a thrown error says (camunda:errorMessage of the error it refers to)."""
        found = self.roots["error"].get(self.reading.local(xml, xml.get("errorRef") or ""))
        return vendor(found, "errorMessage") if found is not None else None

    def _unknown(self, xml: Xml, kind: str, id: str) -> str | None:
        """As Camunda 7: an errorRef that names no error is the code itself."""
        if kind == "error":
            self.reading.warn(xml, f"no error has the id {id!r}; it is taken as the error code")
            return id
        self.reading.refuse(xml, f"expected a {kind} with the id {id!r}, but there is none; choose one")
        return None
