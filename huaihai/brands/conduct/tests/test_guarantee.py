"""A pledge for prepaid cards that was not kept suspends the mark of its shop, once."""

from datetime import timedelta

import pytest

from huaihai.brands.conduct import opening
from huaihai.brands.conduct.tests.cast import Cast
from huaihai.brands.models import Proceeding
from huaihai.brands.tests.people import MONDAY
from huaihai.prepaid.issuers.verbs import NOT_COVERED
from huaihai.prepaid.models import Issuer

pytestmark = pytest.mark.django_db


def test_a_broken_guarantee_suspends_the_mark(cast: Cast) -> None:
    entry = cast.entry
    assert opening.watch(entry, at=MONDAY) == []
    Issuer.objects.create(
        business=entry.business,
        body=entry.body,
        stage="ended",
        ratio_permille=300,
        guarantee_kind="bank",
        guarantor_name="Bank (test)",
        applied_at=MONDAY - timedelta(days=90),
        why_ended=NOT_COVERED,
        ended_on=MONDAY.date(),
    )
    (row,) = opening.watch(entry, at=MONDAY)
    assert (row.trigger, row.kind) == ("broken-guarantee", Proceeding.Kind.SUSPEND)
    entry.refresh_from_db()
    assert entry.stage == "suspended"
    assert opening.watch(entry, at=MONDAY + timedelta(days=1)) == []
