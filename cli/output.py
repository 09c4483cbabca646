"""How commands speak: text for people, --json for programs, one sentence and an exit code for errors."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

import click

from engine.errors import EngineError, InvalidDefinition

#: bad input, and a check that failed
BAD_INPUT, FAILED = 2, 1

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Group(click.Group):
    """Errors of the engine become one sentence on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InvalidDefinition as error:
            fail(str(error))
        except (EngineError, OSError) as error:
            fail(str(error))
        except ValueError as error:
            fail(str(error))


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def show(value: Any, is_json: bool, text: Callable[[Any], str] | None = None) -> None:
    """The value as JSON, or in words."""
    click.echo(to_json(value) if is_json or text is None else text(value))


def to_json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return str(value)
