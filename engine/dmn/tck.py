"""Runs cases of the public DMN compatibility kit: a folder of models with test files beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.dmn.document import Element, tag
from engine.dmn.model import DecisionModel
from engine.dmn.problems import InvalidDecision
from engine.dmn.reader import read_decisions
from engine.expressions.comparison import equal
from engine.expressions.faults import ExpressionFault
from engine.expressions.printing import print_value
from engine.expressions.temporal import (
    parse_any_duration,
    parse_date,
    parse_date_and_time,
    parse_time,
)
from engine.expressions.values import as_number

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
TOLERANCE = Decimal("1e-8")


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseResult:
    """One case: passed, or why not."""

    group: str
    case: str
    passed: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TckResults:
    """All cases of a folder."""

    cases: tuple[CaseResult, ...]

    @property
    def passed(self) -> int:
        """How many cases passed."""
        return sum(case.passed for case in self.cases)

    @property
    def total(self) -> int:
        """How many cases there are."""
        return len(self.cases)

    @property
    def groups(self) -> Mapping[str, tuple[int, int]]:
        """Group -> passed and total."""
        counts: dict[str, tuple[int, int]] = {}
        for case in self.cases:
            passed, total = counts.get(case.group, (0, 0))
            counts[case.group] = passed + case.passed, total + 1
        return counts

    @property
    def failures(self) -> tuple[CaseResult, ...]:
        """The cases that did not pass."""
        return tuple(case for case in self.cases if not case.passed)


def run_tck(folder: Path | str) -> TckResults:
    """Run all cases below a folder, in the order of their names."""
    root = Path(folder)
    files = sorted(path for path in root.rglob("*.xml") if next(path.parent.glob("*.dmn"), None))
    return TckResults(cases=tuple(case for file in files for case in run_file(file, root)))


def run_file(file: Path, root: Path) -> Iterator[CaseResult]:
    """Run the cases of one test file."""
    cases = etree.parse(str(file), etree.XMLParser(resolve_entities=False)).getroot()
    group = str(file.parent.relative_to(root)) if file.parent != root else file.parent.name
    name = next((str(e.text) for e in cases if tag(e) == "modelName"), "")
    model, reason = read_model(file.parent, name)
    for element in cases.iterfind("{*}testCase"):
        label = f"{file.stem}/{element.get('id')}"
        failure = reason if model is None else failure_of(model, element)
        yield CaseResult(group=group, case=label, passed=not failure, reason=failure)


def read_model(folder: Path, name: str) -> tuple[DecisionModel | None, str]:
    """The model that a test file names, or why it cannot be read."""

    def imports(namespace: str, location: str) -> bytes | None:
        for path in sorted(folder.glob("*.dmn")):
            source = path.read_bytes()
            if etree.fromstring(source).get("namespace") == namespace:
                return source
        return None

    path = folder / name if (folder / name).is_file() else next(iter(folder.glob("*.dmn")))
    try:
        return read_decisions(path.read_bytes(), path.name, imports), ""
    except InvalidDecision as error:
        return None, f"model refused: {error}"


def failure_of(model: DecisionModel, case: Element) -> str:
    """Why a case fails; nothing when it passes."""
    variables = {str(node.get("name")): value_of(node) for node in case.iterfind("{*}inputNode")}
    for node in case.iterfind("{*}resultNode"):
        expected = next((value_of(found) for found in node.iterfind("{*}expected")), None)
        try:
            actual = actual_of(model, case, str(node.get("name")), variables)
        except ExpressionFault as error:
            if expected is None:
                continue
            return f"{node.get('name')}: {error}"
        if not is_close(actual, expected):
            return (
                f"{node.get('name')}: expected {print_value(expected, 1)[:200]}, "
                f"but got {print_value(actual, 1)[:200]}"
            )
    return ""


def actual_of(model: DecisionModel, case: Element, name: str, variables: Mapping[str, Any]) -> Any:
    """What the model says in a case."""
    invocable = case.get("invocableName")
    if invocable and case.get("type") in {"bkm", "decisionService"}:
        result = model.invoke(str(invocable), variables).value
        if case.get("type") == "decisionService" and isinstance(result, dict) and name in result:
            return result[name]
        return result
    decision = next((found for found in model.decisions.values() if found.name == name), None)
    return model.invoke(name, variables).value if decision is None else decision.evaluate(variables).value


def value_of(node: Element) -> Any:
    """A value as test files write it."""
    components = node.findall("{*}component")
    if components:
        return {str(part.get("name")): value_of(part) for part in components}
    items = node.find("{*}list")
    if items is not None:
        if items.get(f"{XSI}nil") == "true":
            return None
        return [value_of(item) for item in items.iterfind("{*}item")]
    value = node.find("{*}value")
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    return scalar(str(value.get(f"{XSI}type", "")).partition(":")[2], value.text or "")


def scalar(kind: str, text: str) -> Any:
    """A single value of an XML Schema type."""
    if kind in {"decimal", "double", "integer", "int", "float", "long"}:
        return Decimal(text)
    if kind == "boolean":
        return text.strip() == "true"
    reader = READERS.get(kind)
    return text if reader is None else reader(text.strip())


READERS = {
    "date": parse_date,
    "time": parse_time,
    "dateTime": parse_date_and_time,
    "duration": parse_any_duration,
    "dayTimeDuration": parse_any_duration,
    "yearMonthDuration": parse_any_duration,
}


def is_close(actual: Any, expected: Any) -> bool:
    """Whether two results agree; numbers within a tolerance that all implementations reach."""
    left, right = as_number(actual), as_number(expected)
    if left is not None and right is not None:
        return abs(Decimal(left) - Decimal(right)) <= TOLERANCE * max(Decimal(1), abs(Decimal(right)))
    if isinstance(actual, list) and isinstance(expected, list):
        return len(actual) == len(expected) and all(map(is_close, actual, expected))
    if isinstance(actual, dict) and isinstance(expected, dict):
        return actual.keys() == expected.keys() and all(
            is_close(actual[name], expected[name]) for name in expected
        )
    return equal(actual, expected) is True
