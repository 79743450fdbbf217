"""Two do the same about one call at the same moment. Both databases."""

from typing import Any

import pytest

from huaihai.cases.callback import promising, verbs
from huaihai.cases.models import CallBack
from huaihai.members.actors import Actor
from huaihai.record import events
from tests import cast as people
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def ask(cast: people.Cast) -> CallBack:
    asked: Any = {"phone": people.PHONE, "place": people.HOME, "by": Actor.public(), "at": people.TUESDAY}
    return verbs.ask(body=cast.home, slot=promising.times(cast.home, people.TUESDAY)[0], **asked)


def test_a_number_that_is_sent_twice_is_called_once() -> None:
    cast = people.assemble()
    assert at_once(lambda: ask(cast), lambda: ask(cast)) == ["won", "won"]
    (held,) = CallBack.objects.all()
    assert {event.verb for event in events.history(held.record_key)} == {
        "callback_asked",
        "callback_asked_again",
    }


def test_of_two_officers_who_note_a_try_one_is_told() -> None:
    cast = people.assemble()
    held = ask(cast)

    def note() -> None:
        verbs.not_reached(CallBack.objects.get(), by=cast.wang, at=people.TUESDAY, seen=held.version)

    assert at_once(note, note) == ["Moved", "won"]
    assert CallBack.objects.get().tries == 1
    assert events.broken_at(held.record_key) is None
