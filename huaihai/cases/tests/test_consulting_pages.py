"""Consultations: written down, found, counted, made a complaint in one step, and forgotten after a year."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.consulting import counted, verbs
from huaihai.cases.models import Case, Consultation
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.cases.tests.test_confirming import ANSWERS
from huaihai.members.models import Role
from huaihai.record import events
from tests import cast as people
from tests.posts import post_at, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
LIST, NEW = "desk-consultations", "desk-consultation-new"
ASKED: dict[str, Any] = {
    "question": "七天无理由退货要不要自己出运费？打 13912345678 找我",
    "answer": "要，除非商家承诺包邮退。",
    "channel": "visit",
    "category": "G01",
    "name": "Zhou (test)",
    "phone": "139 0000 0088",
}


def asked(cast: people.Cast, **changed: Any) -> Consultation:
    told = ASKED | {"body": cast.home, "by": cast.wang, "at": NOW, "phone": "13900000088"}
    return verbs.answer(**(told | changed))


def test_it_is_written_down_listed_and_found(wang: Client, cast: people.Cast) -> None:
    assert wang.post(reverse(NEW), ASKED).status_code == 302

    held = Consultation.objects.get()
    assert (held.body, held.phone, held.channel) == (cast.home, "13900000088", "visit")
    assert "13912345678" not in held.topic
    assert events.history(held.record_key).get().verb == "consultation_answered"
    assert wang.get(reverse(NEW)).context["form"]["channel"].value() == "visit"
    here = reverse("desk-consultation", args=[held.pk])
    for query, is_found in (
        ({}, True),
        ({"q": "运费 退货"}, True),
        ({"q": "139 0000 0088"}, True),
        ({"q": "健身"}, False),
        ({"channel": "phone"}, False),
        ({"category": "G01"}, True),
        ({"month": "last"}, False),
        ({"month": "all"}, True),
    ):
        assert (here in wang.get(reverse(LIST), query, follow=True).text) is is_found, query
    page = wang.get(here).text
    assert "除非商家承诺包邮退" in page
    assert "13900000088" not in page
    assert "Zhou (test)" not in page


@pytest.mark.parametrize("missing", ["question", "answer", "channel"])
def test_without_these_nothing_is_written(wang: Client, cast: people.Cast, missing: str) -> None:
    answer = wang.post(reverse(NEW), ASKED | {missing: ""})

    assert answer.status_code == 200
    assert missing in answer.context["form"].errors
    assert not Consultation.objects.exists()


def test_who_asked_need_not_say_who_they_are(wang: Client, cast: people.Cast) -> None:
    assert wang.post(reverse(NEW), ASKED | {"name": "", "phone": ""}).status_code == 302
    assert wang.post(reverse(NEW), ASKED | {"phone": "12"}).status_code == 200


def test_it_becomes_a_case_in_one_step_with_everything_taken_over(wang: Client, cast: people.Cast) -> None:
    answer = wang.post(reverse(NEW), ASKED | {"as_case": "1"})
    held = Consultation.objects.get()
    form = wang.get(answer.headers["Location"]).context["form"]

    taken = {name: form[name].value() for name in ("phone", "name", "story", "category", "origin")}
    sent = wang.post(
        reverse("desk-register"), ANSWERS | taken | {"consultation": form["consultation"].value()}
    )

    assert sent.status_code == 302
    held.refresh_from_db()
    case = Case.objects.get()
    assert (held.case, case.story, case.category, case.origin) == (case, ASKED["question"], "G01", "visit")
    assert str(case.number) in wang.get(reverse("desk-consultation", args=[held.pk])).text
    assert not wang.get(answer.headers["Location"]).context["form"]["story"].value(), "it is a case already"


def test_another_city_neither_sees_nor_takes_it(zhao: Client, cast: people.Cast) -> None:
    held = asked(cast)

    assert zhao.get(reverse("desk-consultation", args=[held.pk])).status_code == 404
    assert "运费" not in zhao.get(reverse(LIST)).text
    page = zhao.get(reverse("desk-register"), {"consultation": str(held.pk)})
    assert not page.context["form"]["phone"].value()
    zhao.post(reverse("desk-register"), ANSWERS | {"consultation": str(held.pk)})
    held.refresh_from_db()
    assert held.case is None


def test_the_number_of_the_report_opens_its_rows_and_names_nobody(wang: Client, cast: people.Cast) -> None:
    asked(cast)
    asked(cast, at=NOW - timedelta(days=31))
    asked(cast, body=cast.county, by=cast.qian)
    client = Client()
    (figure,) = counted.figures_between(date(2026, 11, 1), date(2026, 11, 30))
    sign_in(client, post_at("alliance", Role.SECRETARIAT).account)
    own, page = wang.get(figure.url), client.get(figure.url)

    assert figure.value == page.context["page"].total == len(page.context["rows"]) == 2
    assert own.context["page"].total == 1
    topic = Consultation.objects.first().topic  # type: ignore[union-attr]
    assert topic
    assert topic not in page.text
    assert client.get(figure.url.replace("2026", "x")).status_code == 200


def test_the_month_is_counted_for_a_body_and_those_below(cast: people.Cast, wang: Client) -> None:
    asked(cast)
    asked(cast, at=NOW - timedelta(days=31))
    asked(cast, body=cast.county, by=cast.qian)

    assert verbs.answered_between(date(2026, 11, 1), date(2026, 11, 30)) == 2
    assert "本月 1" in wang.get(reverse(LIST)).text
    assert "上月 1" in wang.get(reverse(LIST)).text


def test_after_a_year_its_words_are_gone_and_it_is_still_counted(cast: people.Cast, wang: Client) -> None:
    held, young = asked(cast), asked(cast, at=NOW + timedelta(days=1))
    for _again in range(2):
        for act in verbs.due_acts(NOW + verbs.KEPT + timedelta(hours=1)):
            act()

    held.refresh_from_db()
    young.refresh_from_db()
    assert not any((held.topic, held.question, held.answer, held.name, held.phone, held.phone_index))
    assert young.question
    assert events.history(held.record_key).filter(verb="consultation_erased").count() == 1
    assert "满一年" in wang.get(reverse("desk-consultation", args=[held.pk])).text
    assert Consultation.objects.count() == 2
