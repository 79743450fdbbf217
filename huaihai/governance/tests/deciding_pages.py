"""Browsers of the ten bodies, for the tests of the pages on which they decide."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance.tests.deciding import MONDAY, Ten
from huaihai.kit import clock
from huaihai.members.models import Role
from tests.posts import post_at, sign_in


@dataclass
class Hands:
    """One signed-in browser for each post, made when first asked for; and the clock they read."""

    monkeypatch: pytest.MonkeyPatch
    browsers: dict[tuple[str, Role], Client] = field(default_factory=dict)

    @property
    def office(self) -> Client:
        """The head of the city that is the secretariat."""
        return self.of("city:320300")

    def of(self, key: str, role: Role = Role.HEAD) -> Client:
        """Somebody with this role in this body, who reads English."""
        if (key, role) not in self.browsers:
            client = Client()
            client.cookies["language"] = "en"
            sign_in(client, post_at(key, role, username=f"page-{role}-{key[-6:]}".replace("_", "-")).account)
            self.browsers[key, role] = client
        return self.browsers[key, role]

    def at(self, name: str, row: Any, *more: object) -> str:
        """The address of this page of this row."""
        return reverse(name, args=[row.pk, *more])

    def now(self, at: datetime) -> None:
        """It is this moment."""
        self.monkeypatch.setattr(clock, "now", lambda: at)


def hands_of(_ten: Ten, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """The browsers, on the Monday on which everything begins."""
    hands = Hands(monkeypatch)
    hands.now(MONDAY)
    return hands
