"""What tests of this room begin with: the ten bodies, their browsers, three heads at a hand-over."""

import pytest
from django.test import Client

from huaihai.governance.tests import deciding, handing_over
from huaihai.governance.tests.deciding import Ten
from huaihai.governance.tests.deciding_pages import Hands, hands_of


@pytest.fixture
def ten() -> Ten:
    return deciding.assemble()


@pytest.fixture
def hands(ten: Ten, monkeypatch: pytest.MonkeyPatch) -> Hands:
    return hands_of(ten, monkeypatch)


@pytest.fixture
def cast() -> handing_over.Cast:
    return handing_over.assemble()


@pytest.fixture
def in_english(client: Client) -> None:
    """Whoever reads with `client` reads English."""
    client.cookies["language"] = "en"
