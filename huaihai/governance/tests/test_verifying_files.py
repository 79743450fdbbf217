"""The one file about a resolution: genuine it fits, and every way of changing it is seen."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.governance import verifying
from huaihai.governance.tests.deciding import Ten
from huaihai.governance.tests.sealed import (
    Content,
    as_first_format,
    changed,
    content_of,
    event_of,
    failing,
    file_of,
    forged,
    leaf,
    leaves,
    sealed_in_meeting,
    sealed_in_writing,
    signed_again,
    with_leaf,
)
from huaihai.kit import keyring, signing
from huaihai.kit.canonical import digest
from tests.effort import examples

pytestmark = pytest.mark.django_db
SAME_FILE = settings(
    max_examples=examples(40, long=300),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def file(ten: Ten) -> bytes:
    return file_of(sealed_in_writing(ten))


@pytest.fixture
def meeting_file(ten: Ten) -> bytes:
    return file_of(sealed_in_meeting(ten))


def test_a_file_from_a_written_vote_fits(file: bytes) -> None:
    assert failing(file) == set()
    assert verifying.number_of(file) == "2026-1"


def test_a_file_from_a_meeting_fits(meeting_file: bytes) -> None:
    assert failing(meeting_file) == set()
    assert len(content_of(meeting_file)["attendance"]) == 8


def test_a_file_spelt_with_other_spaces_is_the_same_file(file: bytes) -> None:
    compact = json.dumps(json.loads(file)).encode()
    assert compact != file
    assert failing(compact) == set()
    assert verifying.content_hash(compact) == verifying.content_hash(file)


def test_without_the_key_nothing_is_proved(file: bytes) -> None:
    found = verifying.check(file, keys={})
    assert [one.name for one in verifying.problems(found)] == ["signature"]


@SAME_FILE
@given(data=st.data())
def test_any_other_value_anywhere_is_seen(file: bytes, data: st.DataObject) -> None:
    whole = json.loads(file)
    path = data.draw(st.sampled_from(sorted(leaves(whole), key=str)))
    other = data.draw(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.integers(), max_size=2)
    )
    before = leaf(whole, path)
    if (type(other), other) == (type(before), before):
        return
    assert failing(json.dumps(with_leaf(whole, path, other)).encode())


def test_each_single_value_is_covered(file: bytes) -> None:
    whole = json.loads(file)
    unseen = [
        path for path in leaves(whole) if not failing(json.dumps(with_leaf(whole, path, "another")).encode())
    ]
    assert unseen == []


MADE_LATER = changed(("made_at",), "2026-12-24T09:00:00.000000+08:00")


def _turn_a_vote(content: Content) -> None:
    against = next(vote for vote in content["votes"] if vote["choice"] == "against")
    event_of(content, "vote", body=against["body"], choice="against")["facts"]["choice"] = "for"
    against["choice"] = "for"
    for held in (content["count"], event_of(content, "carry")["facts"]):
        held["for"], held["against"] = 9, 0


def _vote_twice(content: Content) -> None:
    content["votes"].append(content["votes"][0])


def _swap_the_minutes(content: Content) -> None:
    content["minutes"]["text"] += "\n全体同意。"


def _leave_out_a_withdrawal(content: Content) -> None:
    content["record"] = [event for event in content["record"] if event["verb"] != "withdraw vote"]


def _forget_the_end(content: Content) -> None:
    content["record"] = [event for event in content["record"] if event["verb"] != "seal"]


def _fewer_come(content: Content) -> None:
    content["votes"] = content["votes"][:6]


def _rehash_motion(content: Content) -> None:
    """The forger fits every hash of the motion to what it says now."""
    before, after = content["resolution"]["document_hash"], digest(content["motion"])
    spelt = json.dumps(content).replace(before, after)
    content.clear()
    content.update(json.loads(spelt))


def _other_proposer(content: Content) -> None:
    content["motion"]["proposed_by"] = "city:411400"
    _rehash_motion(content)


def _closed_before_the_vote(content: Content) -> None:
    """A vote, and the count, after the hour that was set."""
    event_of(content, "open vote")["facts"]["closes"] = "2026-11-02T09:30:00+08:00"


def _voted_after_the_count(content: Content) -> None:
    record = content["record"]
    vote = record.pop(next(place for place, event in enumerate(record) if event["verb"] == "vote"))
    record.insert(next(place for place, one in enumerate(record) if one["verb"] == "carry") + 1, vote)


# What the sums alone see, even if somebody held the platform's key: which checks fail.
TAMPERINGS: list[tuple[Callable[[Content], None], set[str]]] = [
    (changed(("votes", 0, "body"), "city:999900"), {"votes", "count", "agreement"}),
    (_vote_twice, {"votes"}),
    (_swap_the_minutes, {"minutes"}),
    (_leave_out_a_withdrawal, set()),
    (_forget_the_end, {"minutes", "moments", "names"}),
    (_fewer_come, {"count", "agreement"}),
    (changed(("terms", "quorum"), "1/10"), {"count", "agreement"}),
    (changed(("resolution", "text"), "各成员单位不必发布提示。"), {"text"}),
    (changed(("resolution", "effects", 0, "facts", "value"), "1"), {"text", "agreement"}),
    (changed(("resolution", "in_force_from"), "2026-01-01"), {"days", "agreement"}),
    (changed(("resolution", "number"), "2025-1"), {"days", "agreement"}),
    (changed(("votes", -1, "reason"), "全力支持"), {"agreement"}),
    (changed(("votes", 0, "cast_at"), "2026-11-09T09:00:00.000000+08:00"), {"votes", "agreement", "moments"}),
    (_turn_a_vote, set()),
    (MADE_LATER, {"moments"}),
    (changed(("alliance",), "另一个联盟"), {"names"}),
    (changed(("bodies", "city:320300"), "另一个单位"), {"names"}),
    (changed(("is_demo",), True), {"names"}),
    (_other_proposer, {"proposer"}),
    (changed(("votes", 0, "note"), "一致同意"), {"known"}),
    (changed(("remark",), "一致同意"), {"known"}),
    (_closed_before_the_vote, {"moments"}),
    (_voted_after_the_count, {"moments", "agreement"}),
]


@pytest.mark.parametrize(("change", "seen"), TAMPERINGS)
def test_a_changed_file_fails_where_it_was_changed(
    file: bytes, change: Callable[[Content], None], seen: set[str]
) -> None:
    assert failing(signed_again(file, change)) == seen
    assert failing(forged(file, change)) == {*seen, "signature"}


def test_a_file_of_the_first_format_still_fits_and_says_what_it_cannot_prove(file: bytes) -> None:
    first = as_first_format(file)
    assert failing(first) == set()
    found = verifying.check(first, keys=signing.public_keys())
    assert [one.name for one in found if not one.is_possible] == ["names"]
    assert failing(signed_again(first, MADE_LATER)) == {"moments"}
    assert failing(signed_again(first, _other_proposer)) == {"proposer"}
    assert verifying.subject_of(first).is_resolution


def test_a_forger_who_works_everything_out_again_lacks_the_signature(file: bytes) -> None:
    assert failing(forged(file, _turn_a_vote)) == {"signature"}


def test_an_event_left_out_breaks_the_record(file: bytes) -> None:
    assert "record" in failing(signed_again(file, _leave_out_a_withdrawal, rechain=False))


def test_two_events_in_the_other_order_break_the_record(file: bytes) -> None:
    def swap(content: Content) -> None:
        record = content["record"]
        record[3], record[4] = record[4], record[3]

    assert "record" in failing(signed_again(file, swap, rechain=False))


def test_a_file_without_record_does_not_fit(file: bytes) -> None:
    assert "record" in failing(signed_again(file, lambda content: content["record"].clear()))


def test_who_had_left_the_meeting_does_not_make_its_quorum(meeting_file: bytes) -> None:
    def leave(content: Content) -> None:
        for row in content["attendance"][:2]:
            row["left_at"] = row["came_at"]

    assert failing(signed_again(meeting_file, leave)) == {"count"}


def test_another_key_under_the_same_name_is_no_proof(file: bytes) -> None:
    key_id = verifying.key_of(file)
    held = keyring._with_new_signature({})["signature"]
    keys = {key_id: held["public"][held["current"]]}
    found = verifying.check(file, keys=keys)
    assert [one.name for one in verifying.problems(found)] == ["signature"]


@pytest.mark.parametrize(
    "change",
    [
        changed(("count", "present"), 7),
        changed(("count", "members"), None),
        changed(("count", "members"), [["city:320300"]]),
        changed(("count", "counted_at"), "2026-13-01"),
        changed(("count", "counted_at"), "2026-11-02T09:00:00"),
        changed(("count", "counted_at"), "0001-01-01T00:00:00+14:00"),
        changed(("count", "mode"), "by raising hands"),
        changed(("terms", "quorum"), "1e999999999"),
        changed(("terms", "quorum"), "1/0"),
        changed(("terms", "majority"), 0.5),
        changed(("terms", "weight"), "light"),
        changed(("votes",), {"body": "x"}),
        changed(("votes", 0), "yes"),
        changed(("votes", 0, "body"), {}),
        changed(("record",), "none"),
        changed(("record", 0), []),
        changed(("record", 1, "facts"), None),
        changed(("record", 1, "at"), 5),
        changed(("motion",), []),
        changed(("motion", "effects"), 3),
        changed(("resolution",), "2026-1"),
        changed(("resolution", "effects"), [1]),
        changed(("minutes",), []),
        changed(("attendance",), None),
        changed(("motion", "in_force_from"), "tomorrow"),
    ],
)
def test_parts_of_another_kind_are_answered_not_thrown(
    file: bytes, change: Callable[[Content], None]
) -> None:
    changed = signed_again(file, change, rechain=False)
    assert failing(changed)
    assert failing(forged(file, change, rechain=False))


@pytest.mark.parametrize("name", ["resolution", "motion", "terms", "count", "votes", "minutes", "record"])
def test_a_part_left_out_makes_it_unreadable(file: bytes, name: str) -> None:
    assert failing(signed_again(file, lambda content: content.pop(name), rechain=False)) == {"unreadable"}


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"content": {}, "signature": {}}',
        b'{"content": {"format": "huaihai-resolution-1"}, "signature": {"key_id": 1, "value": []}}',
        b'{"content": {"format": "another"}, "signature": {"key_id": "", "value": ""}}',
        b"[" * 100_000,
        b'{"content":' * 100_000,
        b'{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b"9" * 10_000,
        b"%PDF-1.7",
        "共同提示".encode("gb18030"),
        b"\xff\xfe{\x00}\x00",
        b"{" + b" " * verifying.LARGEST + b"}",
    ],
    ids=lambda held: repr(held[:20]),
)
def test_what_is_no_such_file_is_said_to_be_none(broken: bytes) -> None:
    assert failing(broken) == {"unreadable"}
    with pytest.raises(verifying.NotReadable):
        verifying.number_of(broken)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.replace(b'"content"', b'"content": {}, "content"', 1),
        lambda file: file.replace(b'"choice": "for"', b'"choice": "against", "choice": "for"', 1),
        lambda file: file.replace(b'"signature": {', b'"more": 1, "signature": {', 1),
        lambda file: file.replace(b'"key_id"', b'"note": "x", "key_id"', 1),
        lambda file: file.decode().encode("utf-16"),
        lambda file: file.decode().encode("gb18030"),
        lambda file: b"\xef\xbb\xbf" + file,
        lambda file: file.replace("共同提示".encode(), b"\\ud800", 1),
        lambda file: file.replace(b'"for": 8', b'"for": NaN', 1),
        lambda file: file.replace(b'"for": 8', b'"for": 8.0', 1),
        lambda file: file.replace(b'"for": 8', b'"for": 1e999', 1),
        lambda file: file[:-20],
        lambda file: file + b"{}",
    ],
)
def test_two_readings_or_a_damaged_file_are_refused(file: bytes, spoil: Callable[[bytes], bytes]) -> None:
    assert spoil(file) != file
    assert failing(spoil(file)) == {"unreadable"}


@pytest.mark.parametrize("number", ["\x1b[2J", "2026-1\n", "x" * 121, 7, None])
def test_what_cannot_be_a_number_is_not_repeated(file: bytes, number: Any) -> None:
    changed = forged(file, lambda content: content["resolution"].update(number=number))
    with pytest.raises(verifying.NotReadable):
        verifying.number_of(changed)


@pytest.mark.parametrize("key_id", ["", "\x1b[2J", "nothing", "0" * 65])
def test_what_cannot_be_a_key_is_not_repeated(file: bytes, key_id: str) -> None:
    whole = json.loads(file)
    whole["signature"]["key_id"] = key_id
    assert failing(json.dumps(whole).encode()) == {"unreadable"}


def test_a_nul_in_a_text_is_only_another_text(file: bytes) -> None:
    spoilt = file.replace("共同提示".encode(), b"\\u0000", 1)
    assert spoilt != file
    assert "signature" in failing(spoilt)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_answered(held: bytes) -> None:
    assert failing(held) == {"unreadable"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@SAME_FILE
@given(data=st.data())
def test_any_part_may_be_anything_and_nothing_is_thrown(file: bytes, data: st.DataObject) -> None:
    whole = json.loads(file)
    name = data.draw(st.sampled_from(sorted(whole["content"])))
    other = data.draw(json_values.filter(lambda value: value != whole["content"][name]))
    assert failing(json.dumps(with_leaf(whole, ("content", name), other)).encode())


def test_keys_are_found_in_a_text_by_their_ids() -> None:
    ours = signing.public_keys()
    text = (
        "our keys\n"
        + "\n".join(ours.values())
        + "\n-----BEGIN PUBLIC KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PUBLIC KEY-----"
    )
    assert verifying.keys_from_pem(text) == ours
    assert (
        verifying.keys_from_pem(json.dumps({"keys": [{"id": "a", "pem": one} for one in ours.values()]}))
        == ours
    )
    assert verifying.keys_from_pem("") == {}
