"""Two officers act on one case at once: one wins, the other is told; the record stays whole. Both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import care, intake, routing
from huaihai.kit.filestore import Stored
from huaihai.members.actors import Actor
from huaihai.record import events
from tests import cast as people
from tests.cast import TUESDAY
from tests.reading import fresh
from tests.threads import at_once, each_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_officers_at_once_one_wins_and_one_is_told() -> None:
    cast = people.assemble()
    case = people.filed().case
    word: dict[str, Any] = {"by": cast.wang, "at": TUESDAY, "seen": case.version}
    answers = at_once(
        lambda: routing.take(Case(pk=case.pk), **word),
        lambda: routing.forward(Case(pk=case.pk), to=cast.lead, assessment="x", **word),
    )
    assert answers == ["Moved", "won"]
    assert fresh(case).version == word["seen"] + 1
    assert case.stage in ("deciding", "forwarded")
    assert events.broken_at(case.record_key) is None


@pytest.mark.usefixtures("tuesday", "files", "cast")
def test_two_presses_at_once_make_one_case_and_show_its_code(client: Client) -> None:
    draft = people.draft()
    opened(client, draft)
    session = client.session
    session[steps.CURRENT] = str(draft.pk)
    session.save()

    def press() -> tuple[int, str]:
        window = Client()
        window.cookies["sessionid"] = session.session_key or ""
        response = window.post(steps.address("check"), {"key": "one-key", "draft": steps.token(draft)})
        return response.status_code, response.url

    assert each_at_once(press, press) == [(302, reverse("file-receipt"))] * 2
    assert Case.objects.count() == 1
    assert 'id="code"' in client.get(reverse("file-receipt")).text


PRESSES = 4
NOW = TUESDAY


def all_at_once(act: Callable[[], None]) -> None:
    """The act, several times at the same moment: all go well."""
    assert each_at_once(*[act] * PRESSES) == [None] * PRESSES


def test_consents_changed_twice_at_once() -> None:
    people.assemble()
    case = people.filed(NOW).case

    all_at_once(lambda: intake.change(case, purposes=["business"], by=people.li(case), at=NOW))

    assert list(case.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)) == ["business"]
    assert events.history(case.record_key).filter(verb="consents_changed").count() == PRESSES
    assert events.broken_at(case.record_key) is None


def test_a_new_receipt_code_asked_for_twice_at_once() -> None:
    people.assemble()
    receipt = people.filed(NOW)

    all_at_once(lambda: care.replace_receipt_code(receipt.number, people.PHONE, by=Actor.public(), at=NOW))

    assert events.history(receipt.case.record_key).filter(verb="receipt_code_replaced").count() == PRESSES
    assert events.broken_at(receipt.case.record_key) is None


def test_the_same_file_sent_twice_at_once() -> None:
    people.assemble()
    case = people.filed(NOW).case
    file = Stored("a" * 64, "text/plain", 10, "")

    def send() -> None:
        care.add_evidence(case, file=file, name="a.txt", party="consumer", by=people.li(case), at=NOW)

    all_at_once(send)

    assert case.evidence.count() == 1
    assert events.history(case.record_key).filter(verb="add_evidence").count() == 1
