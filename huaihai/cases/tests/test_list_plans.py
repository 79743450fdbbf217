"""Which index each list of cases walks: a plan without it would read all cases that ever ended."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases.desk.case_list import CASES
from huaihai.cases.models import Forwarding
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

ENDED = "stage=ended"
NOT_ON_SQLITE = ("case_ended",)


@pytest.fixture(autouse=True)
def _as_if_full() -> None:
    """A planner that looks at a few rows would read them all."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "sort", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")


def asked(actor: Any, query: str) -> Any:
    """The rows of the list, for somebody who asks this."""
    request: Any = RequestFactory().get(f"{reverse('desk')}?{query}")
    request.actor = actor
    _asked, chosen = CASES._chosen(request, {})
    return CASES._narrowed(request, chosen, "", {})


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("scope=own", "case_responsible_stage"),
        ("scope=own&only=overdue&stage=checking&origin=online", "case_(responsible_stage|stage_submitted)"),
        # Some fit alike; how large each is depends on what other tests have left in it.
        ("scope=mine", "case_(handler|responsible)_stage"),
        (f"scope=own&elsewhere=not-entered&{ENDED}", "case_responsible_ended"),
        (f"scope=own&{ENDED}", "case_responsible_ended"),
        (f"scope=own&{ENDED}&only=from-elsewhere", "case_responsible_ended"),
        (f"scope=own&{ENDED}&category=G01", "case_category_ended"),
        (f"scope=own&{ENDED}&origin=visit", "case_origin_ended"),
        (f"scope=own&{ENDED}&month=2026-03", "case_(ended_received|category_ended|responsible_ended)"),
        (f"scope=mine&{ENDED}", "case_handler_ended"),
        (f"scope=below&{ENDED}", "case_ended"),
        (f"scope=away&{ENDED}", "case_ended"),
    ],
)
def test_a_list_walks_its_index(cast: people.Cast, query: str, index: str) -> None:
    if connection.vendor == "sqlite" and index in NOT_ON_SQLITE:
        pytest.skip("without statistics SQLite reads the ended cases of the body")
    plan = asked(cast.wang, query)[:50].explain()

    assert re.search(rf"\b{index}\b", plan), plan


@pytest.mark.parametrize("value", ["not-entered", "due-there"])
def test_numbers_of_other_platforms_are_looked_up_by_their_case(cast: people.Cast, value: str) -> None:
    plan = asked(cast.wang, f"scope=own&elsewhere={value}")[:50].explain()

    assert re.search(
        r"elsewhere_once_a_case|elsewherenumber_case_id|autoindex_cases_elsewherenumber", plan
    ), plan


def test_the_first_forwarding_is_looked_up_on_either_side(cast: people.Cast) -> None:
    case = people.forwarded(cast)
    with CaptureQueriesContext(connection) as asked_for:
        first = Forwarding.objects.first_seen_by(cast.zhao)

    assert first == case.forwardings.get().forwarded_at
    assert Forwarding.objects.first_seen_by(cast.wang) == first
    assert [one["sql"].count(" JOIN ") for one in asked_for.captured_queries] == [0, 0]
