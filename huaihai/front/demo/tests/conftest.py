"""The demo's rows, put in once for all tests here; each test's own changes go with it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from huaihai.front.demo import installing
from huaihai.kit import clock, demo_keys


@pytest.fixture(scope="package", autouse=True)
def _the_demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A demo whose rows are there, in a transaction that stays open around all tests."""
    ring = demo_keys.joined_to(settings.KEYRING)
    with django_db_blocker.unblock(), override_settings(DEMO=True, KEYRING=ring), transaction.atomic():
        installing.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _first_day() -> Iterator[None]:
    """Each test begins on the demo's first day."""
    cache.clear()
    clock._Held.day = None
    yield
    clock._Held.day = None
