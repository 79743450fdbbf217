"""Writing a version, opening it for signing, withdrawing it."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import membership
from huaihai.governance.agreement import document, signing
from huaihai.governance.agreement import verbs as agreement_verbs
from huaihai.governance.models import AgreementVersion, Annex, LeavingNotice, Membership, RuleRow, Signature
from huaihai.governance.tests import agreements, deciding
from huaihai.governance.tests.agreements import OFFICE, SISTER, TODAY, draft, later, opened, sign, speaker
from huaihai.governance.tests.deciding import DAY, MONDAY, Ten, carried_in_writing, tabled
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alliance() -> None:
    agreements.assemble()


def revise(version: AgreementVersion, *, seen: int, by: Actor = PROGRAM) -> AgreementVersion:
    return agreement_verbs.revise(
        version, title="New title", text="New text.", not_before_on=TODAY, seen=seen, by=by, at=AT
    )


def test_the_version_of_which_only_reports_are_known_has_no_text_and_no_signatures() -> None:
    version = AgreementVersion.objects.get(key="cooperation-agreement-2020")
    assert not version.has_text
    assert version.stage_on(TODAY) == "recorded"
    assert version.shown_title == "十城消费者组织合作协议书"
    assert AgreementVersion.in_force_on(TODAY) == version
    assert not Signature.objects.exists()
    for verb in ("revise", "open", "sign", "withdraw"):
        assert not version.can(verb, TODAY)
    with pytest.raises(NotPossible):
        sign(version, OFFICE)


def test_only_the_secretariat_in_office_writes() -> None:
    words = {"title": "Ours", "text": "Text.", "not_before_on": TODAY, "at": AT}
    for actor in (speaker(SISTER), officer_of(OFFICE), Actor.public(), officer_of("alliance", Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            agreement_verbs.begin(by=actor, **words)  # type: ignore[arg-type]
    assert agreement_verbs.begin(by=speaker(OFFICE), **words).is_draft  # type: ignore[arg-type]


def test_drafts_are_numbered_within_their_year() -> None:
    assert [draft().key, draft().key, draft(at=later(60)).key] == [
        "agreement-2026-1",
        "agreement-2026-2",
        "agreement-2027-1",
    ]


def test_a_draft_is_revised_and_who_saw_an_older_one_is_told() -> None:
    version = draft()
    assert revise(version, seen=version.version).title == "New title"
    with pytest.raises(Moved) as moved:
        revise(version, seen=version.version)
    assert moved.value.row.version == version.version + 1


def test_annexes_keep_their_order_when_one_is_taken_out() -> None:
    version = draft(annexes=3)
    second = version.annexes.get(position=2)
    version = agreement_verbs.drop_annex(version, annex=second, seen=version.version, by=PROGRAM, at=AT)
    version = agreement_verbs.put_annex(
        version, kind="other", title="Fourth", text="x", seen=version.version, by=PROGRAM, at=AT
    )
    assert [annex.title for annex in version.annexes.all()] == ["Annex 1", "Annex 3", "Fourth"]
    with pytest.raises(NotPossible):
        agreement_verbs.drop_annex(version, annex=second, seen=version.version, by=PROGRAM, at=AT)


def test_an_annex_gets_new_words_in_its_place() -> None:
    version = draft(annexes=2)
    first = version.annexes.get(position=1)
    agreement_verbs.put_annex(
        version, annex=first, kind="data", title="Data", text="y", seen=version.version, by=PROGRAM, at=AT
    )
    assert [annex.title for annex in version.annexes.all()] == ["Data", "Annex 2"]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 121}),
        ("text", {"text": ""}),
        ("text", {"text": "x" * 40_001}),
        ("kind", {"kind": "poem"}),
    ],
)
def test_unfit_words_name_their_field(field: str, words: dict[str, str]) -> None:
    version = draft()
    asked = {"kind": "other", "title": "t", "text": "x"} | words
    with pytest.raises(Unfit) as unfit:
        agreement_verbs.put_annex(version, seen=version.version, by=PROGRAM, at=AT, **asked)  # type: ignore[arg-type]
    assert unfit.value.field == field


def test_there_is_an_end_to_annexes() -> None:
    with pytest.raises(Unfit):
        draft(annexes=agreement_verbs.MOST_ANNEXES + 1)


def test_a_new_draft_may_begin_with_the_annexes_of_another_version() -> None:
    first = draft(annexes=2)
    second = agreement_verbs.begin(
        title="Third", text="x", not_before_on=TODAY, annexes_of=first, by=PROGRAM, at=AT
    )
    assert [annex.title for annex in second.annexes.all()] == ["Annex 1", "Annex 2"]
    assert Annex.objects.count() == 4


def test_opening_fixes_the_text_with_the_hash_of_its_one_spelling() -> None:
    version = opened()
    spelt = {
        "title": version.title,
        "text": version.text,
        "annexes": [{"kind": "clocks", "title": "Annex 1", "text": "Words of the annex."}],
    }
    json_text = json.dumps(spelt, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert version.document_hash == hashlib.sha256(json_text.encode()).hexdigest()
    assert document.short(version.document_hash) == " ".join(
        version.document_hash[place : place + 4] for place in (0, 4, 8, 12)
    )
    with pytest.raises(NotPossible):
        revise(version, seen=version.version)
    with pytest.raises(NotPossible):
        agreement_verbs.drop_annex(
            version, annex=version.annexes.get(), seen=version.version, by=PROGRAM, at=AT
        )


def test_one_version_is_signed_at_a_time() -> None:
    first, second = opened(), draft()
    with pytest.raises(NotPossible, match="Second agreement"):
        agreement_verbs.open_for_signing(second, seen=second.version, by=PROGRAM, at=AT)
    agreement_verbs.withdraw(first, reason="Another one.", seen=first.version, by=PROGRAM, at=AT)
    assert agreement_verbs.open_for_signing(second, seen=second.version, by=PROGRAM, at=AT).opened_at == AT


def test_a_version_is_withdrawn_with_a_reason_before_it_is_in_force() -> None:
    version = opened(not_before_on=date(2027, 1, 1))
    agreements.sign_all(version, membership.members_on(TODAY))
    assert version.in_force_from == date(2027, 1, 1)
    with pytest.raises(Unfit):
        agreement_verbs.withdraw(version, reason=" ", seen=version.version, by=PROGRAM, at=AT)
    with pytest.raises(NotAllowed):
        agreement_verbs.withdraw(version, reason="x", seen=version.version, by=speaker(SISTER), at=AT)
    gone = agreement_verbs.withdraw(
        version, reason="A clause is wrong.", seen=version.version, by=PROGRAM, at=AT
    )
    assert (gone.stage, gone.in_force_from) == ("withdrawn", None)
    assert gone.signatures.count() == 10
    with pytest.raises(NotPossible):
        sign(gone, OFFICE)


def test_a_version_in_force_cannot_be_withdrawn() -> None:
    version = opened()
    agreements.sign_all(version, membership.members_on(TODAY))
    with pytest.raises(NotPossible):
        agreement_verbs.withdraw(version, reason="x", seen=version.version, by=PROGRAM, at=AT)


def test_the_public_sees_what_was_opened_and_the_office_reads_all() -> None:
    shown, hidden = opened(), draft()
    known = set(AgreementVersion.objects.visible_to(Actor.public()).values_list("key", flat=True))
    assert known == {"cooperation-agreement-2020", shown.key}
    assert hidden in AgreementVersion.objects.visible_to(officer_of(SISTER))
    assert hidden in AgreementVersion.objects.visible_to(officer_of("alliance", Role.AUDITOR))
    assert hidden not in AgreementVersion.objects.visible_to(officer_of("alliance", Role.SYSTEM_ADMIN))


def test_the_database_holds_the_rules_too() -> None:
    version = opened(not_before_on=date(2027, 1, 1))
    for broken in (
        {"stage": "torn"},
        {"document_hash": ""},
        {"text": ""},
        {"in_force_from": date(2026, 12, 31)},
        {"stage": "withdrawn", "in_force_from": date(2027, 1, 2)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementVersion.objects.filter(pk=version.pk).update(**broken)


def test_every_step_is_in_the_record() -> None:
    version = opened()
    sign(version, OFFICE, by=speaker(OFFICE))
    verbs = list(events.history(version.record_key).values_list("verb", flat=True))
    assert verbs == ["agreement begun", "agreement annex put", "agreement opened", "agreement signed"]
    assert events.broken_at(version.record_key) is None
    last = events.history(version.record_key).last()
    assert last.facts == {"body": OFFICE, "name": body(OFFICE).name, "hash": version.document_hash}
    assert last.number == version.signatures.get(organisation=body(OFFICE)).event_number


@pytest.mark.parametrize(("text", "most"), [("x" * 40_000, 4), ("x\n" * 1_499, 3)])
def test_text_and_annexes_together_are_not_longer_than_can_be_compared_and_signed(
    text: str, most: int
) -> None:
    version = agreement_verbs.begin(title="x", text=text, not_before_on=TODAY, by=PROGRAM, at=AT)
    annex: Any = {"kind": "other", "title": "x", "text": text, "by": PROGRAM, "at": AT}
    for _number in range(most):
        version = agreement_verbs.put_annex(version, **annex, seen=version.version)
    with pytest.raises(Unfit) as unfit:
        agreement_verbs.put_annex(version, **annex, seen=version.version)
    assert unfit.value.field == "text"
    assert version.annexes.count() == most


IN_TIME = TODAY + timedelta(days=90)


def test_a_member_leaves_on_its_last_day_and_its_signature_stays() -> None:
    version = opened()
    sign(version, SISTER)
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, reason="Merged.", by=speaker(SISTER), at=AT)
    assert membership.is_member(body(SISTER), on=IN_TIME)
    assert not membership.is_member(body(SISTER), on=IN_TIME + timedelta(days=1))
    assert version.signatures.get().organisation == body(SISTER)


def test_the_time_of_notice_is_the_rule_in_force() -> None:
    head = speaker(SISTER)
    with pytest.raises(Unfit) as unfit:
        signing.give_notice(body=body(SISTER), last_on=IN_TIME - timedelta(days=1), by=head, at=AT)
    assert unfit.value.field == "last_on"
    RuleRow.objects.create(
        name="leaving-notice-days", value="30", in_force_from=TODAY, source="test", mark="read"
    )
    assert signing.earliest_last_day(TODAY) == TODAY + timedelta(days=30)
    assert signing.give_notice(body=body(SISTER), last_on=TODAY + timedelta(days=30), by=head, at=AT)


def test_only_who_speaks_for_the_body_gives_notice_or_takes_it_back() -> None:
    for actor in (speaker(OFFICE), officer_of(SISTER)):
        with pytest.raises(NotAllowed):
            signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=actor, at=AT)
        with pytest.raises(NotAllowed):
            signing.take_back(body=body(SISTER), by=actor, at=AT)


def test_notice_is_given_once_and_by_members() -> None:
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    with pytest.raises(NotPossible):
        signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    with pytest.raises(NotPossible):
        signing.give_notice(body=body("county:320302"), last_on=IN_TIME, by=PROGRAM, at=AT)


def test_a_notice_is_taken_back_until_the_last_day_and_may_be_given_again() -> None:
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, by=PROGRAM, at=AT)
    signing.take_back(body=body(SISTER), by=PROGRAM, at=later(90))
    assert membership.is_member(body(SISTER), on=IN_TIME + timedelta(days=1))
    with pytest.raises(NotPossible):
        signing.take_back(body=body(SISTER), by=PROGRAM, at=later(90))
    signing.give_notice(body=body(SISTER), last_on=IN_TIME + timedelta(days=90), by=PROGRAM, at=later(90))
    with pytest.raises(NotPossible):
        signing.take_back(body=body(SISTER), by=PROGRAM, at=later(181))
    assert LeavingNotice.objects.count() == 2


def test_what_was_said_is_private_and_the_day_is_in_the_record() -> None:
    signing.give_notice(body=body(SISTER), last_on=IN_TIME, reason="Our own matter.", by=PROGRAM, at=AT)
    event = events.history(body(SISTER).record_key).get(verb="left alliance")
    assert event.facts["last"] == IN_TIME.isoformat()
    assert "Our own matter." not in str(event.facts)


def test_a_reason_that_is_too_long_is_refused() -> None:
    with pytest.raises(Unfit):
        signing.give_notice(body=body(SISTER), last_on=IN_TIME, reason="x" * 2001, by=PROGRAM, at=AT)


def carried(
    kind: str, from_on: date, *, notice: bool = True, at: datetime = MONDAY
) -> tuple[Ten, Organisation]:
    """Nine bodies decide something about the tenth, which may have given notice before they counted."""
    ten = deciding.assemble()
    leaver = ten.bodies[9]
    if notice:
        signing.give_notice(body=leaver, last_on=date(2027, 6, 1), by=ten.voice(leaver), at=at)
    effect: dict[str, object] = {"kind": kind, "facts": {"body": leaver.key, "from": from_on.isoformat()}}
    carried_in_writing(ten, tabled(ten, effects=[effect], at=at), at=at)
    return ten, leaver


def test_a_body_that_is_excluded_does_not_stay_by_taking_its_notice_back() -> None:
    ten, leaver = carried("leave", date(2026, 12, 1))
    with pytest.raises(NotPossible, match="决议"):
        signing.take_back(body=leaver, by=ten.voice(leaver), at=MONDAY + DAY)
    assert Membership.objects.get(organisation=leaver).until_on == date(2026, 11, 30)
    assert not membership.is_member(leaver, on=date(2027, 7, 1))
    assert LeavingNotice.objects.get().taken_back_at is None


def test_a_body_that_is_excluded_gives_no_notice_any_more() -> None:
    ten, leaver = carried("leave", date(2027, 12, 1), notice=False)
    with pytest.raises(NotPossible, match="决议"):
        signing.give_notice(body=leaver, last_on=date(2027, 11, 1), by=ten.voice(leaver), at=MONDAY + DAY)


def test_a_body_that_is_let_in_again_is_told_why_its_notice_stays() -> None:
    ten, leaver = carried("join", date(2027, 6, 2))
    with pytest.raises(NotPossible, match="重新加入"):
        signing.take_back(body=leaver, by=ten.voice(leaver), at=MONDAY + DAY)
    assert membership.is_member(leaver, on=date(2027, 6, 2))
