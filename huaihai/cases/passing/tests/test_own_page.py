"""What the consumer reads of a complaint that went to another alliance: one owner, whatever happens."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.business import standing
from huaihai.cases.models import Case, Passage
from huaihai.cases.passing import verbs
from huaihai.cases.passing.tests import test_passing_pages as walk
from huaihai.cases.passing.tests.foreign import CASE, Foreign
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
foreign, _address = walk.foreign, walk._address
THERE = {"name": "江南市消保委", "telephone": "0500-7654321"}


def own_page(li: Client, case: Case) -> str:
    return li.get(reverse("my-case", args=[case.pk])).content.decode()


def handed_over(case: Case, wang: Client, foreign: Foreign) -> Any:
    """It is offered and taken; the deed is known there."""
    walk.offer_by_page(wang, case)
    offered = foreign.knows(walk.ours("offer"))
    foreign.says("acceptance", {"of": offered.id, "office": THERE})
    foreign.knows(walk.ours("deed"))
    return offered


def names_one_owner(shown: str, case: Case) -> None:
    assert "您的投诉现在由江南市消保委办理，电话 0500-7654321。不用再提交。" in shown
    assert 'href="https://jiangnan.example"' in shown
    assert "已移交</" in shown
    for other in ("归其他部门管", "已告知该找哪个部门", "现在由", "您还可以走的路", "讲给大家看"):
        assert other not in shown.replace("您的投诉现在由江南市消保委办理", "")
    assert f"{case.home.name}办" not in shown


def test_after_the_deed_the_own_page_names_one_owner(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    li = walk.consumer_of(case)
    walk.offer_by_page(wang, case)
    before = own_page(li, case)
    assert "看看进展，或者收回同意" in before
    assert "<dt>江南消费者组织联盟</dt>" in before  # the consent that stands
    offered = foreign.knows(walk.ours("offer"))
    foreign.says("acceptance", {"of": offered.id, "office": THERE})

    names_one_owner(own_page(li, fresh(case)), case)


def test_the_list_of_own_complaints_says_that_it_was_handed_over(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    handed_over(case, wang, foreign)
    li = Client()
    walk.opened(li, case, people.filed(title="另一件").case)

    shown = li.get(reverse("my-cases")).content.decode()

    assert "已移交</" in shown
    assert "已告知该找哪个部门" not in shown


def test_while_a_return_is_open_the_own_page_goes_on_naming_the_other_body(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    offered = handed_over(case, wang, foreign)
    li = walk.consumer_of(case)
    back = {"of": offered.id, "office": THERE, "case": CASE}
    assert foreign.says("return", back).status_code == 200
    row = Passage.objects.get()
    assert row.stand == "offered"
    names_one_owner(own_page(li, case), case)

    verbs.accept(row, by=cast.wang, at=walk.NOW)
    assert fresh(row).stand == "bound"
    names_one_owner(own_page(li, case), case)
    assert "现在由江南市消保委办理" in li.get(reverse("my-passing", args=[case.pk])).content.decode()

    taken = foreign.knows(walk.ours("acceptance"))
    foreign.says("deed", {"of": taken.body["of"], "acceptance": taken.id, "clocks": [], "evidence": []})
    shown = own_page(li, case)
    assert fresh(case).stage == "deciding"
    assert "江南市消保委办理" not in shown
    assert "不用再提交" not in shown


def test_what_came_of_it_there_is_one_click_away(cast: people.Cast, wang: Client, foreign: Foreign) -> None:
    case = people.filed().case
    handed_over(case, wang, foreign)
    foreign.says("end", {"outcome": "settled", "ended_on": "2026-11-24", "refund_fen": 9900})
    li = walk.consumer_of(case)

    shown = own_page(li, case)

    assert "江南市消保委已经办结。" in shown
    assert reverse("my-passing", args=[case.pk]) in shown
    assert "归其他部门管" not in shown


def test_nobody_waits_for_a_number_of_a_body_without_a_program(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    del foreign
    case = people.filed().case
    walk.offer_by_page(wang, case, guest="江北县消协")
    row = Passage.objects.get()
    verbs.guest_accepts(row, office="江北县消协", telephone="", at=walk.NOW)

    texts = [one.text for one in OutboxMessage.objects.filter(subject=case.record_key)]
    assert any("不用再提交" in one for one in texts)
    assert not any("自己的编号" in one for one in texts)
    assert "您的投诉现在由江北县消协办理。不用再提交。" in own_page(walk.consumer_of(case), case)


def test_the_business_does_not_read_that_we_look_into_what_went_elsewhere() -> None:
    assert str(standing.stage_words(Case(stage="referred"))) == "已转到别处办理"
    assert str(standing.stage_words(Case(stage="received"))) != "已转到别处办理"
