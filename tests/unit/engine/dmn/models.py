"""Decision models for tests, written as short texts."""

from xml.sax.saxutils import escape

from engine.dmn import DecisionModel, read_decisions

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(content: str, name: str = "model") -> bytes:
    """A whole file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{NAMESPACE}" id="{name}" '
        f'name="{name}" namespace="http://test/{name}">{content}</definitions>'
    ).encode()


def model(content: str) -> DecisionModel:
    """The model of a file."""
    return read_decisions(definitions(content), "test.dmn")


def literal(text: str) -> str:
    """A literal expression."""
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def table(
    inputs: list[str], outputs: list[str], rules: list[list[str]], policy: str = 'hitPolicy="UNIQUE"'
) -> str:
    """A decision table; an output may be `name: allowed values`, the last cell of a rule is a note."""
    columns = "".join(
        f'<input id="input_{text}"><inputExpression><text>{escape(text)}</text></inputExpression></input>'
        for text in inputs
    )
    for output in outputs:
        name, _, allowed = output.partition(":")
        values = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
        columns += f'<output id="output_{name}" name="{name}">{values}</output>'
    rows = ""
    for number, cells in enumerate(rules, 1):
        entries = cells[: len(inputs)]
        results = cells[len(inputs) : len(inputs) + len(outputs)]
        note = "".join(cells[len(inputs) + len(outputs) :])
        rows += f'<rule id="rule_{number}">'
        rows += "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in entries)
        rows += "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in results)
        rows += f"<annotationEntry><text>{escape(note)}</text></annotationEntry></rule>"
    return f"<decisionTable {policy}>{columns}{rows}</decisionTable>"


def decision(logic: str, name: str = "term", requires: str = "") -> str:
    """A decision whose id is its name; `requires` are elements of requirement."""
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{requires}{logic}</decision>'


def needs(*names: str, kind: str = "requiredDecision") -> str:
    """Requirements of decisions, input data (requiredInput) or knowledge (requiredKnowledge)."""
    outer = "knowledgeRequirement" if kind == "requiredKnowledge" else "informationRequirement"
    return "".join(f'<{outer}><{kind} href="#{name}"/></{outer}>' for name in names)
