"""Decision models of the OMG standard: read, checked, evaluated, with the rules that matched."""

from engine.dmn.model import Decision, DecisionModel, DecisionResult
from engine.dmn.problems import InvalidDecision
from engine.dmn.reader import read_decisions
from engine.dmn.trace import MatchedRule

__all__ = [
    "Decision",
    "DecisionModel",
    "DecisionResult",
    "InvalidDecision",
    "MatchedRule",
    "read_decisions",
]
