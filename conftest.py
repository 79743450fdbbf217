"""What every test stands on: quick passwords, no network but this machine's own, a database file of its own."""

import os

import pytest

# Before the settings are read.
os.environ["HUAIHAI_TESTING"] = "1"
os.environ.setdefault("HUAIHAI_DEMO", "0")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "huaihai.kit.sqlite":
        # A test database need not outlive a power cut.
        database["OPTIONS"] = {"init_command": "PRAGMA synchronous = OFF"}
