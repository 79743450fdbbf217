"""A letter counts on the day it came in, under its own way, though it was written down later."""

from datetime import date, datetime

import pytest

from huaihai.businesses.register.verbs import Stated
from huaihai.cases.verbs import intake
from huaihai.insight.axes import Axis
from huaihai.insight.rollups import counting
from huaihai.insight.rollups.tables import MONTHS
from huaihai.insight.statistics import keys
from huaihai.kit.clock import ZONE
from tests import cast as people
from tests.posts import PROGRAM, body

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=ZONE)


def test_it_is_counted_in_the_month_in_which_it_came_though_that_was_counted_before() -> None:
    people.assemble()
    counting.catch_up(at=TUESDAY)
    intake.register(
        organisation=body(f"city:{people.HOME}"),
        origin="letter",
        came_on=date(2026, 11, 30),
        title="电热水壶漏电",
        story="买来第三天就漏电。",
        remedies=["refund"],
        stated=Stated(name="Kettle shop (test)"),
        consumer_at=people.HOME,
        name="Li (test)",
        address="徐州市云龙区和平路 1 号",
        by=PROGRAM,
        at=TUESDAY,
    )

    counting.catch_up(at=TUESDAY)

    rows = MONTHS.model.objects.filter(axis=Axis.CHANNEL)
    assert set(rows.values_list("month", "key")) == {(date(2026, 11, 1), "letter")}
    assert not counting.differences(date(2026, 11, 1))
    assert keys.name(Axis.CHANNEL, "letter") == "来信"
