from pathlib import Path

import pytest

from handlers.faults import HandlerFault
from handlers.templates import fill


@pytest.fixture
def write(tmp_path: Path):
    def written(text: str, name: str = "letter") -> Path:
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
        return tmp_path

    return written


def test_values_are_escaped_and_never_read_as_template(write) -> None:
    filled = fill(write("{{ name }}"), "letter", {"name": "<b>{{ 7 * 7 }}</b>"})
    assert filled == "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;"


def test_a_missing_field_prints_as_nothing(write) -> None:
    assert fill(write("[{{ applicant.email.host }}]"), "letter", {"applicant": {}}) == "[]"


def test_an_unknown_variable_is_refused_by_name(write) -> None:
    with pytest.raises(HandlerFault, match="'aplicant' is undefined"):
        fill(write("{{ aplicant }}"), "letter", {"applicant": 1})


def test_an_unknown_variable_may_be_asked_for(write) -> None:
    assert (
        fill(write("{% if x is defined %}a{% else %}{{ x | default('b') }}{% endif %}"), "letter", {}) == "b"
    )


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__init__.__globals__ }}",
        "{{ fill.__code__ }}",
        "{{ range.__globals__ }}",
        "{{ '{0.__class__}'.format(name) }}",
    ],
)
def test_the_inside_of_the_program_is_out_of_reach(write, attack: str) -> None:
    try:
        filled = fill(write(attack), "letter", {"name": "x", "fill": fill})
    except HandlerFault:
        return
    assert filled == ""


@pytest.mark.parametrize("name", ["../letter", "letter.html", "/etc/passwd", "", "Letter"])
def test_a_template_outside_the_folder_is_refused(write, name: str) -> None:
    with pytest.raises(HandlerFault, match="Expected the name of a template"):
        fill(write("x"), name, {})


def test_a_missing_template_is_named(write) -> None:
    with pytest.raises(HandlerFault, match=r'template "other.html" in .* but there is none'):
        fill(write("x"), "other", {})


def test_an_endless_template_is_cut_off(write) -> None:
    long = "{% for i in range(900) %}{% for j in range(900) %}{{ i }}, {% endfor %}{% endfor %}"
    with pytest.raises(HandlerFault, match="at most 500,000 characters"):
        fill(write(long), "letter", {})


def test_a_loop_of_too_many_rounds_is_refused(write) -> None:
    with pytest.raises(HandlerFault, match="longer than 1,000"):
        fill(write("{% for i in range(100000) %}{% endfor %}"), "letter", {})


def test_a_syntax_error_is_told_with_the_template(write) -> None:
    with pytest.raises(HandlerFault, match='fill the template "letter"'):
        fill(write("{% if %}"), "letter", {})
