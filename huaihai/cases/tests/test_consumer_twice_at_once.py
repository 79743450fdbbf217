"""A consumer's button pressed twice at the same moment: both presses get their answer, and the record holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huaihai.cases.verbs import care, intake
from huaihai.kit.filestore import Stored
from huaihai.members.actors import Actor
from huaihai.record import events
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 4
NOW = cast.TUESDAY


def at_once(act: Callable[[], None]) -> None:
    """The act, several times at the same moment. Raises what one of them raised."""
    ready = Barrier(PRESSES)

    def press(_number: int) -> None:
        try:
            ready.wait(timeout=10)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        list(pool.map(press, range(PRESSES)))


def test_consents_changed_twice_at_once() -> None:
    cast.assemble()
    case = cast.filed(NOW).case

    at_once(lambda: intake.change(case, purposes=["business"], by=cast.li(case), at=NOW))

    assert list(case.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)) == ["business"]
    assert events.history(case.record_key).filter(verb="consents_changed").count() == PRESSES
    assert events.broken_at(case.record_key) is None


def test_a_new_receipt_code_asked_for_twice_at_once() -> None:
    cast.assemble()
    receipt = cast.filed(NOW)

    at_once(lambda: care.replace_receipt_code(receipt.number, cast.PHONE, by=Actor.public(), at=NOW))

    assert events.history(receipt.case.record_key).filter(verb="receipt_code_replaced").count() == PRESSES
    assert events.broken_at(receipt.case.record_key) is None


def test_the_same_file_sent_twice_at_once() -> None:
    cast.assemble()
    case = cast.filed(NOW).case
    file = Stored("a" * 64, "text/plain", 10, "")

    def send() -> None:
        care.add_evidence(case, file=file, name="a.txt", party="consumer", by=cast.li(case), at=NOW)

    at_once(send)

    assert case.evidence.count() == 1
    assert events.history(case.record_key).filter(verb="add_evidence").count() == 1
