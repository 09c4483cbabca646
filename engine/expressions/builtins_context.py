"""Functions on contexts."""

from collections.abc import Mapping
from typing import Any

from engine.expressions.limits import spend
from engine.expressions.signatures import FunctionTable

FUNCTIONS = FunctionTable()


@FUNCTIONS.define("get value(m: context, key: string) -> Any")
def get_value(source: Mapping[str, Any], key: str) -> Any:
    """The value of an entry; null when there is none."""
    return source.get(key)


@FUNCTIONS.define("get value(m: context, keys: list) -> Any")
def get_value_below(source: Mapping[str, Any], keys: list[Any]) -> Any:
    """The value reached by going from entry to entry."""
    value: Any = source
    for key in keys:
        if not isinstance(value, Mapping) or not isinstance(key, str):
            return None
        value = value.get(key)
    return value if keys else None


@FUNCTIONS.define("get entries(m: context) -> list<context>")
def get_entries(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries as a list of contexts with key and value."""
    spend(len(source))
    return [{"key": key, "value": value} for key, value in source.items()]


@FUNCTIONS.define("context(entries: list) -> context")
def context(entries: list[Any]) -> dict[str, Any] | None:
    """The context of a list of contexts with key and value; null when a key comes twice."""
    spend(len(entries))
    result: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or not {"key", "value"} <= entry.keys():
            return None
        if not isinstance(entry["key"], str) or entry["key"] in result:
            return None
        result[entry["key"]] = entry["value"]
    return result


@FUNCTIONS.define("context put(context: context, key: string, value: Any) -> context")
def context_put(source: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The context with one entry added or changed."""
    spend(len(source))
    return {**source, key: value}


@FUNCTIONS.define("context put(context: context, keys: list, value: Any) -> context")
def context_put_below(source: Mapping[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    """The context with an entry added or changed in a context inside it."""
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    spend(len(source) + len(keys))
    result = dict(source)
    inner = result
    for key in keys[:-1]:
        below = inner.get(key)
        if below is not None and not isinstance(below, Mapping):
            return None
        copied = dict(below or {})
        spend(len(copied))
        inner[key] = copied
        inner = copied
    inner[keys[-1]] = value
    return result


@FUNCTIONS.define("context merge(contexts: list) -> context")
def context_merge(contexts: list[Any]) -> dict[str, Any] | None:
    """The entries of all contexts; later ones win."""
    result: dict[str, Any] = {}
    for source in contexts:
        if not isinstance(source, Mapping):
            return None
        spend(len(source))
        result.update(source)
    return result
