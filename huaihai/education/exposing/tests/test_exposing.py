"""An exposure from its proposal to each of its ends."""

from datetime import datetime

import pytest
from django.test import Client

from huaihai.businesses.models import Business
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.education.content import Content
from huaihai.education.exposing import pages as exposing_pages
from huaihai.education.exposing import verbs as exposing_verbs
from huaihai.education.exposing import wording
from huaihai.education.models import Edition, Exposure
from huaihai.education.publications import procedure
from huaihai.education.publications.facts import figures_between
from huaihai.education.replies import verbs as replies_verbs
from huaihai.education.tests.one_voice_cast import XUZHOU
from huaihai.education.tests.procedure_cast import AT, DAY, Cast, assemble, text_of, xuzhou
from huaihai.record import events
from tests.posts import sign_in

TEXT = Content(
    title="个案公示：演示电器行，拒绝履行已达成的协议",
    what="2026年9月3日，双方约定退款300元。到期没有退，催了三次，也没有退。",
    evidence="调解协议、三次催告记录。",
    cities=(XUZHOU,),
    topics=("G01",),
    severity="Moderate",
    basis=("消费者权益保护法第37条第1款第8项",),
)
CODE, SOLE_CODE = "91320300MA1X00001A", "92320300MA1X00002B"
LATER = AT + 20 * DAY  # the time to answer is over


@pytest.fixture
def cast() -> Cast:
    return assemble()


def shop(code: str = CODE, name: str = "演示电器行") -> Business:
    return Business.objects.create(
        name=name, credit_code=code, kind="legal_person", words=name, created_at=AT
    )


def proposed(cast: Cast, business: Business | None = None, content: Content = TEXT) -> Exposure:
    return exposing_verbs.propose(
        business or shop(),
        content,
        ground="CA-5-BREAKS",
        shown_name="演示电器行",
        publisher=xuzhou(),
        by=cast.author,
        at=AT,
    )


def edition_of(exposure: Exposure) -> Edition:
    return exposure.publication.editions.latest("number")


@pytest.fixture
def up(cast: Cast) -> Exposure:
    """It stands."""
    return shown(cast)


def shown(cast: Cast, *, at: datetime = LATER, business: Business | None = None, owner: str = "") -> Exposure:
    exposure = exposing_verbs.notify(proposed(cast, business), by=cast.author, at=AT)
    exposing_verbs.hand_in(exposure, owner=owner, by=cast.author, at=at)
    edition = edition_of(exposure)
    for reviewer in (cast.second, cast.third, cast.head):
        procedure.pass_review(edition, by=reviewer, at=at)
    procedure.sign(edition, by=cast.head, at=at)
    exposure.refresh_from_db()
    return exposure


@pytest.mark.django_db
class TestLife:
    def test_the_business_is_told_and_has_its_time_before_anybody_reviews(self, cast: Cast) -> None:
        business = shop()
        exposure = proposed(cast, business)
        with pytest.raises(NotPossible):  # one ground is open once
            proposed(cast, business)
        with pytest.raises(Unfit):  # it goes the way of its own, not that of a text
            procedure.submit(edition_of(exposure), by=cast.author, at=AT)
        with pytest.raises(NotPossible):
            exposing_verbs.hand_in(exposure, by=cast.author, at=AT)
        exposing_verbs.notify(exposure, by=cast.author, at=AT)
        with pytest.raises(NotPossible, match="演示电器行"):
            exposing_verbs.hand_in(exposure, by=cast.author, at=AT + DAY)
        reply = exposure.publication.replies.get()
        replies_verbs.answer(reply, text="我们马上退。", by=cast.author, at=AT + DAY)
        assert exposing_verbs.hand_in(exposure, by=cast.author, at=AT + DAY).stage == "ready"

    def test_it_stands_for_its_time_and_then_comes_down_by_itself(self, up: Exposure, client: Client) -> None:
        address = up.publication.get_absolute_url()
        assert up.stage == "shown"
        assert up.expires_on == (LATER + 180 * DAY).date()
        assert "演示电器行" in client.get(address).content.decode()
        assert list(exposing_verbs.due_acts(LATER + 180 * DAY)) == []
        for act in exposing_verbs.due_acts(LATER + 181 * DAY):
            act()
        up.refresh_from_db()
        assert up.stage == "expired"
        assert "演示电器行" not in client.get(address).content.decode()
        assert not Exposure.objects.in_force().exists()

    @pytest.mark.parametrize("end", [exposing_verbs.cure, exposing_verbs.retract])
    def test_made_good_or_wrong_it_is_down_on_every_channel_at_once(
        self, cast: Cast, up: Exposure, client: Client, end: object
    ) -> None:
        address = up.publication.get_absolute_url()
        assert [note.url for note in exposing_pages.notes({up.business_id})] == [address]
        with pytest.raises(Unfit):  # its end names nobody
            end(up, reason="演示电器行 已退款。", by=cast.author, at=LATER)  # type: ignore[operator]
        end(up, reason="退款已经到账。", by=cast.author, at=LATER + DAY)  # type: ignore[operator]
        for channel in (address, "/warnings/", "/warnings.atom", "/warnings.json"):
            page = client.get(channel).content.decode()
            assert "演示电器行" not in page
            assert "催了三次" not in page
        assert "退款已经到账。" in client.get(address).content.decode()
        assert edition_of(up).purpose == "withdrawal"
        assert exposing_pages.notes({up.business_id}) == []
        if end is exposing_verbs.cure:  # an ended one that was wrong is retracted all the same
            exposing_verbs.retract(
                up, reason="查明对象有误，向商家致歉。", by=cast.author, at=LATER + 2 * DAY
            )
            assert "查明对象有误" in client.get(address).content.decode()
        assert up.stage == "retracted"
        figures = figures_between(LATER.date(), LATER.date())
        assert [one.value for one in figures if one.key == "education.exposure"] == [0]
        assert events.broken_at(up.record_key) is None

    def test_another_city_neither_sees_nor_ends_it_and_an_auditor_takes_no_step(
        self, cast: Cast, up: Exposure, client: Client
    ) -> None:
        with pytest.raises(NotAllowed):
            exposing_verbs.retract(up, reason="x", by=cast.other, at=LATER)
        sign_in(client, cast.posts["other"].account)
        assert client.get(f"/office/exposures/{up.pk}/").status_code == 404
        waiting = proposed(cast, shop(code="91320300MA1X00005E"))
        sign_in(client, cast.posts["auditor"].account)
        for page in (f"{waiting.pk}/drop/", "new/"):
            assert client.get(f"/office/exposures/{page}").status_code == 404

    def test_of_a_sole_trader_the_owner_is_looked_for_and_forgotten(self, cast: Cast) -> None:
        named = Content(**vars(TEXT) | {"what": "店主欧阳演示拒绝退款。"})
        exposure = proposed(cast, shop(SOLE_CODE), named)
        exposing_verbs.notify(exposure, by=cast.author, at=AT)

        with pytest.raises(Unfit, match=r"owner|name|名"):
            exposing_verbs.hand_in(exposure, by=cast.author, at=LATER)
        with pytest.raises(Unfit, match="欧阳演示"):
            exposing_verbs.hand_in(exposure, owner="欧阳演示", by=cast.author, at=LATER)

        said = [*events.history(exposure.record_key), *events.history(exposure.publication.record_key)]
        assert not any("欧阳演示" in str(event.facts) for event in said)


@pytest.mark.django_db
class TestNoWayRound:
    def test_another_text_after_the_notice_is_told_again_and_one_sent_back_is_checked_again(
        self, cast: Cast
    ) -> None:
        exposure = exposing_verbs.notify(proposed(cast), by=cast.author, at=AT)
        edition = edition_of(exposure)
        procedure.write(edition, text_of(edition, what="这是另外一件事。"), by=cast.author, at=LATER)
        with pytest.raises(NotPossible):
            exposing_verbs.hand_in(exposure, by=cast.author, at=LATER)
        exposing_verbs.notify(exposure, by=cast.author, at=LATER)
        replies_verbs.answer(exposure.publication.replies.get(), text="会退。", by=cast.author, at=LATER)
        exposing_verbs.hand_in(exposure, by=cast.author, at=LATER)
        edition = edition_of(exposure)
        assert edition.stage == "first_review"
        with pytest.raises(NotPossible):  # it would go out without its exposure
            exposing_verbs.notify(exposure, by=cast.author, at=LATER)
        procedure.send_back(edition, note="说重了", by=cast.second, at=LATER)
        procedure.write(edition, text_of(edition, what="这家黑店不退钱。"), by=cast.author, at=LATER)
        with pytest.raises(Unfit):
            procedure.submit(edition, by=cast.author, at=LATER)
        with pytest.raises(Unfit, match="黑店"):
            exposing_verbs.hand_in(exposure, by=cast.author, at=LATER)

    def test_it_is_never_urgent_and_neither_corrected_nor_withdrawn_like_a_warning(self, cast: Cast) -> None:
        edition = edition_of(proposed(cast))
        content = text_of(edition)
        with pytest.raises(Unfit):
            procedure.write(edition, content, urgent_reason="急", by=cast.author, at=AT)
        exposing_verbs.drop(Exposure.objects.get(), reason="不发了", by=cast.author, at=AT)

        exposure = shown(cast, business=shop(code="91320300MA1X00003C"))
        publication = exposure.publication
        with pytest.raises(NotPossible):
            procedure.open_withdrawal(publication, reason="x", by=cast.author, at=LATER)
        with pytest.raises(NotPossible):
            procedure.open_update(publication, change_note="x", by=cast.author, at=LATER)

    def test_the_name_in_the_register_stands_nowhere_and_no_other_is_named(
        self, cast: Cast, client: Client
    ) -> None:
        exposure = shown(cast, business=shop(SOLE_CODE, "欧阳演示"), owner="欧阳演示")
        for address in (exposure.publication.get_absolute_url(), "/warnings.atom"):
            assert "欧阳演示" not in client.get(address).content.decode()
        history = events.history(exposure.publication.record_key)
        assert not any("欧阳演示" in str(event.facts) for event in history)
        exposing_verbs.retract(exposure, reason="有误。", by=cast.author, at=LATER)

        again = proposed(cast, shop(code="91320300MA1X00004D"))
        with pytest.raises(NotPossible):
            procedure.name(edition_of(again), None, called="欧阳演示", by=cast.author, at=AT)


@pytest.mark.django_db
def test_from_the_register_to_the_notice_on_real_pages(cast: Cast, client: Client) -> None:
    business = shop()
    sign_in(client, cast.posts["author"].account)
    assert business.name in client.get("/office/exposures/new/", {"q": "演示电器"}).content.decode()
    typed = {
        "shown_name": "演示电器行",
        "ground": "CA-5-REFUSES",
        "topic": "G01",
        "what": "三次通知，都没有来。",
        "evidence": "通知的送达记录。",
    }
    kept = client.post(f"/office/exposures/new/{business.pk}/", typed | {"case_number": "9999"})
    assert "三次通知" in kept.content.decode()
    client.post(f"/office/exposures/new/{business.pk}/", typed)
    exposure = Exposure.objects.get()
    client.post(f"/office/exposures/{exposure.pk}/notice/", {"seen": exposure.turn})
    exposure.refresh_from_db()
    assert exposure.stage == "noticed"
    assert "演示电器行" in client.get("/office/exposures/").content.decode()
    stale = client.post(f"/office/exposures/{exposure.pk}/drop/", {"seen": 1, "reason": "不发了"})
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (TEXT.evidence, []),  # a plain account of what happened
        ("联系电话13900000007", ["personal"]),
        ("这家黑店", ["verdict"]),
        ("店主李演示在场", ["person"]),
        ("店主李演示在场".replace("李", "\uf9e1"), ["person"]),  # the same character in another form
        ("店主李 演\u200b·示在场", ["person"]),
    ],
)
def test_persons_numbers_and_verdicts_are_found(words: str, kinds: list[str]) -> None:
    found = wording.findings(Content(**vars(TEXT) | {"evidence": words}), owner="李演示")
    assert [one.kind for one in found] == kinds
