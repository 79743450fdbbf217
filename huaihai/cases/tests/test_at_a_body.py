"""Coming in at a body: its QR, which the draft remembers, and the form on paper."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from huaihai.cases.consumer.filing import bodies
from huaihai.cases.models import Case, Complainant
from huaihai.cases.tests.at_the_desk import case_url
from huaihai.cases.tests.filing_walks import ANSWERS, address, question_at, send, walk
from huaihai.cases.verbs import intake
from huaihai.kit import sealing
from huaihai.kit.fields import Sealed
from huaihai.members import accounts
from huaihai.members import bodies as members_bodies
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post
from huaihai.record import events
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.posts import PROGRAM, body, post_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files")]
COUNTY = "320302"


@pytest.fixture
def county(cast: Cast) -> Organisation:
    """Of Li's own city, with a desk and somebody at it."""
    found = body(f"county:{COUNTY}")
    post_at(found.key)
    members_bodies.note_computers(organisation=found, has_computers=True, by=PROGRAM, at=TUESDAY)
    return found


@pytest.fixture
def station(county: Organisation) -> Organisation:
    """Below it, without a computer."""
    return members_bodies.found_organisation(
        parent=county,
        kind=Organisation.Kind.STATION,
        key=f"station:{COUNTY}-01",
        name="鼓楼区消费维权服务站（测试）",
        short_name="鼓楼服务站",
        phone="0516-80000001",
        by=PROGRAM,
        at=TUESDAY,
    )


def here(organisation: Organisation) -> str:
    return reverse("file-at-body", args=[bodies.code_of(organisation)])


def filed_at(client: Client, organisation: Organisation, **answers: Any) -> Case:
    """A complaint begun at the QR of this body, and sent."""
    first = question_at(client.post(here(organisation)).url)
    walk(client, answers, start=first)
    assert send(client, "check", {}).url == reverse("file-receipt")
    return Case.objects.get()


def test_the_page_behind_the_qr_says_where_one_is_and_whom_to_ask(
    client: Client, station: Organisation
) -> None:
    page = client.get(here(station)).text

    assert "您在鼓楼区消费维权服务站（测试）。" in page
    assert 'href="tel:0516-80000001"' in page
    assert reverse("file-paper-at-body", args=[bodies.code_of(station)]) in page
    assert "您在" not in client.get(reverse("file-start")).text


@pytest.mark.parametrize("code", ["alliance", "320302x", "999999", "' or 1=1", "320302-01", "%00"])
def test_a_qr_that_nobody_knows_leads_to_the_usual_page(
    client: Client, county: Organisation, code: str
) -> None:
    answer = client.get(reverse("file-at-body", args=[code]), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("file-start")
    assert "您扫的这个码我们不认识" in answer.text
    assert client.get(reverse("file-paper-at-body", args=[code])).status_code == 404
    assert client.get(reverse("file-poster", args=[code])).status_code == 404
    assert client.get(reverse("file-qr", args=[code])).status_code == 404


def test_a_body_with_a_desk_receives_what_began_at_its_qr(client: Client, county: Organisation) -> None:
    case = filed_at(client, county)

    assert case.home == case.responsible == county
    assert events.history(case.record_key).get(verb="submit").facts["begun_at"] == county.key


def test_what_began_at_a_body_in_which_nobody_works_goes_to_the_one_above(
    client: Client, cast: Cast, county: Organisation
) -> None:
    Post.objects.filter(organisation=county).update(until_on=TUESDAY.date() - timedelta(days=1))

    assert filed_at(client, county).home == cast.home


def test_at_a_body_with_people_it_is_taken_though_nobody_works_in_the_city(
    client: Client, cast: Cast, county: Organisation
) -> None:
    accounts.close_account(account=cast.accounts["wang"], by=PROGRAM, at=TUESDAY)

    assert filed_at(client, county).home == county


def test_the_qr_of_a_station_that_was_closed_leads_to_the_body_above(
    client: Client, station: Organisation, county: Organisation
) -> None:
    members_bodies.close_organisation(organisation=station, by=PROGRAM, at=TUESDAY)

    assert client.get(here(station)).context["here"] == county
    assert station not in bodies.within(county)


def test_a_station_without_a_computer_leaves_it_to_the_body_above_and_the_officer_reads_where_it_began(
    client: Client, cast: Cast, station: Organisation, county: Organisation
) -> None:
    case = filed_at(client, station)
    assert case.home == case.responsible == county

    people.sign_in(client, cast.accounts["wang"])
    assert "在鼓楼区消费维权服务站（测试）扫码开始填的。" in client.get(case_url(case)).text


def test_another_city_than_the_rules_name_receives_nothing_and_what_was_written_is_sealed_for_its_home(
    client: Client, cast: Cast
) -> None:
    """Li, who lives in the first city, scans the QR of the second."""
    case = filed_at(client, cast.lead)

    assert case.home == cast.home
    assert events.history(case.record_key).get(verb="submit").facts["begun_at"] == cast.lead.key
    held = Complainant.objects.get(case=case)
    assert held.name == ANSWERS["contact"]["name"]
    assert Case.objects.get(pk=case.pk).story == ANSWERS["story"]["story"]
    assert _owners(case) == {case.sealed_for()}


def _owners(case: Case) -> set[str]:
    """For whom the sealed values of the case are sealed."""
    rows = [Case.objects.get(pk=case.pk), Complainant.objects.get(case=case)]
    owner = case.sealed_for()
    raw = [value for row in rows for value in vars(row).values() if isinstance(value, Sealed)]
    return {owner if sealing.is_current(value, owner=owner) else "another" for value in raw}


def test_the_check_page_names_the_body_that_will_receive_it(client: Client, county: Organisation) -> None:
    walk(client, start=question_at(client.post(here(county)).url))

    assert client.get(address("check")).context["way"].home == county


def test_no_officer_sees_a_draft_or_what_became_of_one_that_was_dropped(
    client: Client, cast: Cast, county: Organisation
) -> None:
    client.post(here(cast.home))
    draft = Case.objects.get()
    assert not Case.objects.visible_to(cast.wang).exists()

    intake.discard(draft, by=Actor.consumer({draft.pk}), at=TUESDAY)

    assert not Case.objects.visible_to(cast.wang).exists()
    assert Case.objects.get().home is None


def test_an_offer_taken_at_once_keeps_the_rule() -> None:
    city, other = Organisation(path="a/1/", is_computerised=True), Organisation(path="a/2/")
    today = TUESDAY.date()

    assert intake.received_by(None, city, on=today) == city
    assert intake.received_by(other, city, on=today) == city


def text_of(answer: Any) -> list[str]:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_the_form_on_paper_has_two_sides_and_says_whose_it_is(client: Client, station: Organisation) -> None:
    pages = text_of(client.get(bodies.paper_address(station)))
    whole = "".join(pages)

    assert len(pages) == 2
    assert "0516-80000001" in whole
    for words in (
        station.name,
        "修理",
        "退货",
        "本人签名",
        "授权委托书",
        "窗口填写",
        "那个人签名",
        "同意",
        "不同意",
    ):
        assert words in whole


def test_the_form_of_nobody_and_the_longest_names_have_two_sides_too(client: Client, cast: Cast) -> None:
    assert len(text_of(client.get(reverse("file-paper")))) == 2
    Organisation.objects.filter(pk=cast.home.pk).update(name="很长的名称" * 20, address="很长的地址" * 20)
    assert len(text_of(client.get(bodies.paper_address(body(f"city:{people.HOME}"))))) == 2


def test_the_poster_is_one_side(client: Client, station: Organisation) -> None:
    pages = text_of(client.get(reverse("file-poster", args=[bodies.code_of(station)])))

    assert len(pages) == 1
    assert station.name in pages[0]
    assert "0516-80000001" in pages[0]
    drawn = client.get(reverse("file-qr", args=[bodies.code_of(station)]))
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg")


def test_the_register_page_leads_to_what_a_body_and_those_below_it_print(
    wang: Client, cast: Cast, station: Organisation
) -> None:
    page = wang.get(reverse("desk-register")).text

    for one in (cast.home, station):
        assert bodies.paper_address(one) in page
        assert reverse("file-poster", args=[bodies.code_of(one)]) in page
    assert bodies.paper_address(cast.lead) not in page


def test_the_start_page_leads_to_the_form_and_a_draft_begun_there_is_at_nobodys(
    client: Client, cast: Cast
) -> None:
    assert reverse("file-paper") in client.get(reverse("file-start")).text
    client.post(reverse("file-start"))
    assert Case.objects.get().home is None
