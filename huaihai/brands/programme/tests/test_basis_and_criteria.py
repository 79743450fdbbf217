"""The office prepares; only the alliance's vote puts a basis or criteria in force, and it may take them away again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from huaihai.brands import standing, verifying
from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.programme import content
from huaihai.brands.programme import verbs as programme_verbs
from huaihai.brands.programme.tests.papers import (
    a_paper,
    adopted_basis,
    adopted_criteria,
    content_with,
    ended,
    fixed,
    recorded,
    voted,
)
from huaihai.brands.scoring.tests import designs
from huaihai.brands.tests.people import HOME, MONDAY, TODAY, People, a_basis
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import effects
from huaihai.governance.models import Choice, Motion, Resolution
from huaihai.members.models import Organisation, Post
from huaihai.record import events

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_alliance_s_vote_puts_a_basis_in_force_and_a_repeal_out_of_it(people: People) -> None:
    row = adopted_basis(people)

    assert standing.basis_on(TODAY) == row
    assert row.resolution is not None
    assert [event.verb for event in events.history("brands")] == [
        "brand_basis_recorded",
        "brand_basis_adopted",
    ]
    assert list(verifying.findings()) == []

    Resolution.objects.filter(pk=row.resolution.pk).update(repealed_from=TODAY + 2 * DAY)

    assert standing.gives_title(TODAY + DAY)
    assert not standing.gives_title(TODAY + 2 * DAY)


def test_a_basis_that_is_written_down_or_voted_down_gives_no_title_and_can_be_moved_again(
    people: People,
) -> None:
    row = recorded(people)
    motion = programme_verbs.draft_basis_motion(row, by=people.office, at=MONDAY)
    assert not standing.gives_title(TODAY)

    voted(people, motion, Choice.AGAINST)

    assert not standing.gives_title(TODAY)
    assert programme_verbs.draft_basis_motion(row, by=people.office, at=MONDAY + DAY).stage == "draft"


def test_a_basis_counts_from_its_first_day_to_its_last(people: People) -> None:
    adopted_basis(people, from_on=TODAY + 3 * DAY, until_on=TODAY + 5 * DAY)

    days = [day for day in range(8) if standing.gives_title(TODAY + day * DAY)]

    assert days == [3, 4, 5]


def test_a_basis_does_not_count_before_its_resolution_is_in_force(people: People) -> None:
    a_basis(people)

    assert not standing.gives_title(TODAY - DAY)
    assert standing.gives_title(TODAY)


def test_the_office_alone_ends_no_basis_and_a_second_post_is_no_second_voice(people: People) -> None:
    row = adopted_basis(people)

    held = programme_verbs.propose_end(row, reason="名录已停用", by=people.office, at=MONDAY)

    assert standing.gives_title(TODAY + 30 * DAY)
    for by in (people.office, people.home, people.auditor, people.holder):
        with pytest.raises(NotAllowed):
            programme_verbs.confirm_end(held, seen=programme_verbs.instant(held), by=by, at=MONDAY)
    assert standing.gives_title(TODAY + 30 * DAY)
    assert list(verifying.findings()) == []
    assert people.near.account_id is not None
    home = Organisation.objects.get(key=HOME)
    Post.objects.create(
        account_id=people.near.account_id, organisation=home, role="officer", from_on=date(2026, 1, 1)
    )

    with pytest.raises(NotAllowed):
        programme_verbs.confirm_end(held, seen=programme_verbs.instant(held), by=people.near, at=MONDAY)


def test_a_proposal_is_taken_back_and_another_is_not_confirmed_unread(people: People) -> None:
    row = adopted_basis(people)
    read = programme_verbs.instant(
        programme_verbs.propose_end(row, reason="停用", by=people.office, at=MONDAY)
    )
    with pytest.raises(NotPossible):
        programme_verbs.propose_end(row, reason="别的", by=people.office, at=MONDAY)

    programme_verbs.take_end_back(row, by=people.office, at=MONDAY)
    with pytest.raises(NotPossible):
        programme_verbs.confirm_end(row, seen=read, by=people.near, at=MONDAY)
    programme_verbs.propose_end(row, reason="别的", by=people.office, at=MONDAY + DAY)
    with pytest.raises(NotPossible):
        programme_verbs.confirm_end(row, seen=read, by=people.near, at=MONDAY + DAY)

    assert standing.gives_title(TODAY + DAY)


def test_two_of_two_cities_end_a_basis_once_and_say_why(people: People) -> None:
    row = adopted_basis(people)
    with pytest.raises(Unfit):
        programme_verbs.propose_end(row, reason=" \n", by=people.office, at=MONDAY)

    ended(people, row, reason="名录已停用", at=MONDAY + DAY)

    assert standing.gives_title(TODAY)
    assert not standing.gives_title(TODAY + DAY)
    last = events.history("brands").last()
    assert last is not None
    assert (last.verb, last.text) == ("brand_basis_ended", "名录已停用")
    assert list(verifying.findings()) == []

    with pytest.raises(NotPossible):
        programme_verbs.propose_end(row, reason="停用", by=people.office, at=MONDAY + DAY)


def test_a_basis_that_has_ended_or_is_over_before_the_vote_is_not_adopted(people: People) -> None:
    row = recorded(people, from_on=date(2026, 1, 1), until_on=TODAY - DAY)

    with pytest.raises(Unfit):
        programme_verbs.draft_basis_motion(row, by=people.office, at=MONDAY)
    row = recorded(people)
    motion = programme_verbs.draft_basis_motion(row, by=people.office, at=MONDAY)
    ended(people, row, reason="写错了")

    with pytest.raises((Unfit, NotPossible)):
        voted(people, motion)

    assert not standing.gives_title(TODAY)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "wish"}, "kind"),
        ({"title": " "}, "title"),
        ({"authority": ""}, "authority"),
        ({"source": ""}, "source"),
        ({"issued_on": TODAY + DAY}, "issued_on"),
        ({"until_on": date(2026, 1, 31)}, "until_on"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(people: People, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Unfit) as caught:
        programme_verbs.record_basis(a_paper(**said), by=people.office, at=MONDAY)

    assert caught.value.field == field


VERBS: dict[str, Callable[[Basis, CriteriaVersion, Any], Any]] = {
    "record": lambda _basis, _version, by: programme_verbs.record_basis(a_paper(), by=by, at=MONDAY),
    "propose end": lambda basis, _version, by: programme_verbs.propose_end(
        basis, reason="停", by=by, at=MONDAY
    ),
    "take end back": lambda basis, _version, by: programme_verbs.take_end_back(basis, by=by, at=MONDAY),
    "fix": lambda _basis, _version, by: programme_verbs.fix_criteria(
        content_with(loved="9"), reason="初稿", by=by, at=MONDAY
    ),
    "draft basis": lambda basis, _version, by: programme_verbs.draft_basis_motion(basis, by=by, at=MONDAY),
    "draft criteria": lambda _basis, version, by: programme_verbs.draft_criteria_motion(
        version, by=by, at=MONDAY
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_office_prepares(people: People, verb: str) -> None:
    basis, version = recorded(people), fixed(people)

    for by in (people.near, people.home, people.auditor, people.holder):
        with pytest.raises(NotAllowed):
            VERBS[verb](basis, version, by)


def test_criteria_count_from_the_day_of_the_resolution(people: People) -> None:
    row = fixed(people)
    assert content.current(TODAY) is None

    motion = programme_verbs.draft_criteria_motion(row, by=people.office, at=MONDAY)
    Motion.objects.filter(pk=motion.pk).update(in_force_from=TODAY + 10 * DAY)
    motion.refresh_from_db()
    voted(people, motion)

    assert content.current(TODAY + 9 * DAY) is None
    found = content.current(TODAY + 10 * DAY)
    assert found is not None
    assert found[0] == row
    assert found[1].look_back_months == 24
    assert list(verifying.findings()) == []


def test_a_later_version_takes_the_place_of_the_earlier_until_its_resolution_is_repealed(
    people: People,
) -> None:
    one = adopted_criteria(people)
    two = adopted_criteria(people, at=MONDAY + 30 * DAY, loved="20")
    assert [standing.criteria_on(TODAY + day * DAY) for day in (0, 29, 30)] == [one, one, two]
    assert (one.number, two.number) == (1, 2)

    assert two.resolution is not None
    Resolution.objects.filter(pk=two.resolution.pk).update(repealed_from=TODAY + 35 * DAY)

    assert [standing.criteria_on(TODAY + day * DAY) for day in (34, 35)] == [two, one]


def test_the_vote_is_taken_on_exactly_the_text_that_was_fixed(people: People) -> None:
    row = fixed(people)
    facts = programme_verbs.criteria_facts(row)

    motion = programme_verbs.draft_criteria_motion(row, by=people.office, at=MONDAY)
    assert row.content_hash in motion.text
    with pytest.raises(Unfit):
        effects.check_all([{"kind": "brand-criteria", "facts": facts | {"hash": "0" * 64}}], TODAY)
    super(type(CriteriaVersion.objects.all()), CriteriaVersion.objects.all()).update(
        content=content_with(loved="99")
    )

    with pytest.raises(Unfit):
        voted(people, motion)

    assert content.current(TODAY) is None
    assert [str(one) for one in verifying.findings()] != []


def test_criteria_with_a_slip_without_a_reason_or_twice_are_not_fixed(people: People) -> None:
    with pytest.raises(Unfit) as caught:
        programme_verbs.fix_criteria(content_with(loved="0"), reason="初稿", by=people.office, at=MONDAY)

    assert caught.value.field == "content"
    assert not CriteriaVersion.objects.exists()
    with pytest.raises(Unfit) as caught:
        programme_verbs.fix_criteria(designs.shipped(), reason="", by=people.office, at=MONDAY)

    assert caught.value.field == "reason"
    row = fixed(people)

    with pytest.raises(NotPossible):
        fixed(people)
    programme_verbs.draft_criteria_motion(row, by=people.office, at=MONDAY)

    with pytest.raises(NotPossible):
        programme_verbs.draft_criteria_motion(row, by=people.office, at=MONDAY)


def test_what_is_adopted_is_not_moved_again(people: People) -> None:
    basis, version = adopted_basis(people), adopted_criteria(people)

    with pytest.raises(NotPossible):
        programme_verbs.draft_basis_motion(basis, by=people.office, at=MONDAY)
    with pytest.raises(NotPossible):
        programme_verbs.draft_criteria_motion(version, by=people.office, at=MONDAY)


def test_rows_of_the_programme_are_sealed(people: People) -> None:
    basis, version = recorded(people), fixed(people)

    with pytest.raises(TypeError):
        Basis.objects.filter(pk=basis.pk).update(title="别的")
    with pytest.raises(TypeError):
        CriteriaVersion.objects.filter(pk=version.pk).update(content={})


def test_the_effects_say_in_words_what_they_do_and_offer_what_waits_for_a_vote(people: People) -> None:
    adopted_basis(people, title="旧名录")
    basis, version = recorded(people), fixed(people)

    basis_form = effects.known()["brand-basis"].form({"basis": str(basis.pk)})
    criteria_form = effects.known()["brand-criteria"].form({"criteria": str(version.pk)})

    assert [label for _key, label in basis_form.fields["basis"].choices] == ["—", basis.title]
    assert basis_form.is_valid()
    assert criteria_form.is_valid()
    assert basis_form.facts() == programme_verbs.basis_facts(basis)
    assert criteria_form.facts() == programme_verbs.criteria_facts(version)
    held = [
        {"kind": "brand-basis", "facts": programme_verbs.basis_facts(basis)},
        {"kind": "brand-criteria", "facts": programme_verbs.criteria_facts(version)},
    ]

    first, second = effects.in_words(held)

    assert basis.title in first
    assert version.content_hash[:12] in second
