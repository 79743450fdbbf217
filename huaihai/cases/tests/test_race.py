"""Two officers act on one case at once: one wins, the other is told; the record stays whole. Both databases."""

import threading

import pytest
from django.db import connection

from huaihai.cases.life import NotPossible
from huaihai.cases.verbs import routing
from huaihai.cases.verbs.moving import CaseMoved, NotAllowed
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
                routing.take(case.pk, by=cast.wang, at=TUESDAY, seen=seen)  # type: ignore[arg-type]
            else:
                routing.forward(case.pk, to=cast.lead, assessment="x", by=cast.wang, at=TUESDAY, seen=seen)  # type: ignore[arg-type]
            answers.append("won")
        except (CaseMoved, NotPossible, NotAllowed) as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(work,)) for work in ("take", "forward")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == ["CaseMoved", "won"]
    case.refresh_from_db()
    assert case.version == seen + 1
    assert case.stage in ("deciding", "forwarded")
    assert events.broken_at(case.record_key) is None
