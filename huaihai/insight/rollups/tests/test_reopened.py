"""What became of a case follows it: closed, opened again, closed otherwise."""

from datetime import timedelta

import pytest

from huaihai.cases.verbs import correcting, fulfilment, negotiation, reopening
from huaihai.insight.axes import Outcome
from huaihai.insight.models import MonthCount
from huaihai.insight.rollups import counting, facts
from huaihai.insight.rollups.tests import plain
from huaihai.insight.rollups.tests.files import AT
from huaihai.insight.rollups.tests.test_counting import NOVEMBER
from tests import cast as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_counts_follow_a_case_that_is_opened_again() -> None:
    cast = people.assemble()
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=AT)
    counting.catch_up(at=AT)
    seen = []

    def counted(night: int) -> None:
        counting.catch_up(at=AT + night * DAY)
        plain.agree()
        whole = facts.whole(since=NOVEMBER, until=NOVEMBER)
        seen.append([one for one in Outcome if getattr(whole, one.value)])

    fulfilment.confirm(case, by=people.li(case), at=AT + DAY)
    counted(1)
    reopening.reopen(case, text="钱又被扣回去了。", by=people.li(case), at=AT + 9 * DAY)
    counted(9)
    fulfilment.close_unconfirmed(case, text="商家不办。", by=cast.zhao, at=AT + 40 * DAY)
    counted(40)

    assert seen == [[Outcome.CONFIRMED], [Outcome.OPEN], [Outcome.NOT_SOLVED]]


def test_counts_follow_a_correction() -> None:
    cast = people.assemble()
    case = people.taken(cast)
    counting.catch_up(at=AT)

    values = {name: getattr(case, name) for name in correcting.FIELDS} | {"category": "G02", "asked_fen": 100}
    correcting.correct(case, values=values, text="听错了。", by=cast.zhao, at=AT + DAY)
    counting.catch_up(at=AT + DAY)

    plain.agree()
    assert facts.whole(since=NOVEMBER, until=NOVEMBER).asked_fen == 100
    assert set(MonthCount.objects.filter(axis="category").values_list("key", flat=True)) == {"G02"}
