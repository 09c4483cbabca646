"""Printing a tree and reading it again gives the same tree; no text raises anything undocumented."""

import contextlib
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.expressions import Expression, ExpressionFault, compile_feel, compile_juel, compile_unary_tests
from engine.expressions import tree as t
from engine.expressions.parser import parse_feel, parse_unary_tests
from engine.expressions.unparse import unparse

NAMES = st.sampled_from(["a", "b", "applicant", "applicant age", "список", "x1"])
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
TYPES = st.recursive(
    st.sampled_from(["number", "string", "date and time", "Any"]).map(t.Type),
    lambda inner: st.one_of(
        inner.map(lambda one: t.Type("list", arguments=(one,))),
        st.tuples(NAMES, inner).map(lambda field: t.Type("context", fields=(field,))),
        st.tuples(inner, inner).map(lambda two: t.Type("function", arguments=(two[0],), result=two[1])),
    ),
    max_leaves=4,
)
LEAVES = st.one_of(
    st.just(t.Null()),
    st.booleans().map(t.Boolean),
    st.integers(-(10**20), 10**20).map(t.Number),
    st.decimals("-1000", "1000", places=3).filter(lambda d: d != int(d)).map(t.Number),
    TEXTS.map(t.String),
    st.sampled_from(["2012-12-20", "P1D", "10:00:00"]).map(t.At),
    NAMES.map(t.Name),
)


def larger(inner: st.SearchStrategy[t.Node]) -> st.SearchStrategy[t.Node]:
    """Nodes made of nodes."""
    iterations = st.builds(t.Iteration, NAMES, inner, st.none() | inner).map(lambda one: (one,))
    tests = st.builds(t.Test, st.sampled_from(["<", ">=", "=", "!=", "in"]), inner)
    some = st.lists(inner, max_size=3).map(tuple)
    entries = st.lists(st.tuples(NAMES | TEXTS, inner), max_size=3).map(tuple)
    return st.one_of(
        st.builds(t.Binary, st.sampled_from(OPERATORS), inner, inner),
        st.builds(t.Path, inner, NAMES),
        st.builds(t.Filter, inner, inner),
        st.builds(t.Call, NAMES.map(t.Name), some, st.just(())),
        st.builds(t.Call, NAMES.map(t.Name), st.just(()), st.tuples(st.tuples(NAMES, inner))),
        st.builds(t.Negation, inner),
        st.builds(t.Between, inner, inner, inner),
        st.builds(t.In, inner, st.lists(tests, min_size=1, max_size=3).map(tuple)),
        st.builds(t.InstanceOf, inner, TYPES),
        st.builds(t.Conditional, inner, inner, inner),
        st.builds(t.For, iterations, inner),
        st.builds(t.Quantified, st.booleans(), iterations, inner),
        some.map(t.ListOf),
        entries.map(t.ContextOf),
        st.builds(t.RangeOf, inner, inner, st.booleans(), st.booleans()),
        st.builds(t.HalfOpen, st.sampled_from(["<", ">=", "=", "!="]), inner),
        st.builds(
            t.FunctionOf, st.tuples(st.builds(t.Parameter, NAMES, st.none() | TYPES)), inner, st.booleans()
        ),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=12)
Compiler = Callable[[str], Expression]
QUIET = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
VALUES = {"a": 1, "b": [1, "x", {"a": 2.5}], "applicant": {"x1": None}, "applicant age": 0.1, "x1": "да"}
PIECES = (
    'a b 1 2.5 "x" ( ) [ ] { } , . .. : + - * / ** = != < <= > >= and or not( in between if then else for '
    "some every return satisfies function instance of null true false @ \" ' ? list< > -> sum( string( "
    "date( matches( ${ #{ } empty && || ! % eq"
)
SOUP = st.lists(st.sampled_from(re.split(" ", PIECES)), max_size=14).map(" ".join)


@QUIET
@given(TREES)
def test_reading_a_printed_tree_gives_the_tree(node: t.Node) -> None:
    assert parse_feel(unparse(node)) == node


@QUIET
@given(st.lists(st.builds(t.Test, st.sampled_from(["<", "="]), LEAVES), max_size=3), st.booleans())
def test_reading_printed_cells_gives_the_cells(tests: list[t.Test], negated: bool) -> None:
    node = t.Tests(tuple(tests), negated and bool(tests))
    assert parse_unary_tests(unparse(node)) == node


@QUIET
@given(TREES)
def test_evaluation_raises_nothing_but_the_documented_error(node: t.Node) -> None:
    expression = compile_feel(unparse(node))
    with contextlib.suppress(ExpressionFault):
        expression.evaluate(VALUES, {"applicant": lambda x: Decimal(x)})


@QUIET
@given(
    st.one_of(SOUP, st.text(max_size=40)), st.sampled_from([compile_feel, compile_juel, compile_unary_tests])
)
def test_any_text_is_compiled_and_evaluated_or_refused(text: str, compiler: Compiler) -> None:
    attempt(text, compiler)


@pytest.mark.fuzz
@settings(max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(SOUP, st.text(max_size=80)), st.sampled_from([compile_feel, compile_juel, compile_unary_tests])
)
def test_any_text_for_a_minute(text: str, compiler: Compiler) -> None:
    attempt(text, compiler)


def attempt(text: str, compiler: Compiler) -> None:
    """Compile and evaluate; faults are fine, everything else fails the test."""
    with suppress(ExpressionFault):
        compiler(text).evaluate(VALUES, {}, input=3)
