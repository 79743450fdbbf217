"""What every test stands on; its settings are in tests/settings.py."""

import shutil

import pytest


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    from django.conf import settings

    shutil.rmtree(settings.TEST_FOLDER, ignore_errors=True)
