"""Two officers act on one case at once: one wins, the other is told; the record stays whole. Both databases."""

import threading

import pytest
from django.db import connection

from huaihai.cases.models import Case
from huaihai.cases.verbs import routing
from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.record import events
from tests import cast as people
from tests.cast import TUESDAY


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_wins_and_one_is_told() -> None:
    cast = people.assemble()
    case = people.filed().case
    seen, answers, ready = case.version, [], threading.Barrier(2)

    def act(work: str) -> None:
        ready.wait(timeout=10)
        try:
            if work == "take":
                routing.take(Case(pk=case.pk), by=cast.wang, at=TUESDAY, seen=seen)
            else:
                routing.forward(
                    Case(pk=case.pk), to=cast.lead, assessment="x", by=cast.wang, at=TUESDAY, seen=seen
                )
            answers.append("won")
        except (Moved, NotPossible, NotAllowed) as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(work,)) for work in ("take", "forward")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == ["Moved", "won"]
    case.refresh_from_db()
    assert case.version == seen + 1
    assert case.stage in ("deciding", "forwarded")
    assert events.broken_at(case.record_key) is None
