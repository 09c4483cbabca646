"""The register of issued documents, on every database."""

from tests.engine.test_issued import *  # noqa: F403  # the same tests, with the engine of this folder
