"""What the tests of the pages of plans and reports share: who reads, and the things to read."""

from datetime import datetime

from django.test import Client
from django.urls import reverse

from huaihai.governance.models import Plan, Report
from huaihai.governance.planning import reports, verbs
from huaihai.governance.tests import planning_cast
from huaihai.governance.tests.deciding import Ten
from huaihai.kit.clock import ZONE
from huaihai.members.models import Account
from tests.posts import body
from tests.reading import browser

AT = datetime(2027, 1, 4, 9, 0, tzinfo=ZONE)


def reader(ten: Ten, key: str) -> Client:
    """Whoever speaks for this body, reading English."""
    return browser(Account.objects.get(pk=str(ten.voices[key].account_id)), language="en")


def address(name: str, *args: object) -> str:
    return reverse(name, args=args)


def plan_of(ten: Ten, year: int = 2027) -> Plan:
    return verbs.open_plan(year=year, by=ten.office, at=AT)


def adopted(ten: Ten, year: int = 2027) -> Plan:
    return planning_cast.adopted(ten, year, AT)


def report_of(ten: Ten, quarter: int = 4) -> Report:
    return reports.open_report(year=2026, quarter=quarter, by=ten.office, at=AT)


def answers(plan: Plan, **changed: str) -> dict[str, str]:
    return {
        "text": "四城一起做电热水壶比较试验",
        "job": "supervision",
        "owner": str(body("city:371300").pk),
        "due_on": "2027-09-30",
        "target": "4",
        "unit": "城",
        "seen": str(plan.version),
    } | changed
