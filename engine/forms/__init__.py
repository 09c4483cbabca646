"""Forms as analysts draw them (form-js JSON): reading, and checking what was filled in. Pure."""

from engine.forms.converting import options
from engine.forms.form import Form, is_hidden, look_up, nested
from engine.forms.identity import birth_date, check_bin, check_digit, check_iin, check_iin_or_bin
from engine.forms.messages import Fault
from engine.forms.parts import Field, Group, Limits, Note, Option, Part
from engine.forms.reading import read_form

__all__ = [
    "Fault", "Field", "Form", "Group", "Limits", "Note", "Option", "Part",
    "birth_date", "check_bin", "check_digit", "check_iin", "check_iin_or_bin",
    "is_hidden", "look_up", "nested", "options",
    "read_form",
]  # fmt: skip
