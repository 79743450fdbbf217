"""What somebody might try: to sign for others, to publish without the business, to learn what is not out."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.education import addresses as education_addresses
from huaihai.education.calendar import verbs as calendar_verbs
from huaihai.education.content import of_version
from huaihai.education.feeds import cap, writers
from huaihai.education.models import Edition, PressContact, Publication, Reply
from huaihai.education.press import verbs as press_verbs
from huaihai.education.public import facts as public_facts
from huaihai.education.publications import procedure
from huaihai.education.replies import facts as replies_facts
from huaihai.education.subscribing import verbs as subscribing_verbs
from huaihai.education.subscribing.verbs import Wish
from huaihai.education.tests import procedure_cast as scene
from huaihai.education.tests.one_voice_cast import WARNING
from huaihai.education.tests.procedure_cast import AT, DAY, HOUR, Cast, assemble
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests.posts import post_at, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def out(cast: Cast) -> Edition:
    """A warning that is out."""
    return scene.signed_out(cast, scene.a_draft(cast))


def an_update_of(edition: Edition, cast: Cast, *names: str, **said: Any) -> Edition:
    """A correction is written; these are named in it and asked."""
    later = AT + HOUR
    update = procedure.open_update(public(edition), change_note="另一家", by=cast.author, at=later, **said)
    for name in names:
        reply = procedure.name(update, None, called=name, by=cast.author, at=later)
        procedure.ask(reply, update, by=cast.author, at=later)
    return update


def public(edition: Edition) -> Publication:
    return Publication.objects.get(pk=edition.publication_id)


def test_who_signed_a_text_that_was_sent_back_does_not_stand_under_the_next_one(cast: Cast) -> None:
    edition = scene.reviewed(cast, scene.a_draft(cast, cities=(scene.XUZHOU, scene.SUZHOU, scene.OTHER)))
    procedure.sign(edition, by=cast.other_head, at=AT)
    procedure.send_back(edition, note="批号不对", by=cast.head, at=AT)
    content = scene.text_of(edition, title="三批电水壶可能漏电", cities=(scene.XUZHOU, scene.SUZHOU))
    procedure.write(edition, content, by=cast.author, at=AT)
    scene.signed_out(cast, edition, at=AT + HOUR)

    out = public_facts.editions(public(edition))[-1]

    names = {row.body.key for row in public_facts.signed(out)}
    assert names == {scene.XUZHOU, scene.SUZHOU}
    assert "商丘" not in "".join(writers.signers(public(edition), out))
    message = cap.of(out.pk, sender="x")
    assert message is not None
    assert "商丘" not in message.contact + message.sender_name


def test_a_city_that_signed_is_asked_when_a_correction_leaves_it_out(cast: Cast, out: Edition) -> None:
    version = out.publication.newest
    alone = replace(of_version(version), cities=(scene.XUZHOU,), title="电水壶都没有问题")
    update = scene.reviewed(cast, an_update_of(out, cast, content=alone), at=AT + HOUR)
    assert not procedure.sign(update, by=cast.head, at=AT + HOUR)
    assert procedure.sign(update, by=cast.their_head, at=AT + HOUR)


def test_nobody_signs_for_two_cities(cast: Cast) -> None:
    edition = scene.reviewed(cast, scene.a_draft(cast))
    procedure.sign(edition, by=cast.head, at=AT)
    both = post_at(scene.SUZHOU, Role.HEAD, username="voice-both")
    both.account = cast.posts["head"].account
    both.save()

    with pytest.raises(NotAllowed):
        procedure.sign(edition, by=Actor.officer(both), at=AT)


def test_nobody_learns_from_the_old_text_whom_the_next_one_names(
    cast: Cast, out: Edition, client: Client
) -> None:
    update = an_update_of(out, cast, "演示百货")
    procedure.answer(Reply.objects.get(), text="与我们无关。", by=cast.author, at=AT + 2 * HOUR)
    for address in (public(out).get_absolute_url(), "/warnings.atom", "/warnings.json"):
        page = client.get(address).content.decode()
        assert "演示百货" not in page
        assert "与我们无关" not in page
    assert [one.name for one in replies_facts.asked_replies(public(out))] == ["演示百货"]
    scene.signed_out(cast, update, at=AT + DAY)
    assert "演示百货" in client.get(public(out).get_absolute_url()).content.decode()


def test_an_auditor_reads_and_does_nothing_and_the_link_of_the_press_works_for_anybody(
    cast: Cast, client: Client
) -> None:
    topic = calendar_verbs.propose("k", "演示", origin="body", month=AT.date(), by=cast.author, at=AT)
    contact = a_contact(cast)
    sign_in(client, cast.posts["auditor"].account)
    for page in ("press/new/", f"press/{contact.pk}/end/", f"topics/{topic.pk}/set-aside/", "topics/new/"):
        assert client.get(f"/office/{page}").status_code == 404
    assert client.get("/office/press/").status_code == client.get("/office/topics/").status_code == 200
    page = reverse("press-contact", args=[education_addresses.made(education_addresses.PRESS, contact.pk)])
    assert client.post(page, {"leave": "1"}).status_code == 302
    contact.refresh_from_db()
    assert contact.ended_at is not None
    left = list(events.history(contact.record_key))[-1]
    assert (left.verb, left.by) == ("press_left", "public")  # whoever is signed in
    edition = scene.a_draft(cast)
    sign_in(client, cast.posts["author"].account)
    for page in ("exposures/new/", f"publications/{edition.publication_id}/replies/"):
        assert client.get(f"/office/{page}", {"q": "演\x00示"}).status_code == 200


def a_contact(cast: Cast) -> PressContact:
    said = {"outlet": "演示报", "person": "", "email": "a@example.com"}
    return press_verbs.add(**said, cities=(), by=cast.author, at=AT)


def test_whom_a_dropped_correction_named_is_named_by_nothing(cast: Cast) -> None:
    edition = scene.a_draft(cast)
    first = procedure.name(edition, None, called="演示商场", by=cast.author, at=AT)
    procedure.answer(procedure.ask(first, edition, by=cast.author, at=AT), text="是", by=cast.author, at=AT)
    scene.signed_out(cast, edition)
    update = an_update_of(edition, cast, "演示百货")
    procedure.drop(update, reason="不改了", by=cast.author, at=AT + HOUR)
    assert [one.name for one in replies_facts.asked_replies(public(edition))] == ["演示商场"]


def test_who_wrote_what_the_public_is_told_of_a_change_does_not_review_it(cast: Cast, out: Edition) -> None:
    update = an_update_of(out, cast)
    procedure.write(update, scene.text_of(update), change_note="全是谣言", by=cast.second, at=AT + HOUR)
    procedure.submit(update, by=cast.author, at=AT + HOUR)
    with pytest.raises(NotAllowed):
        procedure.pass_review(update, by=cast.second, at=AT + HOUR)


def test_who_leaves_is_forgotten_by_the_outbox_too(cast: Cast) -> None:
    wish = Wish(kinds=("warning",))
    mail = {"channel": "email", "language": "en", "consent_version": "1"}
    stays, _waits = (subscribing_verbs.ask(wish, address=f"{n}@example.com", at=AT, **mail) for n in range(2))
    contact = a_contact(cast)
    assert OutboxMessage.objects.count() == 3
    subscribing_verbs.end(stays, by=Actor.public(), at=AT)
    press_verbs.leave(contact, by=Actor.public(), at=AT)
    for act in subscribing_verbs.due_acts(AT + 3 * DAY):
        act()
    assert not OutboxMessage.objects.exists()


def test_whoever_is_named_was_asked_about_the_text_that_goes_out(cast: Cast) -> None:
    edition = scene.a_draft(cast)
    reply = procedure.name(edition, None, called="演示厂", by=cast.author, at=AT)
    procedure.ask(reply, edition, by=cast.author, at=AT)
    procedure.answer(reply, text="已停售。", by=cast.author, at=AT)
    procedure.write(edition, replace(WARNING, title="改过的标题"), by=cast.author, at=AT)
    procedure.submit(edition, by=cast.author, at=AT)
    for reviewer in (cast.second, cast.third):
        procedure.pass_review(edition, by=reviewer, at=AT)

    with pytest.raises(NotPossible, match="演示厂"):
        procedure.pass_review(edition, by=cast.over_there, at=AT)

    procedure.ask(reply, edition, by=cast.author, at=AT)
    assert procedure.pass_review(edition, by=cast.over_there, at=AT).stage == "signing"
    reply.refresh_from_db()
    assert reply.text == "已停售。"
