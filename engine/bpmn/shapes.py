"""The answer of a decision in the shape that camunda:mapDecisionResult asks for."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.faults import Fault

SHAPES = ("singleEntry", "singleResult", "collectEntries", "resultList")


def shape(result: Any, decision: str, mapping: str) -> Any:
    """resultList: a list of rows; collectEntries: of values; singleResult: a row; singleEntry: a value."""
    if mapping == "singleEntry":
        return _only(result.value)
    rows = _rows(result, decision)
    if mapping == "collectEntries":
        return [_only(row) for row in rows]
    if mapping == "singleResult":
        if len(rows) > 1:
            raise Fault(f"expected one row of {decision!r}, but {len(rows)} rules hold", "decision")
        return rows[0] if rows else None
    return rows


def _rows(result: Any, decision: str) -> list[Any]:
    """The outputs of each rule that counts, by name."""
    value = result.value
    if value is None:
        return []
    outputs = [rule.outputs for rule in result.matched if rule.decision == decision]
    values = value if isinstance(value, list) else [value]
    if len(outputs) == len(values) and all(isinstance(each, Mapping) for each in outputs):
        return [dict(each) for each in outputs]
    return [dict(each) if isinstance(each, Mapping) else {decision: each} for each in values]


def _only(value: Any) -> Any:
    if isinstance(value, list):
        if len(value) > 1:
            raise Fault(f"expected one value of a decision, but got {len(value)}", "decision")
        return _only(value[0]) if value else None
    if isinstance(value, Mapping):
        if len(value) != 1:
            raise Fault(f"expected one output of a decision, but got {', '.join(value)}", "decision")
        return next(iter(value.values()))
    return value
