"""Regions and their districts, for the one list from which an applicant chooses."""

from flask_babel import gettext as _

from web.applicants import BETWEEN
from web.current import engine


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Region -> (value, name) of its districts and towns."""
    places = engine().content.directories.places
    return [
        (region, [(region + BETWEEN + name, name or _("вся область")) for name in names])
        for region in sorted(set(places.regions.values()))
        if (names := sorted(places.names(region)) or [""])
    ]


def of_body(body_id: str) -> str:
    """The value of the place a body serves."""
    body = engine().content.body(body_id)
    return f"{body['region']}{BETWEEN}{body['district']}" if body and body["district"] else ""
