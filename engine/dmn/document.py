"""The XML of a decision model: parsed without anything that reaches outside, read by local names."""

from collections.abc import Iterator

from lxml import etree

from engine.dmn.problems import InvalidDecision, Problem

MAX_SIZE = 10_000_000
MAX_DEPTH = 100
Element = etree._Element

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)


def parse(source: bytes, file: str) -> Element:
    """The root element of a model."""
    if len(source) > MAX_SIZE:
        raise refused(file, 1, f"expected at most {MAX_SIZE} bytes, but there are {len(source)}")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise refused(file, error.lineno or 1, f"expected well-formed XML, but {error.msg}") from None
    if b"<!DOCTYPE" in source:
        raise refused(file, 1, "expected no document type, but there is one; remove it")
    if tag(root) != "definitions" or namespace(root) not in NAMESPACES:
        raise refused(
            file,
            line(root),
            f"expected <definitions> of DMN 1.1 to 1.5, but found {root.tag!r}",
        )
    return root


def refused(file: str, line: int, message: str) -> InvalidDecision:
    """The error for a file that is no model at all."""
    return InvalidDecision(file, [Problem(element="definitions", line=line, message=message)])


def tag(element: Element) -> str:
    """The name of the element without namespace."""
    return etree.QName(element).localname


def namespace(element: Element) -> str:
    """The namespace of the element."""
    return etree.QName(element).namespace or ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The elements of the standard directly below, of these names or all."""
    own = namespace(element)
    for child in element:
        if namespace(child) == own and (not names or tag(child) in names):
            yield child


def child(element: Element, *names: str) -> Element | None:
    """The first such element below, or None."""
    return next(children(element, *names), None)


def text_below(element: Element, name: str = "text") -> str | None:
    """What an element below says, without space around; None when there is no such element."""
    found = child(element, name)
    return None if found is None else ("".join(map(str, found.itertext()))).strip()


def attribute(element: Element, name: str, otherwise: str = "") -> str:
    """An attribute of the standard."""
    return str(element.get(name, otherwise))


def identity(element: Element) -> str:
    """The id of the element, or of the nearest around it that has one."""
    current: Element | None = element
    while current is not None:
        if current.get("id"):
            return str(current.get("id"))
        current = current.getparent()
    return "definitions"


def line(element: Element) -> int:
    """The line the element starts in."""
    found = element.sourceline
    return found if isinstance(found, int) else 1
