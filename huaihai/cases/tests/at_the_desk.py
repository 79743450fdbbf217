"""What the tests of the officers' desk have in common: addresses, forms, and the day."""

from typing import Any

from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from tests import cast as people

NOW = people.TUESDAY
CONFIRMED = {"who": "consumer", "on": NOW.date().isoformat(), "how": "phone"}


def step_url(case: Case, noun: str) -> str:
    return reverse("desk-step", args=[case.pk, noun])


def case_url(case: Case) -> str:
    return reverse("desk-case", args=[case.pk])


def do(client: Client, case: Case, noun: str, **answers: Any) -> Any:
    """Send the form of a step, with the version that stands now."""
    case.refresh_from_db()
    return client.post(step_url(case, noun), {"seen": case.version, **answers})


def an_offer(day: str) -> dict[str, Any]:
    return {
        "remedies": ["refund"],
        "sum_fen": "268.00",
        "perform_by_on": day,
        "valid_until_on": day,
        "text": "Refund within three days.",
    }
