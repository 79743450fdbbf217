"""What the tests of the pools' pages share: browsers, addresses, and forms as they are typed."""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.members.models import Account
from tests.posts import sign_in


def browser(username: str) -> Client:
    client = Client()
    sign_in(client, Account.objects.get(username=username))
    return client


def url(name: str, *keys: Any) -> str:
    return reverse(f"office-pool{name}", args=keys)


def typed_person(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "shown_as": "家电维修专家",
        "name": "周某（测试）",
        "contact": "13900000000",
        "consented_on": "2026-11-20",
        "skills": ["G01"],
        "half_days": ["1am", "2am"],
        **more,
    }


def typed_request(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "from_on": "2026-11-30",
        "until_on": "2026-12-04",
        "half_days": "1",
        "purpose": "一起纠纷",
        **more,
    }


def queries(client: Client, path: str) -> int:
    client.get(path)  # the session's own first write
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)
