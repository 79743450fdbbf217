"""What every test stands on; its settings are in tests/settings.py."""

import shutil

import pytest

from tests.settings import TEST_FOLDER


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(TEST_FOLDER, ignore_errors=True)
