"""What every test stands on; its settings are in tests/settings.py."""

import shutil

import hypothesis
import pytest
from django.core.cache import cache

from tests.settings import TEST_FOLDER

# A busy machine is no fault of the code.
hypothesis.settings.register_profile("house", hypothesis.settings(deadline=None, print_blob=True))
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What one test put into the cache (counts, brakes) no other one meets."""
    cache.clear()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(TEST_FOLDER, ignore_errors=True)
