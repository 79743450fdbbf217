"""Opening the pages of the hand-over as somebody, for their tests."""

from django.test import Client
from django.urls import reverse

from huaihai.governance.models import HandOver
from huaihai.members import factors
from huaihai.members.models import Role
from tests.posts import SECRET, post_at, sign_in


def client_of(key: str, role: Role = Role.HEAD) -> Client:
    client = Client()
    sign_in(client, post_at(key, role, username=f"besucher-{role}-{key[-6:]}".replace("_", "-")).account)
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def signing_data(hand_over: HandOver) -> dict[str, str]:
    hand_over.refresh_from_db()
    return {"hash": hand_over.hash, "is_read": "on", "code": factors.code_of(SECRET)}
