"""The public page of a business: who has one, what it tells and what never, and having a fact corrected."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.businesses.models import Business, Correction, Enrolment, Representative
from huaihai.businesses.profile import verbs as profile_verbs
from huaihai.cases import business_numbers
from huaihai.cases.tests.test_business_figures import Told, written
from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Clock
from tests import cast as people
from tests.cast import TUESDAY
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
DAY = timedelta(days=1)
SECRET_TITLE = "电热水壶漏电"


@pytest.fixture
def joined(cast: people.Cast) -> Business:
    """The kettle shop, on the fast channel since June."""
    Enrolment.objects.create(
        number="E1",
        code_hash="x",
        client_key="x",
        business=cast.shop,
        body=cast.lead,
        as_kind=Enrolment.Kind.SHOP,
        stage="joined",
        name=cast.shop.name,
        credit_code=cast.shop.credit_code or "",
        contact_name="x",
        contact_phone="13800000009",
        promise="x",
        applied_at=TUESDAY,
        joined_on=date(2026, 6, 1),
    )
    return cast.shop


def page_of(business: Business) -> str:
    response = Client().get(reverse("business-profile", args=[business.pk]))
    assert response.status_code == 200
    return response.text


def asked(cast: people.Cast, **more: Any) -> Correction:
    facts = {"fact": "places", "wrong": "第二家店已经搬走。", "why": "见新的租赁合同。"} | more
    return profile_verbs.ask(cast.shop, **facts, by=cast.sun, at=TUESDAY)


def test_a_business_that_never_went_public_has_no_page_whatever_was_complained_of(cast: people.Cast) -> None:
    for number in range(9):
        written(Told("G01", number, True, 2, ("kept",)), cast.shop, cast.home)

    there = Client().get(reverse("business-profile", args=[cast.shop.pk]))
    nowhere = Client().get(reverse("business-profile", args=["01900000-0000-7000-8000-000000000000"]))

    assert (there.status_code, nowhere.status_code) == (404, 404)


def test_the_page_tells_numbers_with_how_sure_they_are_and_no_complaint(
    joined: Business, cast: people.Cast
) -> None:
    people.filed()
    for number in range(8):
        written(Told("G01", number, True, 2, ("kept",)), joined, cast.home)
    business_numbers.recount_all(at=TUESDAY)

    page = page_of(joined)

    assert str(joined.credit_code) in page
    assert "商丘" in page
    assert "100 %" in page
    assert "68 %" in page  # Wilson for 8 of 8 begins at 0.6756
    assert SECRET_TITLE not in page
    assert "Li (test)" not in page


def test_under_five_cases_the_page_says_that_they_are_too_few(joined: Business, cast: people.Cast) -> None:
    written(Told("G01", 1, True, 2, ("broken",)), joined, cast.home)

    page = page_of(joined)

    assert " %" not in page.split('id="numbers"')[1]


def test_the_page_asks_the_same_few_questions_however_much_there_is(
    joined: Business, cast: people.Cast
) -> None:
    counted = []
    for more in (6, 20):
        for number in range(more):
            written(Told("G01", number, True, 2, ("kept",)), joined, cast.home)
        with CaptureQueriesContext(connection) as queries:
            page_of(joined)
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_a_contested_fact_says_so_until_it_is_answered_and_then_the_answer_stands_there(
    joined: Business, cast: people.Cast
) -> None:
    correction = asked(cast)
    contested = page_of(joined)
    held = Clock.objects.get(subject=correction.record_key)

    profile_verbs.answer(correction, was_right=True, text="已改正。", by=cast.zhao, at=TUESDAY + DAY, seen=1)
    answered = page_of(joined)

    assert contested.count('class="tag warn"') == 1
    assert "第二家店" not in contested + answered
    assert 'class="tag warn"' not in answered
    assert "已改正。" in answered
    assert (held.owner, held.due_on) == (cast.lead.record_key, date(2026, 12, 8))
    assert Clock.objects.get(pk=held.pk).ended_by == "correction_answered"
    told = [event.verb for event in events.history(joined.record_key)]
    assert told[-2:] == ["correction_asked", "correction_answered"]


def test_one_asks_once_for_one_fact_and_only_managers_ask(joined: Business, cast: people.Cast) -> None:
    asked(cast)
    with pytest.raises(NotPossible):
        asked(cast)
    Representative.objects.filter(business=joined).update(role=Representative.Role.ANSWERER)
    with pytest.raises(NotAllowed):
        asked(cast, fact="name")


def test_only_the_body_that_keeps_the_business_answers_and_only_once(
    joined: Business, cast: people.Cast
) -> None:
    correction = asked(cast)
    with pytest.raises(NotAllowed):
        profile_verbs.answer(correction, was_right=True, text="x", by=cast.wang, at=TUESDAY, seen=1)
    with pytest.raises(Moved):
        profile_verbs.answer(correction, was_right=True, text="x", by=cast.zhao, at=TUESDAY, seen=0)
    profile_verbs.answer(correction, was_right=False, text="没有错。", by=cast.zhao, at=TUESDAY, seen=1)
    with pytest.raises(NotPossible):
        profile_verbs.answer(correction, was_right=True, text="x", by=cast.zhao, at=TUESDAY, seen=2)


def test_when_the_time_is_over_the_body_is_told_once(joined: Business, cast: people.Cast) -> None:
    correction = asked(cast)

    assert list(profile_verbs.due_acts(TUESDAY + 14 * DAY)) == []
    for _night in range(2):
        for act in list(profile_verbs.due_acts(TUESDAY + 15 * DAY)):
            act()

    assert [event.verb for event in events.history(joined.record_key)].count("correction_late") == 1
    assert fresh(correction).body_told_at == TUESDAY + 15 * DAY


def test_asking_and_answering_go_through_the_pages(
    joined: Business, cast: people.Cast, client: Client
) -> None:
    people.sign_in(client, cast.accounts["sun"])
    form = {"business": str(joined.pk), "fact": "name", "wrong": "", "why": "执照见附件。"}
    refused = client.post(reverse("business-corrections"), form)
    taken = client.post(reverse("business-corrections"), form | {"wrong": "名字写错了一个字。"})
    correction = Correction.objects.get()

    assert refused.status_code == 200
    assert "执照见附件。" in refused.text
    assert taken.status_code == 302
    zhao, wang = Client(), Client()
    people.sign_in(zhao, cast.accounts["zhao"])
    people.sign_in(wang, cast.accounts["wang"])
    url = reverse("desk-correction", args=[correction.pk])
    assert wang.get(url).status_code == 404
    assert "名字写错了一个字。" in zhao.get(url).text
    assert correction.business.name in zhao.get(reverse("desk-corrections")).text

    late = zhao.post(url, {"was_right": "yes", "text": "改好了。", "seen": "9"})
    assert late.status_code == 409
    assert "改好了。" in late.text
    assert zhao.post(url, {"was_right": "yes", "text": "改好了。", "seen": "1"}).status_code == 302
    assert "改好了。" in page_of(joined)
    assert "改好了。" in client.get(reverse("business-corrections")).text


def test_somebody_of_another_business_sees_none_of_it(joined: Business, cast: people.Cast) -> None:
    correction = asked(cast)
    other = Actor.business(cast.accounts["sun"], set())

    assert not Correction.objects.filter(business__in=other.business_ids).exists()
    assert Client().get(reverse("desk-correction", args=[correction.pk])).status_code == 302
