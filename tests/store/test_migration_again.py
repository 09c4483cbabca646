"""The tests of migration, on every database."""

from tests.engine.test_migration import *  # noqa: F403  # the same tests, with the engine of this folder
