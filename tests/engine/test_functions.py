"""What models may call: typed, documented, checked when a model is deployed."""

from pathlib import Path

import pytest

from engine.commands import Deploy, Resource
from engine.errors import InvalidDefinition
from engine.expressions import ExpressionError, compile_feel, compile_juel
from engine.functions import PURE, bin_valid, checked, iin_valid, names, page
from engine.values import SYSTEM
from engine.world import World
from tests.conftest import MODELS, ROOT, START

FUNCTIONS = checked(PURE)


def test_an_iin_is_valid_by_date_and_check_digit() -> None:
    first = "85010130001"
    digit = sum(int(d) * w for d, w in zip(first, range(1, 12), strict=True)) % 11
    assert iin_valid(f"{first}{digit}")
    assert not iin_valid(f"{first}{(digit + 1) % 10}")
    assert not iin_valid("851301300018")
    assert not iin_valid("8501013000")


def test_a_bin_names_a_month_and_a_kind_of_entity() -> None:
    first = "12014000001"
    digit = sum(int(d) * w for d, w in zip(first, range(1, 12), strict=True)) % 11
    assert bin_valid(f"{first}{digit}")
    assert not bin_valid(f"{first}{(digit + 1) % 10}")
    assert not bin_valid("121340000012")
    assert not bin_valid("120110000012")


def test_feel_may_write_spaces_and_juel_underscores() -> None:
    assert compile_feel('iin valid("1")').evaluate({}, FUNCTIONS) is False
    assert compile_juel('${iin_valid("1")}').evaluate({}, FUNCTIONS) is False


def test_arguments_that_do_not_fit_say_what_was_expected() -> None:
    with pytest.raises(ExpressionError, match=r"expected iin_valid\(text: string\) -> boolean"):
        compile_feel("iin valid(5)").evaluate({}, FUNCTIONS)


def test_the_page_is_current() -> None:
    assert (ROOT / "docs/functions.md").read_text() == page()


def test_the_world_binds_every_declared_function(engine) -> None:
    with engine.database.read() as tx:
        world = World(tx, engine.library, engine.content, START, "review")
        assert set(world.functions) == names()


def test_a_model_that_calls_an_unknown_function_is_refused(engine) -> None:
    source = (MODELS / "review.bpmn").read_text().replace("${complete}", "${is_complete(form)}")
    with pytest.raises(InvalidDefinition) as caught:
        engine.execute(Deploy(resources=(Resource(name="review.bpmn", content=source.encode()),)), SYSTEM)
    (problem,) = caught.value.problems
    assert problem.element == "decide"
    assert "is_complete" in problem.message
    assert Path(problem.file).name == "review.bpmn"
