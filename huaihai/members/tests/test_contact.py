"""A body says itself how it is reached."""

from typing import Any

import pytest

from huaihai.members.actors import Actor
from huaihai.members.directory import correct_contact
from huaihai.members.errors import MayNot, NotFit
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, load_again, load_tree, officer_of

pytestmark = pytest.mark.django_db
XUZHOU = "city:320300"
SAID = {"phone": "0516-83720000", "address": "演示路 1 号", "hours": "周一至周五 9:00–17:00"}


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


def correct(key: str = XUZHOU, *, by: Actor = PROGRAM, **other: str) -> None:
    correct_contact(organisation=body(key), **(SAID | other), by=by, at=AT)


def contact(key: str = XUZHOU) -> dict[str, str]:
    held = body(key)
    return {"phone": held.phone, "address": held.address, "hours": held.hours}


def test_what_a_body_corrected_outlives_the_next_start() -> None:
    assert contact() != SAID
    correct()
    load_again()
    assert contact() == SAID
    assert body(XUZHOU).is_confirmed
    assert body(XUZHOU).contact_corrected_at == AT


def test_its_name_still_comes_from_the_folder() -> None:
    correct()
    xuzhou = body(XUZHOU)
    name, xuzhou.name = xuzhou.name, "old name"
    xuzhou.save()
    load_again()
    assert body(XUZHOU).name == name
    assert contact() == SAID


def test_a_phone_may_be_taken_away_and_stays_away() -> None:
    correct(phone="", address="", hours="")
    load_again()
    assert contact() == {"phone": "", "address": "", "hours": ""}
    assert body("county:320302").phone_to_call == ""


@pytest.mark.parametrize("role", [Role.HEAD, Role.SYSTEM_ADMIN, Role.SECRETARIAT])
def test_those_who_may_correct_it_here_and_below(role: Role) -> None:
    actor = officer_of(XUZHOU, role)
    correct(by=actor)
    correct("county:320302", by=actor)
    assert contact("county:320302") == SAID
    with pytest.raises(MayNot):
        correct("city:411400", by=actor)
    with pytest.raises(MayNot):
        correct("alliance", by=actor)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEDIATOR, Role.AUDITOR, Role.SECURITY_ADMIN])
def test_those_who_may_not(role: Role) -> None:
    before = contact()
    with pytest.raises(MayNot, match="联盟联络员"):
        correct(by=officer_of(XUZHOU, role))
    assert contact() == before


def test_a_county_does_not_correct_its_city() -> None:
    with pytest.raises(MayNot):
        correct(by=officer_of("county:320302", Role.HEAD))
    with pytest.raises(MayNot):
        correct(by=Actor.public())


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("phone", "83720000"),
        ("phone", "ask inside"),
        ("phone", "\0"),
        ("phone", "1" * 500),
        ("address", "路" * 201),
        ("address", "\0"),
        ("hours", "\ud800"),
        ("hours", "时" * 121),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_changes(field: str, typed: str) -> None:
    before, said = contact(), SAID | {field: typed}
    with pytest.raises(NotFit) as refused:
        correct_contact(organisation=body(XUZHOU), **said, by=PROGRAM, at=AT)
    assert refused.value.field == field
    assert contact() == before
    assert body(XUZHOU).contact_corrected_at is None


def test_a_hotline_is_a_phone_and_lines_are_tidied() -> None:
    correct(phone=" 12315 ", address="  演示路\n1 号 ", hours="")
    assert contact() == {"phone": "12315", "address": "演示路 1 号", "hours": ""}


def test_a_correction_is_one_event_that_names_what_changed() -> None:
    head = officer_of(XUZHOU, Role.HEAD)
    correct(by=head)
    correct(by=head, hours="周一至周六")
    correct(by=head, hours="周一至周六")
    rows: Any = events.history(f"org:{XUZHOU}")
    assert [row.verb for row in rows] == ["contact corrected"] * 3
    assert [row.facts["changed"] for row in rows] == [["address", "hours", "phone"], ["hours"], []]
    assert rows[0].by == head.key
    assert SAID["phone"] not in str(rows[0].facts)
    assert events.broken_at(f"org:{XUZHOU}") is None
