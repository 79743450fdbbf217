"""What the tests of a consumer's pages have in common: whose cases a browser has opened, and receipt codes."""

from django.test import Client

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
