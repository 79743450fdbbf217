"""The rotating secretariat, how a term comes about, the rota, and the agreement in force."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from huaihai import alliance
from huaihai.governance import secretariat, standing
from huaihai.governance.models import AgreementVersion, HandOver, RotaTurn, SecretariatTerm
from huaihai.governance.tests import handing_over as scene
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, officer_of

pytestmark = pytest.mark.django_db
THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"


@pytest.fixture(autouse=True)
def cast() -> scene.Cast:
    return scene.assemble()


def begin_first(by: Actor) -> SecretariatTerm:
    return secretariat.begin_first_term(
        organisation=body("city:411400"),
        from_on=date(2027, 1, 1),
        source="test",
        mark=Sureness.READ,
        by=by,
        at=AT,
    )


def test_the_first_secretariat_is_presumed_and_says_so() -> None:
    term = secretariat.term_on(date(2026, 11, 24))
    assert term.organisation == body("city:320300")
    assert not term.is_confirmed
    assert secretariat.secretariat_on(date(2020, 11, 23)) is None


def test_loading_again_changes_nothing() -> None:
    secretariat.load(alliance.load(), by=PROGRAM, at=AT)
    assert SecretariatTerm.objects.count() == 1
    assert AgreementVersion.objects.count() == 1


def test_only_the_first_term_comes_from_the_alliances_data() -> None:
    with pytest.raises(secretariat.NotHandedOver):
        begin_first(PROGRAM)
    assert SecretariatTerm.objects.count() == 1


def test_nobody_begins_a_first_term_by_a_post() -> None:
    SecretariatTerm.objects.all().delete()
    with pytest.raises(secretariat.NotHandedOver):
        begin_first(officer_of("city:320300", Role.SECRETARIAT))
    assert begin_first(PROGRAM)


def test_the_secretariat_moves_by_a_signed_hand_over_and_rights_with_it(cast: scene.Cast) -> None:
    scene.signed(cast)
    last, first = date(2026, 12, 31), scene.ON
    assert secretariat.secretariat_on(last) == body(scene.FROM)
    assert secretariat.secretariat_on(first) == body(scene.TO)
    assert standing.is_office(cast.outgoing, on=last)
    assert not standing.is_office(cast.incoming, on=last)
    assert standing.is_office(cast.incoming, on=first)
    assert not standing.is_office(cast.outgoing, on=first)


def test_a_hand_over_without_both_signatures_begins_no_term(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.sign(hand_over, cast.outgoing)
    with pytest.raises(secretariat.NotHandedOver):
        secretariat.agree_term(hand_over, from_on=scene.ON, by=PROGRAM, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=hand_over.pk).update(stage="signed")


def test_a_term_never_begins_on_a_day_that_is_under_way(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    with pytest.raises(secretariat.TermsOverlap):
        secretariat.agree_term(hand_over, from_on=scene.TODAY, by=PROGRAM, at=AT)


def test_terms_never_overlap(cast: scene.Cast) -> None:
    scene.signed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecretariatTerm.objects.create(
            organisation=body("city:371700"), from_on=date(2027, 5, 1), source="", mark="read"
        )


def test_a_term_that_has_begun_is_not_taken_back(cast: scene.Cast) -> None:
    term = scene.signed(cast).term
    assert term
    with pytest.raises(secretariat.TermsOverlap):
        secretariat.take_term_back(term, by=PROGRAM, at=scene.night_of(scene.ON))


def test_a_resolution_sets_the_rota_and_a_later_one_replaces_what_has_not_begun() -> None:
    first = [
        secretariat.Turn(body("city:371300"), date(2027, 1, 1)),
        secretariat.Turn(body("city:341300"), date(2029, 1, 1)),
    ]
    secretariat.set_rota(first, resolution=scene.resolution(1), by=PROGRAM, at=AT)
    second = [secretariat.Turn(body("city:411400"), date(2028, 1, 1))]
    secretariat.set_rota(
        second, resolution=scene.resolution(2), by=PROGRAM, at=scene.night_of(date(2027, 6, 1))
    )
    assert [turn.organisation.key for turn in RotaTurn.objects.order_by("from_on")] == [
        "city:371300",
        "city:411400",
    ]
    told = events.history("org:alliance").filter(verb="rota set").last()
    assert told.facts["turns"] == [["city:411400", "2028-01-01"]]


def test_the_agreement_in_force_is_known_by_day() -> None:
    assert AgreementVersion.in_force_on(date(2020, 11, 23)) is None
    found = AgreementVersion.in_force_on(date(2026, 1, 1))
    assert found.key == "cooperation-agreement-2020"


def test_another_alliance_has_another_secretariat() -> None:
    SecretariatTerm.objects.all().delete()
    other = alliance.load(THREE_RIVERS)
    directory.load(other, by=PROGRAM, at=AT)
    secretariat.load(other, by=PROGRAM, at=AT)
    assert secretariat.secretariat_on(date(2026, 1, 1)) == body("city:450300")


def test_the_source_of_a_rota_is_stored_in_the_language_of_the_record() -> None:
    with translation.override("en"):
        made = secretariat.set_rota(
            [secretariat.Turn(body("city:371300"), date(2027, 1, 1))],
            resolution=scene.resolution(7),
            by=PROGRAM,
            at=AT,
        )
    assert made[0].source == "决议 2026-7"
