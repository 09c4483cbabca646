"""A decision table read as a list: which texts its columns test, and what each rule says."""

from typing import Any

from engine.dmn.table import InputClause, Table, TableRule
from engine.expressions.tree import Boolean, Name, Node, Number, Path, String, Tests


def rules(table: Table) -> tuple[dict[str, Any], ...]:
    """Each rule's outputs that are literals, by name, and its annotation as `norm`."""
    return tuple(_listed(table, rule) for rule in table.rules)


def rules_for(table: Table, name: str, text: str) -> tuple[dict[str, Any], ...]:
    """The same of the rules whose column over the variable `name` tests this text, or none."""
    columns = [index for index, clause in enumerate(table.inputs) if _is_over(clause, name)]
    return tuple(
        _listed(table, rule)
        for rule in table.rules
        if all(text in texts for index in columns if (texts := _texts(rule, index)))
    )


def _listed(table: Table, rule: TableRule) -> dict[str, Any]:
    names = [clause.name for clause in table.outputs]
    literals = {name: literal(node) for name, node in zip(names, rule.outputs, strict=True)}
    return {**literals, "norm": rule.annotation or None}


def tested_values(table: Table, name: str) -> tuple[str, ...]:
    """The texts that the column over the variable `name` tests, in the order of the rules."""
    columns = [index for index, clause in enumerate(table.inputs) if _is_over(clause, name)]
    found = (value for rule in table.rules for index in columns for value in _texts(rule, index))
    return tuple(dict.fromkeys(found))


def literal(node: Node) -> Any:
    """The value of a literal; None for anything that has to be worked out."""
    return node.value if isinstance(node, String | Number | Boolean) else None


def _is_over(clause: InputClause, name: str) -> bool:
    expression = clause.expression
    if isinstance(expression, Path):
        return expression.name == name
    return isinstance(expression, Name) and expression.name == name


def _texts(rule: TableRule, index: int) -> list[str]:
    tests: Tests = rule.tests[index]
    if tests.negated:
        return []
    return [test.operand.value for test in tests.tests if isinstance(test.operand, String)]
