"""Archives that do not open, were altered, or do not go with what is here: each is refused in words that name what is
wrong, and nothing of it is here afterwards."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
import pytest
from pyrage import x25519

from huaihai.cases.models import Case, PaperSeries
from huaihai.front.leaving import archive, history, making, taking
from huaihai.front.leaving.archive import MANIFEST, SIGNATURE
from huaihai.front.leaving.making import Receiver
from huaihai.front.leaving.spelling import CannotLeave
from huaihai.front.leaving.tests import parts
from huaihai.front.leaving.tests.conftest import SMALL, Archives
from huaihai.front.leaving.tests.parts import Parts, column, rows, said, signed_again
from huaihai.kit import clock
from huaihai.kit.filestore import sealed
from huaihai.kit.ids import new_id
from huaihai.kit.keys.carrying import CannotCarry
from huaihai.kit.speaking import in_words
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.packs import making as packs
from huaihai.record.models import Event, OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BY = Actor.system("tests")
CASES, EVENTS, ACCOUNTS = (
    "tables/cases_case.jsonl",
    "tables/record_event.jsonl",
    "tables/members_account.jsonl",
)
LEAVES, HASHES, HEAD = "proofs/leaves.jsonl", "proofs/hashes.txt", "proofs/head.txt"


@pytest.fixture(scope="module")
def whole(archives: Archives) -> Parts:
    return parts.apart(archives.paths[SMALL], archives.identity)


def take_in(path: Path, identity: str, *, key: str = "") -> str:
    """Why not."""
    before = Event.objects.count()
    with pytest.raises(CannotCarry) as refused:
        taking.take_in(path, identity, by=BY, at=clock.now(), key=key)
    assert Event.objects.count() == before
    return in_words(refused.value)


def in_a_row(table: str, name: str, value: Any, *, place: int = 0) -> parts.Change:
    """One value of one row, exchanged."""

    def change(held: Parts) -> None:
        at = column(held, table, name)

        def exchange(found: list[list[Any]]) -> None:
            found[place][at] = value(found[place][at]) if callable(value) else value

        rows(held, table, exchange)

    return change


def without_row(table: str, place: int = -1) -> parts.Change:
    return lambda held: rows(held, table, lambda found: found.__delitem__(place))


def resigned(change: parts.Change) -> parts.Change:
    """By a stranger who makes hashes, root and signature fit."""

    def changed(held: Parts) -> None:
        change(held)
        signed_again(held)

    return changed


def replaced(name: str, old: bytes, new: bytes) -> parts.Change:
    def change(held: Parts) -> None:
        assert old in held[name]
        held[name] = held[name].replace(old, new, 1)

    return change


def manifest(**values: Any) -> parts.Change:
    return lambda held: said(held, lambda found: found.update(values))


def put(name: str, content: bytes) -> parts.Change:
    return lambda held: held.__setitem__(name, content)


def gone(name: str) -> parts.Change:
    return lambda held: held.__delitem__(name)


def another_subject(held: Parts) -> None:
    at = column(held, "record_event", "subject")
    rows(held, "record_event", lambda found: found[0].__setitem__(at, f"case:{new_id()}"))


def of_another_city(held: Parts) -> None:
    """One that stays where it is: another city has it in hand."""
    key, names = column(held, "members_organisation", "id"), column(held, "members_organisation", "key")
    table = map(json.loads, held["tables/members_organisation.jsonl"].splitlines()[1:])
    other = next(row[key] for row in table if row[names] == "city:320300")
    for name in ("home_id", "lead_id", "responsible_id"):
        in_a_row("cases_case", name, other)(held)


def _other_digit(text: str) -> str:
    return f"{'0' if text[0] != '0' else '1'}{text[1:]}"


# What is done to it, and what the refusal names.
CHANGES: dict[str, tuple[parts.Change, str]] = {
    "no manifest": (gone(MANIFEST), "manifest.json is missing"),
    "no signature": (gone(SIGNATURE), "manifest.sig.json is missing"),
    "a manifest that is none": (put(MANIFEST, b"[1"), "manifest.json was altered"),
    "another format": (manifest(format="huaihai-leaving/9"), "huaihai-leaving/9"),
    "another city in the manifest": (manifest(city="320300"), "signature does not fit"),
    "a signature of somebody else": (
        put(SIGNATURE, b'{"key_id":"0123456789abcdef","value":"AAAA"}'),
        "signature does not fit",
    ),
    "a signature that is none": (put(SIGNATURE, b"{}"), "was altered"),
    "a table changed": (replaced(CASES, b"closed", b"gelost"), "tables/cases_case.jsonl was altered"),
    "a table gone": (gone(CASES), "tables/cases_case.jsonl is missing"),
    "a table more": (put("tables/cases_help.jsonl", b'["id"]\n'), "is not named in the manifest"),
    "a way out": (put("../../etc/passwd", b"x"), "../../etc/passwd is not named"),
    "proofs changed": (replaced(HEAD, b"log", b"lag"), "proofs/head.txt was altered"),
    "the head signed by nobody": (resigned(replaced(HEAD, b"log", b"lag")), "head of the log is not signed"),
    "a hash of the log changed": (
        resigned(lambda held: held.__setitem__(HASHES, _other_digit(held[HASHES].decode()).encode())),
        "do not lead from the events",
    ),
    "a leaf left out": (
        resigned(lambda held: held.__setitem__(LEAVES, b"".join(held[LEAVES].splitlines(keepends=True)[1:]))),
        "proofs",
    ),
    "leaves that are none": (resigned(put(LEAVES, b"{}\n")), "proofs of the events cannot be read"),
    "an event rewritten": (
        resigned(in_a_row("record_event", "verb", "withdraw", place=3)),
        "the chain of",
    ),
    "an event left out": (
        resigned(without_row("record_event")),
        "an event that the log there held is missing",
    ),
    "an event of nobody": (resigned(another_subject), "the chain of"),
    "a case of nobody": (
        resigned(in_a_row("cases_case", "home_id", None)),
        "a row of cases_case does not go",
    ),
    "a case of another city": (resigned(of_another_city), "would not be the same here"),
    "a row that names nothing": (
        resigned(in_a_row("cases_offer", "case_id", str(new_id()))),
        "would not be the same here",
    ),
    "a row that is not whole": (
        resigned(lambda held: rows(held, "cases_offer", lambda found: found[0].pop())),
        "a row of cases_offer is not whole",
    ),
    "a row that is no list": (
        resigned(lambda held: held.__setitem__(CASES, held[CASES] + b'{"id":1}\n')),
        "tables/cases_case.jsonl was altered",
    ),
    "a value that is none": (resigned(in_a_row("cases_offer", "made_at", "soon")), "cannot be read here"),
    "a file that is another": (resigned(put(f"files/{'0' * 64}", b"x")), f"files/{'0' * 64} was altered"),
    "a file with another name": (resigned(put("files/..", b"x")), "manifest.json was altered"),
    "columns of another version": (
        resigned(replaced(CASES, b'"story"', b'"stroy"')),
        "columns of cases_case",
    ),
    "a table of another version": (resigned(put("tables/cases_plan.jsonl", b'["id"]\n[1]\n')), "cases_plan"),
}


def test_each_alteration_is_named(
    archives: Archives, whole: Parts, begin: Callable[..., None], tmp_path: Path
) -> None:
    begin()
    for name, (change, words) in CHANGES.items():
        held = dict(whole)
        change(held)
        path = parts.together(held, tmp_path / "altered.age", archives.recipient)
        assert words in take_in(path, archives.identity), name
        assert not Case.objects.exists(), name


def test_files_of_what_is_refused_go_again(
    archives: Archives, whole: Parts, begin: Callable[..., None], tmp_path: Path
) -> None:
    begin()
    held, content = dict(whole), b"a receipt of the shop"
    name = sha256(content).hexdigest()
    held[f"files/{name}"] = content
    resigned(lambda held: None)(held)
    path = parts.together(held, tmp_path / "more.age", archives.recipient)

    assert f"{name} would not be the same" in take_in(path, archives.identity)
    assert not sealed.is_there(name)


def test_what_does_not_open_is_no_archive(
    archives: Archives, begin: Callable[..., None], tmp_path: Path
) -> None:
    begin()
    good, other = archives.paths[SMALL], tmp_path / "other.age"
    assert "does not open" in take_in(good, str(x25519.Identity.generate()))
    assert "does not open" in take_in(good, "no key at all")
    other.write_bytes(good.read_bytes()[:-1])
    assert "does not open" in take_in(other, archives.identity)
    other.write_bytes(pyrage.encrypt(b"a letter", [x25519.Recipient.from_str(archives.recipient)]))
    assert "no archive of a city" in take_in(other, archives.identity)
    assert "it is signed by the key" in take_in(good, archives.identity, key="0123456789abcdef")


def test_an_installation_that_it_does_not_go_with(
    archives: Archives, whole: Parts, begin: Callable[..., None], tmp_path: Path
) -> None:
    packs.new(tmp_path / "pack", ["320900", "320300"])
    begin(tmp_path / "pack")
    good = archives.paths[SMALL]
    assert f"has no city {SMALL}" in take_in(good, archives.identity)

    held = dict(whole)
    resigned(lambda held: said(held, lambda found: found["migrations"].update(cases="0001_initial")))(held)
    path = parts.together(held, tmp_path / "older.age", archives.recipient)
    assert "cases 0001_initial, here it stands at" in take_in(path, archives.identity)


def test_what_is_here_already_is_named(archives: Archives, begin: Callable[..., None]) -> None:
    begin()
    good = archives.paths[SMALL]
    taken = Account.objects.create(username=f"head-{SMALL}", created_at=clock.now())
    assert f"username head-{SMALL} already" in take_in(good, archives.identity)
    taken.delete()

    body = Organisation.objects.get(key=f"city:{SMALL}")
    PaperSeries.objects.create(organisation=body, series="x", year=2026, last=3)
    assert "something of this city here already: 1 rows of cases_paperseries" in take_in(
        good, archives.identity
    )


def test_a_city_leaves_once_its_messages_have_left(
    archives: Archives, begin: Callable[..., None], tmp_path: Path
) -> None:
    begin()
    taking.take_in(archives.paths[SMALL], archives.identity, by=BY, at=clock.now())
    path, to = tmp_path / "again.age", Receiver(archives.recipient)
    case = Case.objects.filter(home__key=f"city:{SMALL}")[0]
    message = OutboxMessage.objects.create(
        effect_key="one",
        subject=case.record_key,
        channel="sms",
        address="1",
        text="2",
        created_at=clock.now(),
    )
    with pytest.raises(CannotLeave, match="messages"):
        making.leave(SMALL, path, to=to, by=BY, at=clock.now())
    assert not path.exists()

    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=clock.now())
    made = making.leave(SMALL, path, to=to, by=BY, at=clock.now())
    assert path.stat().st_mode & 0o077 == 0
    event = Event.objects.get(verb=history.MADE)
    assert (event.facts["root"], event.facts["archive"]) == (made["root"], archive.sha256_of(path))
    with pytest.raises(FileExistsError):
        making.leave(SMALL, path, to=to, by=BY, at=clock.now())
    with pytest.raises(CannotLeave, match="no city"):
        making.leave("999900", tmp_path / "none.age", to=to, by=BY, at=clock.now())
    with pytest.raises(CannotCarry, match="no age key"):
        making.leave(SMALL, tmp_path / "none.age", to=Receiver("me"), by=BY, at=clock.now())
