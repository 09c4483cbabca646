"""The page on expressions for those who draw: written from the tables, so it cannot go stale."""

from engine.expressions.builtins import GROUPS
from engine.expressions.limits import (
    MAX_CALLS,
    MAX_CHAIN,
    MAX_DEPTH,
    MAX_NESTING,
    MAX_STEPS,
    MAX_STRING,
    MAX_TEXT,
)

INTRODUCTION = """# Expressions: FEEL and JUEL

Written from the tables in `engine/expressions/` by `engine.expressions.documentation.page()`; a test
compares. FEEL is the language of decision tables (DMN 1.3 to 1.5), of form conditions and of values
that begin with `=`. JUEL is what Camunda 7 models write in `${...}`. No Python of a model is ever run.

## What FEEL does here

- Numbers are decimals of 34 digits; results are whole numbers where nothing is behind the point.
- What has no value is `null`: a missing variable, a division by zero, a wrong argument. `null` in a
  condition is not true. Errors are raised for broken limits and by functions of our own alone.
- Dates and times compare by whole seconds, as the standard says. Moments with a zone and without do not compare.
- Names may hold spaces. Signs (`net-worth`) and keywords (`date and place`) may be in a name when the
  model declares it: as input data, as an entry or as a parameter.
- A cell of a decision table is true when its value equals the input, is a list or range that holds
  it, or is itself a condition that is true; `?` is the input.
- `now()` and `today()` take the clock that the engine gives with the command.

## What JUEL does here

`== != < > <= >=` and `eq ne lt gt le ge`, `&& || !` and `and or not`, `empty`, `a ? b : c`,
`+ - * / %` with `div mod`, `a.b`, `a['b']`, `a[0]`, texts, numbers, `true false null`, and calls of
registered functions. A variable that nobody set is an error, except behind `empty`; a comparison of
null with a value is false. Method calls are refused when the model is deployed.
"""


def page() -> str:
    """The whole page in Markdown."""
    return "\n".join((INTRODUCTION, functions(), limits()))


def functions() -> str:
    """Every function of FEEL with its signatures."""
    lines = ["## Functions", "", "`?` marks what may be left out, `...` a list or any number of values.", ""]
    for group, table in GROUPS.items():
        lines += [f"### {group}", "", "| function | meaning |", "| --- | --- |"]
        for overloads in table.values():
            for overload in overloads:
                text = overload.text.replace("|", "\\|")
                lines.append(f"| `{text}` | {overload.documentation.strip()} |")
        lines.append("")
    return "\n".join(lines)


def limits() -> str:
    """What one expression may use."""
    rows = (
        ("characters of an expression", MAX_TEXT),
        ("brackets and conditions inside each other", MAX_NESTING),
        ("operations after each other", MAX_CHAIN),
        ("steps of an evaluation", MAX_STEPS),
        ("calls of user-defined functions inside each other", MAX_CALLS),
        ("characters of a text that is made", MAX_STRING),
        ("lists and contexts inside each other", MAX_DEPTH),
    )
    lines = ["## Limits", "", "Counted, never timed, so that a replay meets the same limit.", ""]
    lines += ["| what | at most |", "| --- | --- |"]
    lines += [f"| {what} | {most:,} |" for what, most in rows]
    return "\n".join(lines) + "\n"
