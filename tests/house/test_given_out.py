"""Draws that were made can be made again, and codes that were given out still open: fixed examples of each kind."""

import hashlib
import re
import secrets
from dataclasses import replace
from datetime import date
from itertools import cycle
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.conf import LazySettings

from huaihai.brands import drawing
from huaihai.brands.assessing import seats
from huaihai.brands.effect import matching
from huaihai.brands.evidence import ratings
from huaihai.businesses.channel import verbs as channel
from huaihai.cases import numbers
from huaihai.cases.letters import codes as letters
from huaihai.cases.sheets import verbs as sheets
from huaihai.desk import codes, lots
from huaihai.insight.callbacks import lots as callbacks
from huaihai.insight.redecisions import files, pairs
from huaihai.supervision.surveying import verbs as surveying
from huaihai.supervision.testing.buying import purchase
from huaihai.supervision.testing.hearing import facts as notices

SEED = "2026-7"
KEYS = [str(UUID(int=number)) for number in range(1, 6)]
ROW = UUID(int=77)


@pytest.fixture
def ring(settings: LazySettings) -> None:
    """Keys that stay, as those of an installation do."""
    settings.KEYRING = replace(settings.KEYRING, indexing=b"i" * 32, receipts=b"r" * 32)


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance that is known beforehand."""
    turns = cycle(range(0, 1000, 7))
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[next(turns) % len(letters)])
    monkeypatch.setattr(secrets, "randbelow", lambda most: (next(turns) + 1) * 7919 % most)


def places(keys: list[str]) -> list[int]:
    return [UUID(key).int for key in keys]


def test_places_to_visit() -> None:
    assert places(lots.order_of(SEED, KEYS)) == [1, 5, 3, 4, 2]
    assert lots.frame_hash(KEYS[::-1])[:12] == "2a0c518c3af9"


def test_assessors() -> None:
    frame = [[key, f"city-{number % 3}"] for number, key in enumerate(KEYS)]
    order = lots.order_of(SEED, KEYS)
    assert places(order) == [1, 5, 3, 4, 2]
    assert lots.frame_hash(frame[::-1])[:12] == "f11e1369375c"
    assert seats.next_of(order, frame, seated=[order[0]], cities=["city-0"]) == KEYS[4]


def test_a_panel() -> None:
    pool = [drawing.Candidate(UUID(key), UUID(int=number % 3)) for number, key in enumerate(KEYS)]
    seed = drawing.seed_of("head", KEYS[0], "4")
    assert seed[:12] == "137807e402f1"
    found = drawing.draw(pool, seed=seed, count=3, taken=[UUID(int=1)])
    assert [(one.account.int, one.city.int) for one in found] == [(1, 0), (3, 2)]


def test_who_is_called() -> None:
    frame = [[key, f"city-{number % 2}", "known"] for number, key in enumerate(KEYS)]
    fingerprint = lots.frame_hash(frame[::-1])
    assert fingerprint[:12] == "cd9b01dc9eb2"
    seed = callbacks.seed_of("2026-Q3", frame=fingerprint, beacon="b" * 64)
    assert seed[:12] == "cf35a539e681"
    assert places(callbacks.drawn(seed, frame, {"city-0": 2, "city-1": 1})) == [3, 1, 2]


def test_files_that_are_decided_again_and_by_whom() -> None:
    frame = [
        [key, files.DECLINED if number % 2 else files.MEDIATED, "3203"] for number, key in enumerate(KEYS)
    ]
    sample = files.sample_of(SEED, frame, wanted=2)
    assert places(sample) == [1, 5, 4, 2]
    people = [pairs.Person(name, (f"city-{name}",)) for name in "abcd"]
    found = pairs.pairs(SEED, [pairs.File(key) for key in sample], people)
    assert ["".join(one.key for one in two) for two in found.values()] == ["bc", "da", "db", "ca"]


def test_businesses_that_a_holder_is_compared_with() -> None:
    holder = matching._Holder(UUID(int=9), "3203", date(2026, 6, 1))
    free = {UUID(key): date(2025, 1, 1) for key in KEYS}
    assert [one.int for one in matching._like(holder, free, {}, 2026)] == [4, 2, 5]


@pytest.mark.usefixtures("ring")
def test_receipts() -> None:
    assert numbers.checked_number("３２０３ 2026 418207 7") == "3203-2026-418207-7"
    assert numbers.receipt_fingerprint("k7qf-m2xw 9d")[:12] == "6b09be46f9e4"
    assert numbers.receipt_fingerprint("oil1-") == numbers.receipt_fingerprint("0111")


@pytest.mark.usefixtures("ring")
def test_letters() -> None:
    code = codes.code_of(2**79 + 12345)
    assert code == "G000000000000C1S6"
    assert codes.checked_code(codes.grouped(code).lower().replace("0", "o")) == code
    with pytest.raises(codes.Mistyped):
        codes.checked_code(code[:-1])
    assert letters.fingerprint("482177305", code)[:12] == "ec46df0fcdcc"
    notice = SimpleNamespace(pk=ROW, link_issue=2)
    assert notices.code_of(notice) == "0KCDSZVNVF8JCX486"  # type: ignore[arg-type]


@pytest.mark.usefixtures("ring")
def test_sheets_and_applications() -> None:
    assert sheets._fingerprint("k7qf-m2xw-9d")[:12] == "f1ce5d0f20f9"
    assert channel.code_fingerprint("k7qf-m2xw-9d")[:12] == "7fd1b6334a21"
    assert channel.stored_number("k7qf m2xo") == "K7QF-M2X0"


@pytest.mark.usefixtures("ring")
def test_survey_tokens_and_slips() -> None:
    assert surveying.token(ROW, 17) == "17-uusedquj25"
    assert surveying.is_genuine(ROW, 20, surveying.token(ROW, 17).upper())
    assert ratings.code(ROW, 3) == "q7fu-ectv-2wyc"
    assert ratings.fingerprint("ABCD efgh-jkmn")[:12] == "38ebc574dcb8"
    assert ratings.spelled("ABCD efghjkmn") == "abcd-efgh-jkmn"


@pytest.mark.usefixtures("chance")
def test_how_new_ones_look() -> None:
    assert numbers.new_number("320300", 2026) == "3203-2026-007919-2"
    assert numbers.new_receipt_code() == "7ENW-3AHR-Z6"
    assert letters.new_number() == "006176828"
    assert channel.new_number() == "MV29-GQY5"
    assert channel.new_code() == "CKT1-8FPX-4BJS-07EN-W3AH"
    assert surveying.new_code() == "bjsz8fp"


def test_a_sample_is_read_as_it_was_typed() -> None:
    assert purchase.read("k7qm3-xvd9p") == "K7QM3XVD9P"


def test_a_qr_is_drawn_as_on_what_was_printed() -> None:
    drawn = [
        codes.qr("https://example.org/k/K7QF", **how)
        for how in ({"error": "q", "scale": 8}, {}, {"border": 0, "scale": 1})
    ]
    squares = [
        re.sub(rb' viewBox="[^"]*"', b"", one, count=1) for one in drawn
    ]  # it may be shown in any size
    assert squares != drawn
    assert [hashlib.sha256(one).hexdigest()[:12] for one in squares] == [
        "c2804f09a6dc",
        "f35a7c53d0e2",
        "2a2a4e488bd4",
    ]
