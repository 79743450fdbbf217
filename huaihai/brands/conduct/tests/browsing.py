"""What the tests of pages share: addresses, reading, sending."""

from django.test import Client
from django.urls import reverse

from huaihai.brands.models import Proceeding


def one(row: Proceeding, step: str = "") -> str:
    return reverse(f"office-brand-proceeding{step and '-'}{step}", args=[row.pk])


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def send(client: Client, url: str, **said: object) -> None:
    answer = client.post(url, said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
