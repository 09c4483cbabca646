"""The tests of terms that run, on every database."""

from tests.engine.test_terms import *  # noqa: F403  # the same tests, with the engine of this folder
