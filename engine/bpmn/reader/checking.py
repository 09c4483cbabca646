"""Every element and attribute of an executable process against the profile: nothing drawn is ignored silently."""

from lxml import etree

from engine.bpmn.reader import hints, profile
from engine.bpmn.reader.reading import ID, Reading, Xml, tag, vendor_tag
from engine.expressions import ExpressionError, parse_duration

MAX_ID = 255
MAX_NAME = 2000
#: attributes of extensions
EXTENSION_ATTRIBUTES = {
    "in": {"source", "sourceExpression", "variables", "target", "businessKey", "local"},
    "out": {"source", "sourceExpression", "variables", "target", "local"},
    "property": {"id", "name", "value"},
    "inputParameter": {"name"},
    "outputParameter": {"name"},
    "entry": {"key"},
    "script": {"scriptFormat"},
}
BOOLEANS = frozenset(
    profile.words(
        "isExecutable isClosed isInterrupting cancelActivity parallelMultiple triggeredByEvent isForCompensation "
        "isSequential testBefore instantiate isImmediate waitForCompletion asyncBefore asyncAfter exclusive"
    )
)
#: value that an attribute may have although only its default is run
HARMLESS = {
    "startQuantity": ("1",),
    "completionQuantity": ("1",),
    "isImmediate": ("true", "1"),
    "behavior": ("All",),
    "method": ("##Compensate", "compensate"),
    "eventGatewayType": ("Exclusive",),
    "waitForCompletion": ("true", "1"),
    "partitionElementRef": (),
}
INSTEAD = {
    "startQuantity": "join the tokens with a parallel gateway",
    "completionQuantity": "split with a parallel gateway",
    "isImmediate": "remove it",
    "behavior": "throw events inside the instances",
    "method": "use ##Compensate",
    "eventGatewayType": "use a parallel gateway with catch events",
    "waitForCompletion": "the throwing event waits for its handlers",
    "partitionElementRef": "name the lane",
}


def check(reading: Reading, process: Xml) -> None:
    """Report all that is not in the profile."""
    todo = [process]
    while todo:
        xml = todo.pop()
        kind = profile.KINDS.get(tag(xml))
        if kind is None:
            continue
        _check_attributes(reading, xml, kind)
        for child in xml:
            name = tag(child)
            if name == "extensionElements":
                _check_extensions(reading, xml, child, kind)
            elif name in profile.DECORATIVE and name in kind.children:
                _check_decoration(reading, child)
            elif name in kind.children:
                todo.append(child)
            else:
                _refuse_child(reading, xml, child)


def _check_attributes(reading: Reading, xml: Xml, kind: profile.Kind) -> None:
    for key, content in xml.attrib.items():
        namespace, name = _split(str(key))
        value = str(content).strip()
        if namespace in profile.VENDOR:
            if name not in kind.vendor:
                hint = hints.VENDOR_ATTRIBUTES.get(name, hints.PLAIN_TEXT)
                reading.refuse(xml, f"camunda:{name} is not supported on a {tag(xml)}; {hint}")
        elif namespace and namespace != profile.BPMN:
            _check_namespace(reading, xml, namespace, f"the attribute {name}")
        elif name not in kind.attributes:
            hint = hints.ATTRIBUTES.get(name, hints.UNKNOWN_ATTRIBUTE)
            reading.refuse(xml, f"the attribute {name} is not supported on a {tag(xml)}; {hint}")
        fault = _value_fault(name, value)
        if fault:
            reading.refuse(xml, fault)


def _value_fault(name: str, value: str) -> str | None:
    """What is wrong with the value of an attribute that is supported."""
    if name in BOOLEANS and value not in ("true", "false", "1", "0"):
        return f"expected {name} to be true or false, but it is {value!r:.60}"
    if name in HARMLESS and value not in HARMLESS[name]:
        return f"{name}={value!r:.60} is not supported; {INSTEAD[name]}"
    if name == "historyTimeToLive" and not _is_time_to_live(value):
        return f"expected historyTimeToLive to be days or a duration like P5Y, but it is {value!r:.60}"
    if name == "id" and not (ID.fullmatch(value) and len(value) <= MAX_ID):
        return f"expected an id of letters, digits, _, - and ., but got {value!r:.60}"
    if name == "name" and len(value) > MAX_NAME:
        return f"expected a name of at most {MAX_NAME} characters, but it has {len(value)}; say it in the documentation"
    return None


def _is_time_to_live(value: str) -> bool:
    if not value or value.isdecimal():
        return True
    try:
        parse_duration(value)
    except ExpressionError:
        return False
    return not value.startswith("-")


def _check_extensions(reading: Reading, owner: Xml, holder: Xml, kind: profile.Kind) -> None:
    for child in holder:
        name = vendor_tag(child)
        if name:
            if name not in kind.extensions:
                hint = hints.EXTENSIONS.get(name, hints.PLAIN_TEXT)
                reading.refuse(owner, f"camunda:{name} is not supported on a {tag(owner)}; {hint}")
            else:
                _check_extension(reading, owner, child)
        elif isinstance(child.tag, str):
            _check_namespace(reading, owner, *_split(child.tag))


def _check_extension(reading: Reading, owner: Xml, extension: Xml) -> None:
    """What a supported extension says, down to its last attribute."""
    for each in extension.iter():
        name = vendor_tag(each)
        for key in each.attrib:
            if isinstance(each.tag, str) and str(key) not in EXTENSION_ATTRIBUTES.get(name, ()):
                reading.refuse(owner, f"the attribute {key!s} of camunda:{name} is not supported; remove it")


def _check_namespace(reading: Reading, xml: Xml, namespace: str, name: str) -> None:
    if namespace in profile.DECORATIONS:
        return
    engine = next((each for prefix, each in hints.ENGINES.items() if namespace.startswith(prefix)), None)
    if engine:
        reading.refuse(
            xml, f"{name} belongs to {engine} and is not run here; use the camunda: attributes of Camunda 7"
        )
        return
    reading.refuse(
        xml, f"{name} of {namespace[:80]!r} is not known here and might change what is meant; remove it"
    )


def _check_decoration(reading: Reading, xml: Xml) -> None:
    """What is only drawn; inside it, what would change data."""
    for each in xml.iter():
        name = tag(each)
        if name in ("assignment", "transformation"):
            reading.refuse(xml, f"{name} is not supported; {hints.ELEMENTS[name]}")


def _refuse_child(reading: Reading, xml: Xml, child: Xml) -> None:
    if isinstance(child, etree._Entity):
        reading.refuse(xml, "entities are not supported; write the text")
        return
    if not isinstance(child.tag, str):
        return
    namespace, name = _split(child.tag)
    if namespace != profile.BPMN:
        _check_namespace(reading, xml, namespace, f"the element {name}")
        return
    reading.unsupported.add(child.get("id") or "")
    where = child if child.get("id") else xml
    hint = hints.ELEMENTS.get(name, hints.UNKNOWN_ELEMENT)
    reading.refuse(where, f"{name} is not supported in a {tag(xml)}; {hint}")


def _split(name: str) -> tuple[str, str]:
    if name.startswith("{"):
        namespace, _, local = name[1:].partition("}")
        return namespace, local
    return "", name
