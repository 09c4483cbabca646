"""A case whose term is paused goes on by another version, on every database."""

from tests.engine.test_migration_of_terms import *  # noqa: F403  # the same tests, with the engine of this folder
