"""All functions of the language by name."""

from engine.expressions import (
    builtins_context,
    builtins_conversion,
    builtins_list,
    builtins_number,
    builtins_range,
    builtins_statistics,
    builtins_string,
    builtins_temporal,
)
from engine.expressions.signatures import FunctionTable

GROUPS: dict[str, FunctionTable] = {
    "Conversion": builtins_conversion.FUNCTIONS,
    "Texts": builtins_string.FUNCTIONS,
    "Numbers": builtins_number.FUNCTIONS,
    "Lists": builtins_list.FUNCTIONS,
    "Statistics": builtins_statistics.FUNCTIONS,
    "Contexts": builtins_context.FUNCTIONS,
    "Dates and times": builtins_temporal.FUNCTIONS,
    "Ranges": builtins_range.FUNCTIONS,
}
BUILTINS = FunctionTable()
for group in GROUPS.values():
    BUILTINS.update(group)
