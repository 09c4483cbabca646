"""Bytes to XML, as if an enemy had sent them: no DTD, no entities, no network, limits on size, depth and count."""

from lxml import etree

from engine.bpmn.reader.reading import Xml
from engine.errors import InvalidDefinition, Problem

MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 100_000
MAX_DEPTH = 120


def parse(source: bytes, file: str) -> Xml:
    """The root element; InvalidDefinition with one clear sentence."""
    if len(source) > MAX_BYTES:
        raise _refused(
            file, f"expected at most {MAX_BYTES // 1024 // 1024} MB, but the file has {len(source)} bytes"
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(file, f"expected well-formed XML, but {_sentence(error)}", error.lineno) from None
    except (ValueError, LookupError) as error:
        raise _refused(file, f"expected XML, but {error}") from None
    document = root.getroottree().docinfo
    if document.internalDTD is not None or document.doctype:
        raise _refused(file, "expected XML without a document type, but it has one; remove the DOCTYPE")
    _measure(root, file)
    return root


def _measure(root: Xml, file: str) -> None:
    """Count and depth, in one pass."""
    count = depth = 0
    for action, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if action == "start" else -1
        count += action == "start"
        if depth > MAX_DEPTH:
            raise _refused(file, f"expected elements nested at most {MAX_DEPTH} deep, but they go deeper")
        if count > MAX_ELEMENTS:
            raise _refused(file, f"expected at most {MAX_ELEMENTS} XML elements, but there are more")


def _sentence(error: etree.XMLSyntaxError) -> str:
    text = error.msg or "it is not"
    return text[:200]


def _refused(file: str, message: str, line: int | None = None) -> InvalidDefinition:
    problem = Problem(message=message, file=file, element="definitions", line=line or None)
    return InvalidDefinition([problem])
