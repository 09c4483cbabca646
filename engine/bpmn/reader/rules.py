"""The support profile as plain data: for the modeller, which shows it while drawing, and for the documentation."""

from typing import Any

from engine.bpmn.reader import checking, hints, profile, structure


def rules() -> dict[str, Any]:
    """What may be drawn, by element; and what to draw instead of what may not."""
    return {
        "namespace": profile.BPMN,
        "vendors": list(profile.VENDOR),
        "elements": {
            name: {
                "attributes": sorted(kind.attributes),
                "camunda": sorted(kind.vendor),
                "children": sorted(kind.children),
                "extensions": sorted(kind.extensions),
            }
            for name, kind in profile.KINDS.items()
        },
        "flowNodes": sorted(profile.FLOW_NODES),
        "decorations": sorted(profile.DECORATIVE),
        "triggers": {place: list(kinds) for place, kinds in structure.ALLOWED.items()},
        "onlyValues": {name: list(values) for name, values in checking.HARMLESS.items()},
        "instead": {
            "elements": dict(hints.ELEMENTS),
            "attributes": {**hints.ATTRIBUTES, **checking.INSTEAD},
            "camunda": dict(hints.VENDOR_ATTRIBUTES),
            "extensions": dict(hints.EXTENSIONS),
        },
        #: where nothing better can be said
        "otherwise": {
            "elements": hints.UNKNOWN_ELEMENT,
            "attributes": hints.UNKNOWN_ATTRIBUTE,
            "camunda": hints.PLAIN_TEXT,
            "extensions": hints.PLAIN_TEXT,
        },
        "parts": sorted(profile.PARTS),
    }
