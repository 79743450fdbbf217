"""The last press of the form: how often it asks the database, one commit, nothing lost. Both databases."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases import numbers
from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import intake
from huaihai.desk.lives import Unfit
from huaihai.record import events
from huaihai.record.models import Clock, IntakeKey, OutboxMessage
from tests import cast as people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tuesday", "files", "cast"),
]

UNKNOWN = {"name": "Tea house", "sign": "Tea", "address": "Road 1", "region_code": people.LEAD}


def pressed(**answers: Any) -> tuple[Client, Case, list[str]]:
    """A draft, sent from its browser, and what the database was asked."""
    client, draft = Client(), people.draft(**answers)
    opened(client, draft)
    session = client.session
    session[steps.CURRENT] = str(draft.pk)
    session.save()
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(steps.address("check"), {"key": uuid4().hex, "draft": steps.token(draft)})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("file-receipt"))
    assert "sessionid" in answer.cookies  # the browser keeps it as long as the session
    return client, draft, [query["sql"] for query in caught.captured_queries]


# A business that is known is read first; one that is not is written with all the rest. On SQLite each table is written
# by itself.
MOST = {"postgresql": 7, "sqlite": 12}


@pytest.mark.parametrize("answers", [{}, {"stated_business": UNKNOWN}])
def test_the_last_press_asks_little_and_commits_once(answers: dict[str, Any]) -> None:
    pressed(**answers)  # now it is known what bodies decided
    client, draft, asked = pressed(**answers)

    assert len(asked) <= MOST[connection.vendor], "\n".join(asked)
    assert sum(one.startswith("COMMIT") for one in asked) == 1
    case = Case.objects.get(pk=draft.pk)
    assert case.stage == "received"
    assert case.number
    assert 'id="code"' in client.get(reverse("file-receipt")).text
    assert [row.verb for row in events.history(case.record_key)] == ["start", "submit"]
    assert events.broken_at(case.record_key) is None
    assert case.business is not None
    assert events.broken_at(case.business.record_key) is None
    assert Clock.objects.running().get(subject=case.record_key).name == "forward"
    assert OutboxMessage.objects.get(subject=case.record_key).effect_key.startswith(
        f"{case.record_key}:filed:"
    )
    assert case.to_index
    assert case.place is not None


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = people.filed().number
    drawn = iter([first, first, "3203-2026-000001-1"])
    monkeypatch.setattr(numbers, "new_number", lambda _city, _year: next(drawn))

    receipt = people.filed(story="又一件")

    assert receipt.number == receipt.case.number == "3203-2026-000001-1"
    assert Case.objects.get(pk=receipt.case.pk).number == "3203-2026-000001-1"
    assert events.broken_at(receipt.case.record_key) is None
    assert IntakeKey.objects.count() == 2
    assert OutboxMessage.objects.filter(subject=receipt.case.record_key).count() == 1


def test_what_is_refused_leaves_no_trace_and_can_be_sent_again() -> None:
    draft = people.draft(remedies=[])
    with pytest.raises(Unfit):
        intake.submit(draft, key="k", by=people.li(draft), at=people.TUESDAY)
    assert not IntakeKey.objects.exists()
    intake.save_answers(draft, remedies=["refund"])
    receipt = intake.submit(draft, key="k", by=people.li(draft), at=people.TUESDAY)
    again = intake.submit(draft, key="k", by=people.li(draft), at=people.TUESDAY)
    assert (again.number, again.code, again.is_new) == (receipt.number, "", False)


def test_a_draft_named_by_its_form_alone_is_sent_by_a_second_press() -> None:
    """The first answer brings a session: a code kept in one that never arrived would be seen by nobody."""
    draft, window = people.draft(), Client()
    form = {"key": "k", "draft": steps.token(draft)}
    assert 'name="key" value="k"' in window.post(steps.address("check"), form).text
    draft.refresh_from_db()
    assert draft.stage == "draft"
    answer = window.post(steps.address("check"), form)
    assert answer.headers["Location"] == reverse("file-receipt")
    assert 'id="code"' in window.get(reverse("file-receipt")).text
