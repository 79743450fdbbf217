"""Two officers act on one case at the same moment: one wins, the other is told and keeps the text."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.record import events
from huaihai.record.models import Clock
from tests import cast as people
from tests.reading import browser
from tests.threads import each_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tuesday")]
NOW = people.TUESDAY


def at_once(case: Case, *senders: tuple[Client, str, dict[str, Any]]) -> list[Any]:
    """Each sender's form of a step, sent at the same moment; all saw the same version."""
    return each_at_once(
        *(
            partial(
                client.post, reverse("desk-step", args=[case.pk, noun]), {"seen": case.version, **answers}
            )
            for client, noun, answers in senders
        )
    )


@pytest.mark.parametrize("round_", range(2))
def test_of_two_officers_one_wins_and_the_other_keeps_the_text(round_: int) -> None:
    cast = people.assemble()
    first, second = (browser(cast.accounts["wang"]) for _number in range(2))
    case = people.filed(NOW).case

    answers = at_once(
        case,
        (first, "forward", {"to": cast.lead.key, "assessment": "The first officer's words."}),
        (second, "supplement-request", {"text": "The second officer's words."}),
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    words = "The first officer" if loser is answers[0] else "The second officer"
    assert words in loser.text
    case.refresh_from_db()
    assert case.stage == ("supplementing" if loser is answers[0] else "forwarded")
    assert list(events.history(case.record_key).values_list("verb", flat=True))[2:] == [
        "ask_supplement" if loser is answers[0] else "forward"
    ]
    assert events.broken_at(case.record_key) is None


def test_the_same_button_pressed_by_two_officers_acts_once() -> None:
    cast = people.assemble()
    case = people.forwarded(cast)
    clients = [browser(cast.accounts["zhao"]) for _number in range(4)]

    answers = at_once(case, *((client, "taking", {}) for client in clients))

    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    assert events.history(case.record_key).filter(verb="take").count() == 1
    assert Clock.objects.running().filter(subject=case.record_key, name="decide").count() == 1


def test_two_notes_at_once_leave_one_and_give_the_other_back_to_be_sent_again() -> None:
    cast = people.assemble()
    case = people.filed(NOW).case
    clients = [browser(cast.accounts["wang"]) for _number in range(2)]
    notes = [{"with_whom": "consumer", "text": f"Note number {number}."} for number in (1, 2)]

    answers = at_once(case, *((client, "calls", note) for client, note in zip(clients, notes, strict=True)))

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    lost = [answer.status_code for answer in answers].index(409)
    assert notes[lost]["text"] in answers[lost].text
    fresh = answers[lost].context["form"]["seen"].value()
    again = clients[lost].post(reverse("desk-step", args=[case.pk, "calls"]), notes[lost] | {"seen": fresh})
    assert again.status_code == 302
    kept = {event.text for event in events.history(case.record_key).filter(verb="call_back")}
    assert kept == {"Note number 1.", "Note number 2."}
