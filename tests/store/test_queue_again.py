"""What tests/engine says of lines, on both databases."""

from tests.engine.test_queue import *  # noqa: F403
