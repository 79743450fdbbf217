"""One log over all chains: whatever is committed gets a number, once, in the order of its chain; proofs hold."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.record import events
from huaihai.record.log import kept, notes, proofs, sequencing, tree
from huaihai.record.log.leaves import leaf_hash
from huaihai.record.log.notes import Checkpoint
from huaihai.record.models import Event, LogHead, LogLeaf, LogTile
from huaihai.record.verify import commitments
from tests.cast import TUESDAY
from tests.queries import queries_of
from tests.threads import each_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def write(subject: str = "case:1", number: int = 1) -> None:
    with transaction.atomic():
        for _each in range(number):
            events.write(subject=subject, verb="taken", by="officer:1", at=TUESDAY)


def sequence() -> int:
    return sequencing.sequence(at=TUESDAY)


def everything() -> int:
    done = 0
    while some := sequence():
        done += some
    return done


def head() -> Checkpoint:
    row = kept.head()
    assert row is not None
    row.note.among(kept.keys(row.origin)[:1])
    return row.checkpoint


def defined_root() -> bytes:
    """The recursive definition over what the leaves say."""
    hashes = [bytes.fromhex(kept.hash_of(leaf)) for leaf in LogLeaf.objects.order_by("number")]

    def over(row: list[bytes]) -> bytes:
        if len(row) == 1:
            return row[0]
        split = 1 << (len(row) - 1).bit_length() - 1
        return tree.of_node(over(row[:split]), over(row[split:]))

    return over(hashes)


def test_every_event_gets_the_next_number_and_a_signed_head() -> None:
    write("case:1", 2)
    write("case:2")
    assert sequence() == 3
    write("case:1")
    assert [sequence(), sequence()] == [1, 0]
    found = LogLeaf.objects.order_by("number").values_list("number", "subject", "event_number")
    assert list(found) == [(0, "case:1", 1), (1, "case:1", 2), (2, "case:2", 1), (3, "case:1", 3)]
    assert head().size == 4
    assert head().root == defined_root()
    leaf = LogLeaf.objects.get(number=3)
    event = Event.objects.get(subject="case:1", number=3)
    assert leaf.event_hash == event.hash
    assert leaf.leaf_hash == leaf_hash(
        subject="case:1", event_number=3, event_hash=event.hash, rows="", salt=leaf.salt
    )
    assert events.broken_at("case:1") is None


def test_two_leaves_of_the_same_words_have_hashes_apart() -> None:
    """Hashes are public: nobody may try out what they are of."""
    write("case:1")
    write("case:2")
    everything()
    assert len(set(LogLeaf.objects.values_list("salt", flat=True))) == 2


def test_rows_are_committed_to_with_the_last_event_of_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def of(subjects: list[str]) -> dict[str, str]:
        asked.append(subjects)
        return {"case:1": "ab" * 32}

    monkeypatch.setattr(commitments, "of", of)
    write("case:1", 3)
    write("log:2")
    everything()
    assert asked == [["case:1", "log:2"]]
    assert list(LogLeaf.objects.order_by("number").values_list("rows", flat=True)) == ["", "", "ab" * 32, ""]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(
        st.lists(st.tuples(st.integers(1, 4), st.integers(1, 90)), min_size=1, max_size=4), max_size=6
    ),
    at_once=st.sampled_from([1, 7, 64, 250]),
)
def test_any_order_and_batch_size_gives_the_root_of_the_definition(
    batches: list[list[tuple[int, int]]], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(sequencing, "AT_ONCE", at_once)
        for batch in batches:
            before = kept.head()
            for subject, number in batch:
                write(f"case:{subject}", number if at_once > 1 else 1)
            everything()
            assert head().root == defined_root()
            if before:
                old = before.checkpoint
                proof = tree.consistency(old.size, head().size, kept.reader(head().size))
                assert tree.is_consistent(old.size, head().size, proof, old.root, head().root)
        assert Event.objects.count() == LogLeaf.objects.count()
        _in_order_of_their_chains()
        transaction.set_rollback(True)


def _in_order_of_their_chains() -> None:
    last: dict[str, int] = {}
    for place, (number, subject, event) in enumerate(
        LogLeaf.objects.order_by("number").values_list("number", "subject", "event_number")
    ):
        assert number == place
        assert event == last.get(subject, 0) + 1
        last[subject] = event


def test_tiles_are_closed_level_by_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """With tiles of four, five hundred leaves have five levels."""
    for module in (tree, kept.tree):
        monkeypatch.setattr(module, "HEIGHT", 2)
        monkeypatch.setattr(module, "WIDTH", 4)
    monkeypatch.setattr("huaihai.record.log.tiles.HEIGHT", 2)
    monkeypatch.setattr("huaihai.record.log.tiles.WIDTH", 4)
    monkeypatch.setattr(sequencing, "AT_ONCE", 37)
    write("case:1", 260)
    write("case:2", 240)
    everything()
    assert list(LogTile.objects.filter(level=0).order_by("number").values_list("number", flat=True)) == [
        *range(125)
    ]
    assert {level: LogTile.objects.filter(level=level).count() for level in range(5)} == {
        0: 125,
        1: 31,
        2: 7,
        3: 1,
        4: 0,
    }
    assert head().root == defined_root()


def test_an_empty_table_is_one_cheap_question() -> None:
    write()
    everything()
    assert queries_of(sequence) == 1


def test_a_batch_is_some_statements_however_many_events() -> None:
    write("case:1", 3)
    few = queries_of(sequence)
    write("case:2", 200)
    assert queries_of(sequence) <= few + 2


def test_a_mark_that_was_taken_away_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    write("case:1", 2)
    everything()
    Event.objects.filter(number=1).update(is_in_log=False)
    write("case:2")
    everything()
    assert LogLeaf.objects.count() == 3
    assert not Event.objects.filter(is_in_log=False).exists()
    assert "lost their mark" in caplog.text


def test_a_log_keeps_its_name_at_another_address(settings: Any) -> None:
    settings.SITE_URL = "https://huaihai.example"
    write()
    everything()
    settings.SITE_URL = "https://other.example"
    write()
    everything()
    assert head().origin == "huaihai.example/alliance/log"


def test_a_proof_file_leads_from_the_event_to_the_signed_head() -> None:
    write("case:1", 300)
    everything()
    lines, _between, note = proofs.of_event("case:1", 42).partition("\n\n")
    first, extra, index, *path = lines.split("\n")
    assert (first, index) == ("c2sp.org/tlog-proof@v1", "index 41")
    found = notes.read(note)
    found.among(kept.keys(head().origin))
    leaf = tree.of_leaf(notes._bytes_of(extra.removeprefix("extra ")))
    proof = [notes._bytes_of(one) for one in path]
    assert tree.is_included(leaf, 41, 300, proof, Checkpoint.read(found.text).root)
    with pytest.raises(LookupError, match="not in the log"):
        proofs.of_event("case:1", 301)


@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_committed_late_is_not_passed_over() -> None:
    """Its key and moment are older than those that are in the log already."""
    if connection.vendor == "sqlite":
        pytest.skip("one writes at a time: none is committed late")
    begun, goes_on = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            events.write(subject="case:late", verb="taken", by="officer:1", at=TUESDAY - timedelta(days=1))
            begun.set()
            goes_on.wait(120)

    def others() -> list[int]:
        begun.wait(120)
        write("case:2")
        found = [everything()]
        goes_on.set()
        return found

    assert each_at_once(late, others) == [None, [1]]
    assert everything() == 1
    assert list(LogLeaf.objects.order_by("number").values_list("subject", flat=True)) == [
        "case:2",
        "case:late",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_append_each_event_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencing, "AT_ONCE", 5)
    write("case:1", 20)

    def work() -> int:
        done = 0
        for _round in range(12):
            done += sequence()
            write(f"case:{threading.get_ident()}")
        return done

    results = each_at_once(work, work, work)
    assert all(isinstance(one, int) for one in results), results
    everything()
    assert LogLeaf.objects.count() == Event.objects.count() == 20 + 36
    assert head().root == defined_root()
    assert LogHead.objects.count() == 1
    _in_order_of_their_chains()


@pytest.fixture(autouse=True)
def _plain_commitments() -> Iterator[None]:
    """What rooms commit to is tested by the rooms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commitments, "committed", lambda: ())
        yield


def test_a_head_is_signed_once_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint holds whatever was there before it: verify tells by that what was put in later."""
    monkeypatch.setattr(sequencing, "AT_ONCE", 5)
    write("case:1", 10)
    assert sequence() == 5
    assert kept.head() is None
    assert sequence() == 5
    assert head().size == 10


def test_the_head_before_stands_while_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    write("case:1", 3)
    everything()
    monkeypatch.setattr(sequencing, "AT_ONCE", 5)
    write("case:2", 6)
    assert sequence() == 5
    assert (head().size, LogLeaf.objects.count()) == (3, 8)
    assert "index 1\n" in proofs.of_event("case:1", 2)
    with pytest.raises(LookupError, match="not in the log"):
        proofs.of_event("case:2", 1)
    everything()
    assert head().size == 9
