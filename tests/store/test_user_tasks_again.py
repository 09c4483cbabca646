"""The tests of the engine's commands, on every database."""

from tests.engine.test_user_tasks import *  # noqa: F403  # the same tests, with the engine of this folder
