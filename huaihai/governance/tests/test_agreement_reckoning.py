"""In force exactly when every member of the day has signed the same text, whatever the order of things."""

from datetime import date, timedelta
from difflib import SequenceMatcher

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance import membership
from huaihai.governance.agreement import document, signing
from huaihai.governance.agreement.document import MOST_STEPS, Budget, Line, Piece, steps
from huaihai.governance.agreement.forms import LONGEST_TEXT
from huaihai.governance.agreement.life import Span, first_day
from huaihai.governance.agreement.verbs import LONGEST_WHOLE, MOST_LINES
from huaihai.governance.models import AgreementVersion, Membership
from huaihai.governance.tests import agreements
from huaihai.governance.tests.agreements import TODAY, later, opened, sign
from huaihai.law.sureness import Sureness
from tests.effort import examples
from tests.posts import PROGRAM, body

START = date(2026, 11, 24)
HORIZON = 40
days = st.integers(0, 20)
bodies = st.sampled_from("abcd")
spans = st.lists(st.tuples(bodies, days, st.none() | days), min_size=1, max_size=6)


def day(number: int) -> date:
    return START + timedelta(days=number)


@given(spans, st.dictionaries(bodies, days), days)
def test_the_day_is_the_first_of_which_every_member_has_signed(
    drawn: list[tuple[str, int, int | None]], signed: dict[str, int], earliest: int
) -> None:
    held = [
        Span(who, day(start), None if length is None else day(start + length)) for who, start, length in drawn
    ]
    found = first_day(held, {who: day(on) for who, on in signed.items()}, earliest=day(earliest))

    def is_agreed(number: int) -> bool:
        members = {span.body for span in held if span.holds_on(day(number))}
        return bool(members) and all(who in signed and signed[who] <= number for who in members)

    expected = next((day(number) for number in range(earliest, 3 * HORIZON) if is_agreed(number)), None)
    assert found == expected


def test_an_alliance_without_members_agrees_to_nothing() -> None:
    assert first_day([], {}, earliest=START) is None


def test_a_membership_to_the_end_of_the_calendar_is_reckoned_with() -> None:
    assert first_day([Span("a", START, date.max)], {}, earliest=START) is None


KEYS = ("city:320300", "city:411400", "city:371700", "county:320302")
acts = st.lists(
    st.tuples(st.sampled_from(["sign", "join", "leave", "wait"]), st.sampled_from(KEYS), st.integers(0, 6)),
    max_size=14,
)


@pytest.mark.django_db
@settings(max_examples=examples(6, long=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, st.integers(0, 10))
def test_joins_leaves_and_signatures_in_any_order(drawn: list[tuple[str, str, int]], named: int) -> None:
    _three_members()
    with transaction.atomic():
        version = opened(not_before_on=TODAY + timedelta(days=named))
        now, fixed = 0, None
        for verb, key, number in drawn:
            if verb == "wait":
                now += number
            else:
                _act(verb, key, number, version, now)
            version.refresh_from_db()
            begun = version.in_force_from
            if fixed is None:
                assert begun == _looked_for(version, named, now)
            if fixed is None and begun is not None and begun <= later(now).date():
                fixed = begun
            assert fixed is None or begun == fixed
        transaction.set_rollback(True)


def _three_members() -> None:
    if not AgreementVersion.objects.exists():
        agreements.assemble()
    Membership.objects.exclude(organisation__key__in=KEYS).delete()


def _act(verb: str, key: str, number: int, version: AgreementVersion, now: int) -> None:
    try:
        with transaction.atomic():
            if verb == "sign":
                sign(version, key, at=later(now))
            elif verb == "join":
                membership.join(
                    body=body(key),
                    from_on=later(now + number).date(),
                    resolution=None,
                    source="test",
                    mark=Sureness.READ,
                    by=PROGRAM,
                    at=later(now),
                )
            else:
                membership.leave(
                    body=body(key), last_on=later(now + number).date(), reason="x", by=PROGRAM, at=later(now)
                )
    except (NotPossible, Unfit):
        pass


def _looked_for(version: AgreementVersion, named: int, now: int) -> date | None:
    """The first day from now on of which every member has signed, looked for day by day; if it was found before and
    has come meanwhile, that one."""
    signed = signing.signed_on(version)
    earliest = version.in_force_from or later(now).date()
    for number in range(named, named + HORIZON + now):
        on = TODAY + timedelta(days=number)
        members = membership.members_on(on)
        if (
            on >= min(earliest, later(now).date())
            and members
            and all(one.key in signed and signed[one.key] <= on for one in members)
        ):
            return on
    return None


texts = st.lists(st.sampled_from("abcdefg"), max_size=12)


@given(texts, texts, st.sampled_from([0, 3, 30, MOST_STEPS]))
def test_both_texts_can_be_read_off_whatever_the_budget(old: list[str], new: list[str], most: int) -> None:
    read_old: list[str] = []
    read_new: list[str] = []
    for stayed, i1, i2, j1, j2 in steps(old, new, Budget(most)):
        assert (i1, j1) == (len(read_old), len(read_new))
        assert not stayed or old[i1:i2] == new[j1:j2]
        read_old += old[i1:i2]
        read_new += new[j1:j2]
    assert (read_old, read_new) == (old, new)


def test_without_any_budget_what_stands_once_in_both_still_holds_the_texts_together() -> None:
    old, new = ["x", "x", "a", "x", "b", "x", "x", "c"], ["x", "x", "x", "a", "y", "y", "b", "c", "x"]
    found = list(steps(old, new, Budget(0)))
    assert [old[i1:i2] for stayed, i1, i2, _j1, _j2 in found if stayed] == [["x", "x"], ["a"], ["b"], ["c"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n".join(["x", "y", "z"] * (MOST_LINES // 3)), "\n".join(["y", "x", "q"] * (MOST_LINES // 3))),
        (
            "\n".join("x" * 9 for _ in range(MOST_LINES)),
            "\n".join("xxxxy"[n % 5] * 9 for n in range(MOST_LINES)),
        ),
        ("ab" * (LONGEST_TEXT // 2), "ba" * (LONGEST_TEXT // 2 - 1) + "c"),
        (
            "\n".join(f"{n}" + "ab" * 240 for n in range(80)),
            "\n".join("ba" * 240 + f"{n}" for n in range(80)),
        ),
    ],
)
def test_the_longest_text_of_the_fewest_different_lines_takes_no_more_steps_than_are_allowed(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    taken = 0

    class Counted(SequenceMatcher[str]):
        def find_longest_match(self, alo: int = 0, ahi: int | None = None, *more: int | None):  # type: ignore[no-untyped-def,override]
            nonlocal taken
            for one in self.a[alo:ahi]:
                taken += len(self.b2j.get(one, []))
            return super().find_longest_match(alo, ahi, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(document, "SequenceMatcher", Counted)
    monkeypatch.setattr(document, "plain", lambda version: version.text)
    lines = document.compared(AgreementVersion(text=old), AgreementVersion(text=new))
    assert taken <= 2 * MOST_STEPS
    assert any(line.is_changed for line in lines)


def test_a_line_in_which_a_word_changed_shows_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "plain", lambda version: version.text)
    old, new = AgreementVersion(text="各成员一周内答复。"), AgreementVersion(text="各成员三天内答复。")
    changed = [line for line in document.compared(old, new) if line.is_changed]
    assert changed == [
        Line(
            (Piece("各成员", False), Piece("一周", True), Piece("内答复。", False)),
            (Piece("各成员", False), Piece("三天", True), Piece("内答复。", False)),
            True,
        )
    ]


def test_the_whole_text_with_its_annexes_has_room_in_the_file_that_is_signed() -> None:
    assert LONGEST_TEXT < LONGEST_WHOLE
    assert 3 * LONGEST_WHOLE < 1_000_000
