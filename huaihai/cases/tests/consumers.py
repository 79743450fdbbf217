"""What the tests of a consumer's pages have in common: whose cases a browser has opened, and receipt codes."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from huaihai.cases import numbers, visits
from huaihai.cases.models import Case
from huaihai.members.actors import CONSUMER_CASES


def opened(client: Client, *cases: Case) -> None:
    """This browser has shown the receipt codes of these cases."""
    session = client.session
    held = Case.objects.in_bulk([case.pk for case in cases])
    session[CONSUMER_CASES] = {str(case.pk): visits.mark_of(held[case.pk]) for case in cases}
    session.save()


def receipt_code_of(case: Case) -> str:
    """A receipt code that fits the case from now on."""
    code = numbers.new_receipt_code()
    Case.objects.filter(pk=case.pk).update(receipt_hash=numbers.receipt_fingerprint(code))
    return code


def page_of(client: Client, case: Case) -> str:
    """The page of a case, opened with its receipt code."""
    opened(client, case)
    response = client.get(reverse("my-case", args=[case.pk]))
    assert response.status_code == 200
    return response.text


def answer(client: Client, page: str, case: Case, **typed: Any) -> Any:
    """Open an answer's page and send its form."""
    opened(client, case)
    url = reverse(page, args=[case.pk])
    form = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get(url).text)
    return client.post(url, dict(form) | typed)
