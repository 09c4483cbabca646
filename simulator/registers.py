"""State databases: persons, births, legal entities, addresses. A number they do not know is 404."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from simulator.asking import answer
from simulator.people import addresses, births, legal_entities, persons

blueprint = Blueprint("registers", __name__)


@blueprint.get("/persons/persons/<number>")
def person(number: str) -> Response:
    return found(persons, number)


@blueprint.get("/births/births/<number>")
def birth(number: str) -> Response:
    return found(births, number)


@blueprint.get("/legal_entities/legal-entities/<number>")
def legal_entity(number: str) -> Response:
    return found(legal_entities, number)


@blueprint.get("/addresses/addresses/<number>")
def address(number: str) -> Response:
    return found(addresses, number)


def found(records: Callable[[], dict[str, dict[str, Any]]], number: str) -> Response:
    record = records().get(number)
    return answer(record) if record else answer({"error": "not found"}, 404)
