"""In force exactly when every member of the day has signed the same text, whatever the order of things."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance import membership
from huaihai.governance.agreement import signing
from huaihai.governance.agreement.life import Span, first_day
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
