"""Nothing goes out without its reviews, its signatures and the replies of those it names."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from huaihai.desk.lives import DeskError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.education.models import CoSignature, Edition, Publication, Reply
from huaihai.education.publications import procedure
from huaihai.education.replies import facts as replies_facts
from huaihai.education.tests import procedure_cast as scene
from huaihai.education.tests.procedure_cast import AT, DAY, HOUR, MINUTE, Cast
from huaihai.kit.clock import local_day
from huaihai.record import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return scene.assemble()


def fall_due(at: object) -> int:
    acts = list(procedure.due_acts(at))  # type: ignore[arg-type]
    for act in acts:
        act()
    return len(acts)


def now(edition: Edition) -> Edition:
    return Edition.objects.select_related("publication", "version").get(pk=edition.pk)


def test_three_people_pass_it_two_cities_sign_it_and_it_is_out(cast: Cast) -> None:
    edition = procedure.submit(scene.a_draft(cast), by=cast.author, at=AT)
    for stranger in (cast.author, cast.other, cast.auditor):  # who wrote it, and who has no part in it
        with pytest.raises(NotAllowed):
            procedure.pass_review(edition, by=stranger, at=AT)
    for reviewer in cast.reviewers:
        procedure.pass_review(edition, by=reviewer, at=AT)
        with pytest.raises(DeskError):  # nobody twice
            procedure.pass_review(edition, by=reviewer, at=AT)
    assert (edition.stage, edition.needed) == ("signing", 2)
    assert edition.sign_by_at == AT + 48 * HOUR
    assert not procedure.sign(edition, text_hash=edition.text_hash, by=cast.head, at=AT)
    assert Publication.objects.get().state == "draft"
    assert procedure.sign(edition, by=cast.on_duty, at=AT + HOUR)
    publication = Publication.objects.get()
    assert (publication.state, publication.first_out_at) == ("published", AT + HOUR)
    assert publication.shown == edition.version
    assert list(CoSignature.objects.values_list("is_on_duty", flat=True)) == [False, True]
    assert events.broken_at(publication.record_key) is None


def test_a_text_that_was_sent_back_is_reviewed_and_signed_anew(cast: Cast) -> None:
    edition = scene.reviewed(cast, scene.a_draft(cast))
    procedure.sign(edition, by=cast.head, at=AT)
    procedure.send_back(edition, note="批号不对", by=cast.their_head, at=AT)
    procedure.write(edition, replace(scene.text_of(edition), evidence="复核"), by=cast.head, at=AT)
    procedure.submit(edition, by=cast.author, at=AT)
    with pytest.raises(NotAllowed):  # wrote on it meanwhile
        procedure.pass_review(edition, by=cast.head, at=AT)
    for reviewer in cast.reviewers:
        procedure.pass_review(edition, by=reviewer, at=AT)
    assert not procedure.sign(edition, by=cast.their_head, at=AT)
    assert procedure.sign(edition, by=cast.head, at=AT)


def test_an_urgent_one_has_one_review_waits_for_nobody_and_asks_with_going_out(cast: Cast) -> None:
    edition, out_at = scene.a_draft(cast, urgent_reason="有人触电"), AT + 3 * MINUTE
    procedure.name(edition, None, called="演示电器行", by=cast.author, at=AT)
    procedure.submit(edition, by=cast.author, at=AT)
    procedure.pass_review(edition, by=cast.second, at=AT + MINUTE)
    assert edition.sign_by_at == AT + 31 * MINUTE
    procedure.sign(edition, by=cast.head, at=AT + 2 * MINUTE)
    assert procedure.sign(edition, by=cast.on_duty, at=out_at)
    reply = Reply.objects.get()
    assert (reply.asked_at, reply.asked_how) == (out_at, "letter")
    procedure.answer(reply, text="正在召回。", by=cast.author, at=AT + DAY)
    assert replies_facts.public_replies(edition.publication)[0].text == "正在召回。"


@pytest.mark.parametrize("city_is_first", [True, False])
def test_silence_passes_to_the_secretariat_which_alone_is_never_enough(
    cast: Cast, city_is_first: bool
) -> None:
    edition, late = scene.reviewed(cast, scene.a_draft(cast)), AT + 48 * HOUR
    if city_is_first:
        procedure.sign(edition, by=cast.their_head, at=AT)
        with pytest.raises(NotAllowed):
            procedure.sign(edition, for_silent=True, by=cast.head, at=AT)
    assert [fall_due(late), fall_due(late)] == [1, 0]
    assert procedure.sign(edition, for_silent=True, by=cast.head, at=late) == city_is_first
    if not city_is_first:
        assert procedure.sign(edition, by=cast.their_head, at=late)


def test_a_planned_moment_is_kept(cast: Cast) -> None:
    edition = scene.a_draft(cast)
    procedure.write(edition, scene.text_of(edition), not_before=AT + DAY, by=cast.author, at=AT)
    scene.signed_out(cast, edition)
    assert now(edition).stage == "signing"
    assert fall_due(AT + DAY - MINUTE) == 0
    assert fall_due(AT + DAY) == 1
    assert now(edition).stage == "out"


def test_a_named_business_is_heard_before_the_last_review(cast: Cast) -> None:
    edition = scene.a_draft(cast)
    reply = procedure.name(edition, None, called="演示电器行", by=cast.author, at=AT)
    procedure.submit(edition, by=cast.author, at=AT)
    for reviewer in cast.reviewers[:2]:
        procedure.pass_review(edition, by=reviewer, at=AT)
    with pytest.raises(NotPossible, match="演示电器行"):
        procedure.pass_review(edition, by=cast.over_there, at=AT)
    reply = procedure.ask(reply, edition, by=cast.author, at=AT)
    assert reply.due_at is not None
    assert local_day(reply.due_at - MINUTE).isoformat() == "2026-12-10"  # ten working days
    with pytest.raises(NotPossible):
        procedure.pass_review(edition, by=cast.over_there, at=AT + DAY)
    words = "我们已经停售 <b>这两批</b>。"
    procedure.answer(reply, text=words, by=cast.author, at=AT + DAY)
    procedure.pass_review(edition, by=cast.over_there, at=AT + DAY)
    scene.signed_out(cast, edition, at=AT + DAY)
    assert [one.text for one in replies_facts.public_replies(edition.publication)] == [words]
    with pytest.raises(NotPossible):
        procedure.answer(reply, text="另一句", by=cast.author, at=AT + 2 * DAY)


def test_silence_of_the_business_holds_nothing_back_for_longer(cast: Cast) -> None:
    edition = scene.a_draft(cast)
    reply = procedure.name(edition, None, called="演示电器行", by=cast.author, at=AT)
    reply = procedure.ask(reply, edition, by=cast.author, at=AT)
    assert reply.due_at is not None
    scene.signed_out(cast, edition, at=reply.due_at)
    assert now(edition).stage == "out"
    assert replies_facts.public_replies(edition.publication)[0].text == ""


def test_what_is_out_is_corrected_and_withdrawn(cast: Cast) -> None:
    publication = scene.signed_out(cast, scene.a_draft(cast)).publication
    with pytest.raises(Unfit):
        procedure.open_update(publication, change_note=" ", by=cast.author, at=AT)
    update = procedure.open_update(publication, change_note="批号更正", by=cast.author, at=AT)
    with pytest.raises(NotPossible):
        procedure.open_withdrawal(publication, reason="误报", by=cast.author, at=AT)
    procedure.write(update, replace(scene.text_of(update), title="更正后"), by=cast.author, at=AT)
    assert Publication.objects.get().title == scene.WARNING.title
    scene.signed_out(cast, update)
    assert Publication.objects.get().title == "更正后"

    withdrawal = procedure.open_withdrawal(publication, reason="误报", by=cast.author, at=AT)
    procedure.submit(withdrawal, by=cast.author, at=AT)
    procedure.pass_review(withdrawal, by=cast.second, at=AT)
    with pytest.raises(NotAllowed):
        procedure.sign(withdrawal, by=cast.their_head, at=AT)
    assert procedure.sign(withdrawal, by=cast.head, at=AT)
    assert Publication.objects.get().state == "withdrawn"


def test_two_editors_and_a_reader_of_an_old_page_are_told(cast: Cast) -> None:
    edition = scene.a_draft(cast)
    seen = edition.turn
    procedure.write(edition, replace(scene.text_of(edition), what="新的"), seen=seen, by=cast.author, at=AT)
    with pytest.raises(Moved):
        procedure.write(edition, scene.text_of(edition), seen=seen, by=cast.second, at=AT)
    scene.reviewed(cast, edition)
    with pytest.raises(Moved):
        procedure.sign(edition, text_hash="0" * 64, by=cast.head, at=AT)


@pytest.mark.parametrize(("field", "empty"), [("to_do", ""), ("cities", ())])
def test_an_incomplete_warning_is_not_handed_in(cast: Cast, field: str, empty: Any) -> None:
    with pytest.raises(Unfit) as refused:
        procedure.submit(scene.a_draft(cast, **{field: empty}), by=cast.author, at=AT)
    assert refused.value.field == field


VERBS: dict[str, Callable[[Edition, Cast], object]] = {
    "write": lambda e, c: procedure.write(e, scene.text_of(e), by=c.author, at=AT),
    "submit": lambda e, c: procedure.submit(e, by=c.author, at=AT),
    "pass": lambda e, c: procedure.pass_review(e, by=c.over_there, at=AT),
    "send back": lambda e, c: procedure.send_back(e, note="再看", by=c.second, at=AT),
    "sign": lambda e, c: procedure.sign(e, by=c.their_head, at=AT),
    "drop": lambda e, c: procedure.drop(e, by=c.author, at=AT),
}


def test_every_verb_in_every_stage_does_what_the_table_says(cast: Cast) -> None:
    from huaihai.education.publications.life import EDITION

    edition = scene.a_draft(cast)
    for stage in EDITION.stages:
        for verb, act in VERBS.items():
            out_at = AT if stage == "out" else None
            Edition.objects.update(stage=stage, out_at=out_at, needed=2, submission=edition.submission)
            CoSignature.objects.all().delete()
            fresh = now(edition)
            try:
                act(fresh, cast)
                did = True
            except DeskError:
                did = False
            assert did == EDITION.can(verb, stage), (verb, stage)
            assert now(edition).stage == (EDITION.after(verb, stage) if did else stage)
            fresh.reviews.all().delete()
