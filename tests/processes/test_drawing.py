"""Every shipped model reads well: no error and no warning of the drawing."""

from pathlib import Path

import pytest

from engine.bpmn.drawing import check_drawing
from tests.processes.content import MODELS


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_the_drawing_is_clean(model: Path) -> None:
    assert [str(problem) for problem in check_drawing(model.read_bytes(), model.name)] == []
