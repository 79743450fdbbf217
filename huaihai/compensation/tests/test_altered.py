"""A claim that somebody changed in the database goes no step further, until it is as it was."""

import pytest
from django.db import connection, models

from huaihai.compensation.models import Claim
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.tests import market as people
from huaihai.desk.lives import NotPossible
from huaihai.kit.fields import Sealed
from huaihai.kit.sealing import seal
from huaihai.record.log import sequencing
from huaihai.record.verify import commitments
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db


def _payee(claim: Claim) -> Sealed:
    sealed: Sealed = models.QuerySet(Claim).filter(pk=claim.pk).values_list("payee", flat=True).get()
    return sealed


def _put(claim: Claim, payee: Sealed) -> None:
    models.QuerySet(Claim).filter(pk=claim.pk).update(payee=payee)


def test_an_exchanged_payee_is_not_paid_until_it_is_put_back() -> None:
    held = people.assemble()
    claim, order = people.ordered(held, 30_000)
    while sequencing.sequence(at=TUESDAY):
        pass
    was = _payee(claim)
    field = Claim._meta.get_field("payee")
    text = field.closed({**claim.payee, "account": "6222000011112222"})
    _put(claim, Sealed(seal(text, place=field.place_on(claim))))

    with pytest.raises(NotPossible, match="绕过平台"):
        payments_verbs.make_file(held.fund, by=held.cao, at=TUESDAY)
    with pytest.raises(NotPossible, match="绕过平台"):
        payments_verbs.fail(order, reason="No such account.", by=held.cao, at=TUESDAY)

    _put(claim, was)
    assert payments_verbs.make_file(held.fund, by=held.cao, at=TUESDAY).count == 1


@pytest.mark.parametrize(
    ("column", "value"), [("payee", "damaged"), ("checks", "{"), ("asked_at", "some day")]
)
def test_what_cannot_be_read_is_told_apart_and_stops_nobody(column: str, value: str) -> None:
    claim, _order = people.ordered(people.assemble(), 30_000)
    before = commitments.of([claim.record_key])
    if connection.vendor == "postgresql" and column != "payee":
        pytest.skip("PostgreSQL takes no such value")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE compensation_claim SET {column} = %s", [value])  # noqa: S608
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")

    after = commitments.of([claim.record_key])
    assert after.keys() == before.keys() == {claim.record_key}
    assert after != before
    while sequencing.sequence(at=TUESDAY):
        pass
    assert commitments.altered([claim.record_key]) == []
