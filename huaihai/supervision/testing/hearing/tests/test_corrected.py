"""Who is heard follows the purchases as they are corrected: nobody keeps reading results of other goods."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from huaihai.desk.lives import NotPossible
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import MakerNotice, Purchase
from huaihai.supervision.testing.buying.verbs import confirm_purchase, correct_purchase
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.hearing import notices
from huaihai.supervision.testing.hearing.own_pages import address_of
from huaihai.supervision.testing.hearing.tests.test_hearing import business_of, of_maker
from huaihai.supervision.testing.hindrances import hindrances
from huaihai.supervision.testing.tests import kettles, measured
from huaihai.supervision.testing.tests.kettles import maker
from huaihai.supervision.testing.tests.measured import SILENT, TOLD, Scene

SOON = TOLD + timedelta(days=2)
pytestmark = pytest.mark.django_db


def test_a_maker_named_by_mistake_reads_nothing_more_and_the_right_one_is_heard(
    client: Client, clock_at: ClockAt
) -> None:
    scene = measured.told()
    wrong = of_maker(scene, 1)
    clock_at(SOON)
    assert client.get(address_of(wrong)).status_code == 200
    correct(scene, "演示电器十三厂")
    assert any("请再告知一次" in one for one in hindrances(scene.project, "release", at=SOON))

    notices.prepare(scene.project, by=scene.leader, at=SOON)
    notices.tell(measured.notices(scene), by=scene.leader, at=SOON)

    assert client.get(address_of(wrong)).status_code == 404
    wrong.refresh_from_db()
    right = MakerNotice.objects.get(role="maker", name="演示电器十三厂")
    assert (wrong.products, wrong.tellings.count()) == ([], 1)
    assert (right.products, right.stage) == (["p01", "p02"], "told")
    left = " ".join(hindrances(scene.project, "release", at=SILENT))
    assert maker(1) not in left
    assert "请再告知一次" not in left
    with pytest.raises(NotPossible):
        notices.tell([wrong], by=scene.leader, at=SOON)


def test_a_draft_of_nobody_goes_and_a_credit_code_that_was_corrected_opens_no_other_desk() -> None:
    scene = measured.checking()
    shop, _sun = business_of(scene)
    MakerNotice.objects.filter(pk=of_maker(scene, 2).pk).update(business=shop, credit_code="9" * 18)
    correct(scene, maker(2))
    notices.prepare(scene.project, by=scene.leader, at=SOON)
    assert not MakerNotice.objects.filter(name=maker(1)).exists()
    row = of_maker(scene, 2)
    assert row.products == ["p01", "p02", "p03", "p04"]
    assert (row.business, row.credit_code) == (None, "")


def test_one_name_with_two_credit_codes_is_nobodys_desk() -> None:
    bought = [
        Purchase(product=product, maker="演示厂", maker_code=code, shop="演示店")
        for product, code in (("p01", "1" * 18), ("p02", "2" * 18), ("p03", ""))
    ]

    assert notices.parties(bought)["maker", "演示厂"] == ("", ["p01", "p02", "p03"])
    assert notices.parties(bought[1:])["maker", "演示厂"] == ("2" * 18, ["p02", "p03"])


def correct(scene: Scene, name: str, *, at: datetime = SOON) -> None:
    """Collecting is taken up again, and both kettles of the first maker turn out to be another one's."""
    supervision_verbs.reopen(scene.project, reason="生产者写错了", by=scene.leader, at=at)
    for number in (1, 2):
        first, second = kettles.buyers(scene.kettles, number)
        made = correct_purchase(
            Purchase.objects.current().get(project=scene.project, product=f"p{number:02d}"),
            replace(kettles.as_bought(number), maker=name),
            reason="底部铭牌上是另一家",
            key=UUID(int=number),
            by=first,
            at=at,
        )
        confirm_purchase(made, agrees=True, by=second, at=at)
    supervision_verbs.finish(scene.project, by=scene.leader, at=at)
