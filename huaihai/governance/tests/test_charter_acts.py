"""The charter: who answers for a part, evidence, and withdrawing it."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import translation

from huaihai import alliance
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.charter import facts, verbs
from huaihai.governance.models import AgreementVersion, CharterOwner, Evidence, SecretariatTerm
from huaihai.kit import filestore
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import AT, body, load_alliance, officer_of

pytestmark = pytest.mark.django_db
TODAY = AT.date()
THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"
NINE = ("mechanism", "standard", "position", "platform", "aim", "process", "steps", "action", "voice")


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_alliance()


@pytest.fixture
def office() -> Actor:
    return officer_of("city:320300", Role.SECRETARIAT)


def name(key: str, organisation: str, *, by: Actor, from_on: date = TODAY, seen: int = 0) -> CharterOwner:
    return verbs.name_owner(
        key=key, organisation=body(organisation), from_on=from_on, seen=seen, by=by, at=AT
    )


def write(by: Actor, *, key: str = "voice", path: str = "/announcements/", on: date = TODAY) -> Evidence:
    return verbs.add_evidence(
        key=key, text="各城同一天发布。", on=on, link=verbs.Link(path=path), by=by, at=AT
    )


def test_the_data_name_nine_parts_and_each_says_how_it_is_measured() -> None:
    parts = facts.parts(alliance.load())
    assert tuple(part.key for part in parts) == NINE
    for part in parts:
        assert part.measures
        assert part.mark == "derived"
        assert all(measure.unit and measure.how and measure.words for measure in part.measures)
    with translation.override("en"):
        assert facts.part(alliance.load(), "aim").meaning == "The targets of each year are set by resolution."


def test_the_table_of_duties_has_the_eight_items_of_the_law_and_names_its_article() -> None:
    duties = facts.duties(alliance.load())
    assert [duty.item for duty in duties] == list(range(1, 9))
    assert all(duty.article.endswith(f"第37条第1款第{duty.item}项") for duty in duties)
    assert all(tuple(duty.by_level) == facts.LEVELS for duty in duties)
    for row in facts.not_ours(alliance.load()):
        assert row.whose
        assert row.door
        assert row.article
        assert Sureness(row.mark)


def test_another_alliance_has_its_own_parts_or_none() -> None:
    assert [part.key for part in facts.parts(alliance.load(THREE_RIVERS))] == ["platform"]
    assert facts.part(alliance.load(THREE_RIVERS), "voice") is None


def test_the_secretariat_names_who_answers_and_the_one_before_ends_the_day_before(office: Actor) -> None:
    name("voice", "city:411400", by=office, from_on=date(2026, 1, 1))
    name("voice", "city:371300", by=office, seen=1)
    assert verbs.owner_on("voice", TODAY - timedelta(days=1)).organisation == body("city:411400")
    assert verbs.owner_on("voice", TODAY).organisation == body("city:371300")
    assert events.history("charter:voice").last().facts["organisation"] == "city:371300"
    assert events.broken_at("charter:voice") is None


def test_a_wrong_name_is_corrected_on_the_same_day(office: Actor) -> None:
    name("voice", "city:411400", by=office)
    name("voice", "city:371300", by=office, seen=1)
    assert [owner.organisation.key for owner in CharterOwner.objects.all()] == ["city:371300"]


@pytest.mark.parametrize(
    ("key", "role"),
    [("city:411400", Role.SECRETARIAT), ("city:320300", Role.OFFICER), ("alliance", Role.AUDITOR)],
)
def test_nobody_else_names_who_answers(key: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        name("voice", "city:411400", by=officer_of(key, role))


def test_only_members_answer_and_nobody_before_the_last_one_named(office: Actor) -> None:
    with pytest.raises(Unfit):
        name("voice", "county:320302", by=office)
    name("voice", "city:411400", by=office)
    with pytest.raises(Unfit):
        name("voice", "city:371300", by=office, from_on=TODAY - timedelta(days=1), seen=1)


def test_the_database_keeps_one_open_owner_of_a_part(office: Actor) -> None:
    name("voice", "city:411400", by=office)
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterOwner.objects.create(key="voice", organisation=body("city:371300"), from_on=date(2026, 1, 1))


def test_evidence_bears_the_name_of_whoever_answers_or_of_the_alliance(office: Actor) -> None:
    assert write(office).organisation == directory.root()
    name("voice", "city:411400", by=office)
    owner = officer_of("city:411400", Role.HEAD)
    row = write(owner)
    assert row.organisation == body("city:411400")
    written = events.history(verbs.evidence_key(row)).get()
    assert written.facts["target"] == "/announcements/"
    for stranger in (officer_of("city:411400"), officer_of("city:371300", Role.HEAD)):
        with pytest.raises(NotAllowed):
            write(stranger)


def test_the_right_to_write_moves_with_the_term(office: Actor) -> None:
    write(office)
    SecretariatTerm.objects.update(until_on=TODAY - timedelta(days=1))
    SecretariatTerm.objects.create(
        organisation=body("city:371300"), from_on=TODAY, source="test", mark=Sureness.READ
    )
    with pytest.raises(NotAllowed):
        write(office)
    assert write(officer_of("city:371300", Role.SECRETARIAT)).organisation == directory.root()


@pytest.mark.parametrize(
    "path",
    ["", "announcements/", "//elsewhere.example/", "https://elsewhere.example/", "/no-such-page/", "/desk/"],
)
def test_evidence_points_only_to_public_pages_of_this_site(office: Actor, path: str) -> None:
    with pytest.raises(Unfit):
        write(office, path=path)


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), date(1999, 1, 1)])
def test_evidence_is_neither_from_tomorrow_nor_from_before_the_alliance(office: Actor, on: date) -> None:
    with pytest.raises(Unfit):
        write(office, on=on)


def test_an_agreement_is_evidence_and_a_file_must_be_a_paper_or_a_photo(office: Actor) -> None:
    version = AgreementVersion.objects.get()
    link = verbs.Link(agreement=version)
    row = verbs.add_evidence(key="mechanism", text="协议", on=TODAY, link=link, by=office, at=AT)
    assert (row.kind, row.agreement) == ("agreement", version)
    text = filestore.store(File(BytesIO(b"only words"), name="a.txt"))
    with pytest.raises(Unfit):
        verbs.add_evidence(
            key="voice",
            text="文件",
            on=TODAY,
            link=verbs.Link(file=text, file_name="a.txt"),
            by=office,
            at=AT,
        )


def test_withdrawn_evidence_stays_with_its_reason_and_is_withdrawn_once(office: Actor) -> None:
    row = write(office)
    with pytest.raises(NotAllowed):
        verbs.withdraw_evidence(row, reason="x", seen=1, by=officer_of("city:371300", Role.HEAD), at=AT)
    with pytest.raises(Moved):
        verbs.withdraw_evidence(row, reason="x", seen=7, by=office, at=AT)
    verbs.withdraw_evidence(row, reason="写错了日期", seen=1, by=office, at=AT)
    assert not Evidence.objects.standing().exists()
    assert Evidence.objects.get().withdrawn_reason == "写错了日期"
    with pytest.raises(NotPossible):
        verbs.withdraw_evidence(row, reason="again", seen=2, by=office, at=AT)
    assert [event.verb for event in events.history(verbs.evidence_key(row))] == [
        "evidence written",
        "evidence withdrawn",
    ]


def test_the_newest_of_each_part_come_in_one_query(office: Actor, django_assert_num_queries: Any) -> None:
    for day in (1, 2, 3):
        write(office, on=date(2026, 11, day))
        write(office, key="aim", on=date(2026, 10, day))
    with django_assert_num_queries(1):
        rows = list(Evidence.objects.newest_of_each(2))
    assert [(row.key, row.on.day) for row in rows] == [("aim", 3), ("aim", 2), ("voice", 3), ("voice", 2)]
