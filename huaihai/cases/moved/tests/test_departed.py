"""Whoever looks for a city that went is told in one sentence where its complaints are; nothing is taken for it."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.pages import place_name
from huaihai.cases.consumer.filing.steps import Draft, address
from huaihai.cases.models import Case
from huaihai.cases.moved import verbs
from huaihai.cases.verbs import intake, routing
from huaihai.members.models import Organisation
from tests import cast
from tests.cast import HOME, LEAD, Cast

pytestmark = pytest.mark.django_db
THERE = "https://new.example"


@pytest.fixture
def people(tuesday: None) -> Cast:
    return cast.assemble()


def went(city: str) -> str:
    """The sentence that is said from now on."""
    verbs.note(
        city=city,
        is_here=False,
        title="自己的平台",
        address=THERE,
        keys={"ab": "key"},
        key_id="ab",
        root="ab" * 32,
        at=cast.TUESDAY,
    )
    Organisation.objects.filter(key=f"city:{city}").update(closed_on=cast.TUESDAY.date())
    return f"{place_name(city)}的投诉现在由自己的平台办理"


def test_its_page_leads_there_and_offers_nothing(people: Cast) -> None:
    page = Client().get(reverse("body", args=[HOME])).text
    assert 'href="tel:' in page
    sentence = went(HOME)

    page = Client().get(reverse("body", args=[HOME])).text
    assert sentence in page
    assert f'href="{THERE}"' in page
    for left_out in ("接待时间", "值班", "还办不了", reverse("callback-new") + "?city="):
        assert left_out not in page
    assert sentence in Client().get(reverse("bodies")).text
    assert sentence not in Client().get(reverse("body", args=[LEAD])).text


@pytest.mark.parametrize(
    "answers",
    [
        {"consumer_at": HOME},
        {"consumer_at": LEAD, "bought": "offline", "stated_business": {"name": "店", "region_code": HOME}},
    ],
)
def test_no_complaint_is_taken_for_it(people: Cast, answers: dict[str, object]) -> None:
    client = Client()
    client.post(reverse("file-start"))
    intake.save_answers(Case.objects.get(), **answers)
    assert Draft(Case.objects.get()).departed == ""
    sentence = went(HOME)

    assert Draft(Case.objects.get()).departed == HOME
    page = client.get(address("nobody")).text
    assert sentence in page
    assert f'href="{THERE}"' in page
    client.post(address("check"), {"send": "1"})
    assert Case.objects.get().stage == "draft"


def test_nobody_promises_a_call_for_it(people: Cast) -> None:
    sentence = went(HOME)

    page = Client().get(reverse("callback-new"), {"city": HOME}).text
    assert sentence in page
    assert 'name="phone"' not in page


def test_the_page_of_a_complaint_that_stays_does_not_say_that_the_city_sees_it(people: Cast) -> None:
    receipt = cast.filed()
    routing.forward(
        receipt.case, to=people.lead, assessment="Receipt and photos fit.", by=people.wang, at=cast.TUESDAY
    )
    client = Client()
    client.post(reverse("track"), {"number": receipt.number, "code": receipt.code})
    address_of = reverse("my-case", args=[receipt.case.pk])
    assert "每一步它都看得到" in client.get(address_of).text
    went(HOME)

    page = client.get(address_of).text
    assert people.lead.name in page
    assert "每一步它都看得到" not in page


def test_at_the_poster_of_a_shop_there_nothing_begins(people: Cast) -> None:
    at_shop = reverse("file-at-place", args=[people.shop.places.get().pk])
    assert "btn seal" in Client().get(at_shop).text
    sentence = went(LEAD)

    page = Client().get(at_shop).text
    assert sentence in page
    assert "btn seal" not in page
    assert sentence in Client().post(at_shop).text
    assert not Case.objects.exists()
