"""One reading of one file: where faults are collected and texts are compiled."""

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from lxml import etree

from engine.bpmn.reader import profile
from engine.errors import Problem
from engine.expressions import (
    Expression,
    ExpressionSyntaxError,
    compile_feel,
    compile_juel,
    compile_value,
)

Xml: TypeAlias = etree._Element
#: a name of XML without colon; combining marks are what decomposed letters are made of
ID = re.compile(r"[^\W\d][\w.\-\u0300-\u036f]*")
#: more than a person reads at once
MAX_PROBLEMS = 500
VARIABLE = re.compile(r"[^\W\d]\w*")


def tag(xml: Xml) -> str:
    """The name without its namespace; empty for what is no BPMN."""
    name = xml.tag
    if not isinstance(name, str) or not name.startswith("{" + profile.BPMN + "}"):
        return ""
    return name.rpartition("}")[2]


def vendor_tag(xml: Xml) -> str:
    """The name of a camunda: or operaton: element; empty for any other."""
    name = xml.tag
    if isinstance(name, str) and name.startswith("{") and name[1:].partition("}")[0] in profile.VENDOR:
        return name.rpartition("}")[2]
    return ""


def vendor(xml: Xml, name: str) -> str | None:
    """A camunda: or operaton: attribute."""
    for namespace in profile.VENDOR:
        value = xml.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return None


def vendor_names(xml: Xml) -> Iterable[str]:
    """Names of its camunda: and operaton: attributes."""
    for key in xml.attrib:
        namespace, _, name = str(key)[1:].rpartition("}")
        if namespace in profile.VENDOR:
            yield name


def child(xml: Xml, name: str) -> Xml | None:
    return xml.find(f"{{{profile.BPMN}}}{name}")


def children(xml: Xml, name: str) -> Iterable[Xml]:
    return xml.iterfind(f"{{{profile.BPMN}}}{name}")


def extensions(xml: Xml, name: str) -> Iterable[Xml]:
    """The camunda: extensions of this name, of this element alone."""
    for holder in children(xml, "extensionElements"):
        yield from (each for each in holder if vendor_tag(each) == name)


def text_of(xml: Xml | None) -> str:
    return "" if xml is None else "".join(str(each) for each in xml.itertext()).strip()


def line_of(xml: Xml) -> int:
    return xml.sourceline if isinstance(xml.sourceline, int) else 0


def is_true(text: str | None) -> bool:
    return text is not None and text.strip() in ("true", "1")


def owner(xml: Xml) -> Xml:
    """The element a fault in this one is told of: itself, or what it is a part of."""
    found: Xml = xml
    while tag(found) in profile.PARTS or not (tag(found) and found.get("id")):
        parent = found.getparent()
        if parent is None:
            break
        found = parent
    return found


def id_of(xml: Xml) -> str:
    return xml.get("id") or tag(xml) or "definitions"


class Reading:
    """Faults found so far; nothing is raised before all are known."""

    def __init__(self, root: Xml, file: str) -> None:
        self.root = root
        self.file = file
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        #: ids of elements that are not supported: what leads to them is not told again
        self.unsupported: set[str] = set()
        self.language = root.get("expressionLanguage") or ""

    # ---- faults ----------------------------------------------------------------------------------

    def refuse(self, xml: Xml, message: str) -> None:
        if len(self.errors) < MAX_PROBLEMS:
            self.errors.append(self._problem(xml, message, "error"))

    def warn(self, xml: Xml, message: str) -> None:
        if len(self.warnings) < MAX_PROBLEMS:
            self.warnings.append(self._problem(xml, message, "warning"))

    @property
    def is_refused(self) -> bool:
        return bool(self.errors)

    def _problem(self, xml: Xml, message: str, severity: str) -> Problem:
        found = owner(xml)
        return Problem(
            message=message,
            file=self.file,
            element=id_of(found),
            name=found.get("name") or "",
            line=line_of(xml) or None,
            severity=severity,
        )

    # ---- texts -----------------------------------------------------------------------------------

    def value(self, xml: Xml, text: str | None) -> Expression | None:
        """An attribute that may be an expression; empty is none."""
        if text is None or not text.strip():
            return None
        return self._compiled(xml, text.strip(), compile_value)

    def attribute(self, xml: Xml, name: str) -> Expression | None:
        return self.value(xml, vendor(xml, name))

    def formal(self, xml: Xml | None) -> Expression | None:
        """The text of an expression element, in the language it names."""
        if xml is None:
            return None
        text = text_of(xml)
        if not text:
            self.refuse(xml, f"expected an expression in {tag(xml)}, but it is empty; write one")
            return None
        return self.in_language(xml, text, xml.get("language") or self.language)

    def in_language(self, xml: Xml, text: str, language: str) -> Expression | None:
        if language in profile.FEEL:
            return self._compiled(xml, text.removeprefix("="), compile_feel)
        if language in profile.JUEL:
            return self._compiled(xml, text, compile_value)
        self.refuse(
            xml, f"expected FEEL or JUEL, but the language is {language!r:.60}; rewrite it in one of them"
        )
        return None

    def condition(self, xml: Xml | None) -> Expression | None:
        """An expression that is true or false; plain text is neither."""
        found = self.formal(xml)
        if xml is not None and found is not None and found.is_literal:
            self.refuse(
                xml,
                f"expected a condition like ${{amount > 5}} or =amount > 5, but {found.text!r:.60} is plain text",
            )
            return None
        return found

    def variable(self, xml: Xml, name: str) -> Expression | None:
        """A variable by its plain name."""
        if not VARIABLE.fullmatch(name):
            self.refuse(xml, f"expected the name of a variable, but got {name!r:.60}")
            return None
        return self._compiled(xml, "${" + name + "}", compile_juel)

    def _compiled(self, xml: Xml, text: str, compile: Callable[[str], Expression]) -> Expression | None:
        try:
            return compile(text)
        except ExpressionSyntaxError as error:
            self.refuse(xml, f"expected an expression, but in {text!r:.80} {error}")
            return None

    # ---- references ------------------------------------------------------------------------------

    def local(self, xml: Xml, reference: str) -> str:
        """The local part of a QName whose prefix is declared."""
        prefix, colon, name = reference.strip().rpartition(":")
        if not colon:
            return name
        if prefix not in xml.nsmap:
            self.refuse(
                xml, f"expected the prefix {prefix!r:.60} to be declared, but it is not; write the id alone"
            )
        return name
