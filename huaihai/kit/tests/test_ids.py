"""Identifiers rise with time and cannot be guessed."""

import time
from uuid import RFC_4122

from huaihai.kit.ids import new_id


def test_an_identifier_is_of_version_seven_and_holds_its_moment() -> None:
    before = time.time_ns() // 1_000_000
    held = new_id()
    assert (held.version, held.variant) == (7, RFC_4122)
    assert before <= held.int >> 80 <= time.time_ns() // 1_000_000


def test_what_is_made_one_after_the_other_is_in_order() -> None:
    made = []
    for _ in range(200):
        made.append(new_id())
        time.sleep(0.000_002)
    assert sorted(made) == made


def test_two_of_the_same_moment_differ() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000
