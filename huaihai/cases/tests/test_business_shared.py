"""What a business is shown that comes second, or from whom the consumer has taken the consent back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.businesses.register.verbs import Stated
from huaihai.cases.models import Case, Evidence
from huaihai.cases.verbs import care, intake, negotiation, routing
from huaihai.kit import clock
from huaihai.kit.filestore import Stored
from huaihai.members.actors import Actor
from tests import cast
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OTHER = Stated(name="Another shop (test)", sign="Another shop", region_code=cast.LEAD)


@pytest.fixture
def people(settings: Any, tmp_path: Path) -> Cast:
    cache.clear()
    settings.FILES = tmp_path / "files"
    return cast.assemble(clock.now())


def invite(case: Case, people: Cast) -> None:
    negotiation.invite(case, by=people.zhao, at=clock.now())
    negotiation.serve(case, way="call", proof="The owner answered.", by=people.zhao, at=clock.now())


def offer(case: Case, text: str, by: Actor) -> None:
    day = clock.today()
    negotiation.offer(
        case,
        remedies=["refund"],
        sum_fen=100,
        perform_by_on=day,
        valid_until_on=day,
        text=text,
        by=by,
        at=clock.now(),
    )


def hand_in(case: Case, mark: str, *, party: str, by: Actor) -> Evidence:
    stored = Stored(mark * 64, "text/plain", 10, "")
    return care.add_evidence(case, file=stored, name=f"{mark}.txt", party=party, by=by, at=clock.now())


def page(client: Client, case: Case) -> str:
    answer = client.get(reverse("business-case", args=[case.pk]))
    assert answer.status_code == 200
    return answer.text


def test_the_right_business_reads_nothing_of_the_one_invited_by_mistake(client: Client, people: Cast) -> None:
    case = cast.taken(people, clock.now())
    routing.correct_business(case, stated=OTHER, by=people.zhao, at=clock.now())
    invite(case, people)
    offer(case, "别家的报价", people.zhao)
    theirs = hand_in(case, "a", party="business", by=people.zhao)
    negotiation.deny(case, text="别家的话", by=people.zhao, at=clock.now())
    stated = Stated(name="Kettle shop (test)", code=cast.shop_code(), region_code=cast.LEAD)
    routing.correct_business(case, stated=stated, by=people.zhao, at=clock.now())
    invite(case, people)
    offer(case, "自己的报价", people.sun)
    cast.sign_in(client, people.accounts["sun"])
    shown = page(client, case)
    assert "自己的报价" in shown
    assert "别家" not in shown
    url = reverse("business-evidence", args=[case.pk, theirs.pk])
    assert url not in shown
    assert client.get(url).status_code == 404


def test_what_is_added_after_the_consent_was_taken_back_does_not_go_to_the_business(
    client: Client, people: Cast
) -> None:
    case = cast.negotiating(people, clock.now())
    before = hand_in(case, "b", party="consumer", by=cast.li(case))
    intake.consent(case, purposes=["other_body"], at=clock.now())
    after = hand_in(case, "c", party="consumer", by=cast.li(case))
    cast.sign_in(client, people.accounts["sun"])
    shown = page(client, case)
    assert reverse("business-evidence", args=[case.pk, before.pk]) in shown
    assert reverse("business-evidence", args=[case.pk, after.pk]) not in shown
    intake.consent(case, purposes=["other_body", "business"], at=clock.now())
    assert reverse("business-evidence", args=[case.pk, after.pk]) in page(client, case)
