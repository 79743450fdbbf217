"""The rotating secretariat and the agreement in force."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from huaihai import alliance
from huaihai.governance import rotation
from huaihai.governance.models import AgreementVersion, SecretariatTerm
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, load_tree, officer_of

pytestmark = pytest.mark.django_db
THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_tree()
    rotation.load(alliance.load(), by=PROGRAM, at=AT)


def begin(key: str, from_on: date, by: Actor = PROGRAM) -> SecretariatTerm:
    return rotation.begin_term(
        organisation=body(key), from_on=from_on, source="test", mark=Sureness.UNCONFIRMED, by=by, at=AT
    )


def test_the_first_secretariat_is_presumed_and_says_so() -> None:
    term = rotation.term_on(date(2026, 11, 24))
    assert term
    assert term.organisation == body("city:320300")
    assert not term.is_confirmed
    assert rotation.secretariat_on(date(2020, 11, 23)) is None


def test_loading_again_changes_nothing() -> None:
    rotation.load(alliance.load(), by=PROGRAM, at=AT)
    assert SecretariatTerm.objects.count() == 1
    assert AgreementVersion.objects.count() == 1


def test_the_secretariat_moves_on_a_day() -> None:
    begin("city:411400", date(2027, 1, 1))
    assert rotation.secretariat_on(date(2026, 12, 31)) == body("city:320300")
    assert rotation.secretariat_on(date(2027, 1, 1)) == body("city:411400")
    assert events.history("org:alliance").last().facts["organisation"] == "city:411400"


def test_terms_never_overlap() -> None:
    begin("city:411400", date(2027, 1, 1))
    with pytest.raises(rotation.TermsOverlap):
        begin("city:371700", date(2026, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        SecretariatTerm.objects.create(
            organisation=body("city:371700"), from_on=date(2027, 5, 1), source="", mark="read"
        )


def test_only_the_secretariat_hands_on() -> None:
    with pytest.raises(rotation.MayNotHandOn):
        begin("city:411400", date(2027, 1, 1), by=officer_of("city:411400"))
    assert begin("city:411400", date(2027, 1, 1), by=officer_of("city:320300", Role.SECRETARIAT))


def test_the_agreement_in_force_is_known_by_day() -> None:
    assert AgreementVersion.in_force_on(date(2020, 11, 23)) is None
    found = AgreementVersion.in_force_on(date(2026, 1, 1))
    assert found
    assert found.key == "cooperation-agreement-2020"


def test_another_alliance_has_another_secretariat() -> None:
    SecretariatTerm.objects.all().delete()
    other = alliance.load(THREE_RIVERS)
    directory.load(other, by=PROGRAM, at=AT)
    rotation.load(other, by=PROGRAM, at=AT)
    assert rotation.secretariat_on(date(2026, 1, 1)) == body("city:450300")
