"""A case goes to another alliance through pages: peers, the offer, what comes in, the consumer, and who has a code."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, Consent, Passage, PassageMessage, PassportPeer
from huaihai.cases.passing import due, reading, redacting, threads, verbs
from huaihai.cases.passing.tests.foreign import CASE, NAME, Foreign
from huaihai.cases.passport import rules
from huaihai.cases.passport.codes import GROUNDS
from huaihai.cases.tests.consumers import opened
from huaihai.cases.verbs import routing
from huaihai.desk import waiting
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.posts import post_at
from tests.reading import browser, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
NOW = people.TUESDAY


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def foreign(cast: people.Cast) -> Foreign:
    """Known and confirmed; what comes from there Zhao's body reads."""
    made = Foreign()
    two = [post_at(cast.home.key, role, username=role.value).account for role in ADMINS]
    PassportPeer.objects.create(
        name=NAME,
        title="江南消费者组织联盟",
        descriptor=made.descriptor,
        body=cast.lead,
        added_by=two[0],
        added_at=NOW,
        confirmed_by=two[1],
        confirmed_at=NOW,
    )
    return made


ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


def offer_by_page(client: Client, case: Case, *, guest: str = "", **typed: Any) -> Any:
    peer = PassportPeer.objects.get()
    to = {"receiver": "guest", "guest_title": guest} if guest else {"receiver": str(peer.pk)}
    words = verbs.consent_words(guest or peer.title)
    form = {"seen": case.version, "words": words, "is_agreed": "on", **typed}
    return client.post(f"{reverse('desk-passing-new', args=[case.pk])}?{urlencode(to)}", form)


def ours(kind: str) -> str:
    return str(PassageMessage.objects.get(kind=kind, is_ours=True).data)


def test_two_administrators_let_another_installation_in(cast: people.Cast) -> None:
    other = Foreign()
    posts = [post_at(cast.home.key, role, username=role.value) for role in ADMINS]
    one, two = (browser(post.account) for post in posts)
    put_in = {"descriptor": other.descriptor, "body": cast.lead.key}

    one.post(reverse("desk-peers"), put_in)
    row = PassportPeer.objects.get()
    page = reverse("desk-peer", args=[row.pk])
    assert row.name == NAME
    assert not row.is_open
    assert "系统名称" in one.get(page).content.decode()
    assert "等另一位管理员" in one.get(page).content.decode()
    assert "等另一位管理员" not in two.get(page).content.decode()
    waits = [
        {row.key for row in waiting.of(Actor.officer(each), NOW).to_do if row.key.startswith("peer:")}
        for each in posts
    ]
    assert waits == [set(), {f"peer:{row.pk}"}]
    one.post(page, {"is_compared": "on"})  # who put it in can only end it
    assert fresh(row).confirmed_at is None
    row.closed_at = None
    row.save()
    two.post(page, {})
    assert fresh(row).confirmed_at is None
    two.post(page, {"is_compared": "on"})
    assert fresh(row).is_open
    again = one.post(reverse("desk-peers"), put_in)
    assert again.status_code == 200  # the same again is no later one
    lacks = one.post(reverse("desk-peers"), {**put_in, "descriptor": "{}"})
    assert lacks.status_code == 200
    assert "缺少 content" in lacks.content.decode()
    assert "登记" in lacks.content.decode()
    assert not [one for one in waiting.of(Actor.officer(posts[1]), NOW).to_do if one.key.startswith("peer:")]


def test_nobody_meets_it_where_no_other_alliance_is_known(cast: people.Cast, wang: Client) -> None:
    case = people.filed().case
    assert reverse("desk-passing-new", args=[case.pk]) not in wang.get(case_url(case)).content.decode()
    assert wang.get(reverse("desk-passing-new", args=[case.pk])).status_code == 404


def case_url(case: Case) -> str:
    return reverse("desk-case", args=[case.pk])


def test_an_offer_leaves_the_case_until_the_deed(cast: people.Cast, wang: Client, foreign: Foreign) -> None:
    case = people.filed().case
    address = reverse("desk-passing-new", args=[case.pk])
    assert address in wang.get(case_url(case)).content.decode()
    assert "江南消费者组织联盟" in wang.get(address).content.decode()
    assert (
        offer_by_page(wang, case, is_agreed="").status_code == 200
    )  # without the consumer's consent nothing leaves
    assert not Passage.objects.exists()

    offer_by_page(wang, case, text="商家在你们那里。")

    row = Passage.objects.get()
    assert (row.stand, fresh(case).stage) == ("offering", "received")
    assert offer_by_page(wang, case).status_code == 409  # once
    offered = foreign.knows(ours("offer"))
    told = offered.body["case"]
    assert told["consumer"]["telephone"] == people.PHONE
    assert "address" not in told["consumer"]
    assert due.is_due(at=NOW)
    answer = foreign.says("question", {"about": "words", "words": "发票还在吗？", "files": []})
    assert answer.status_code == 200
    assert keys_of(cast.wang) == {f"passage:{row.pk}:question"}
    wang.post(reverse("desk-passing-act", args=[row.pk, "answer"]), {"text": "在。"})
    assert not keys_of(cast.wang)
    foreign.knows(ours("answer"))
    taken = foreign.write("acceptance", {"of": offered.id, "office": {"name": "江南市消保委"}})
    for _again in range(3):  # the line was cut, and it comes once more
        assert foreign.post(taken).status_code == 200

    assert (fresh(row).stand, fresh(case).stage) == ("theirs", "referred")
    assert foreign.knows(ours("deed")).body["acceptance"] == taken.id
    assert foreign.thread.stand == "mine"
    assert not clocks.running(case.record_key)
    assert events.broken_at(case.record_key) is None
    assert sum("江南市消保委" in one.text for one in OutboxMessage.objects.all()) == 1
    page = wang.get(reverse("desk-passing", args=[row.pk]))
    assert page.status_code == 200
    after = wang.get(case_url(case)).content.decode()
    assert "已移交给江南消费者组织联盟" in after
    assert "消费者和商家都在本地" not in after
    assert "已告知其他渠道" not in after
    assert "另一个联盟" in after  # whose acts came in


def test_the_words_name_the_receiver_that_is_chosen(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    address = reverse("desk-passing-new", args=[case.pk])
    to = {"receiver": "guest", "guest_title": "江北县消协"}
    page = f"{address}?{urlencode(to)}"

    first = wang.get(address).content.decode()
    assert verbs.consent_words("江南消费者组织联盟") not in first  # nobody is chosen yet
    assert "is_agreed" not in wang.get(address, to | {"guest_title": ""}).content.decode()
    second = wang.get(page).content.decode()
    assert "江北县消协" in verbs.consent_words("江北县消协")
    assert verbs.consent_words("江北县消协") in second
    assert verbs.consent_words("江南消费者组织联盟") not in second

    others = verbs.consent_words("江南消费者组织联盟")
    for words in (others, ""):
        refused = offer_by_page(wang, case, guest="江北县消协", words=words)
        assert refused.status_code == 200
        assert "checked" not in refused.content.decode()  # a tick survives no error
        assert f'value="{verbs.consent_words("江北县消协")}"' in refused.content.decode()
    moved = offer_by_page(wang, case, guest="江北县消协", seen=case.version + 1)
    assert moved.status_code == 409
    assert "checked" not in moved.content.decode()
    assert not Passage.objects.exists()
    assert not Consent.objects.filter(purpose="other_alliance").exists()

    offer_by_page(wang, case, guest="江北县消协")

    row = Passage.objects.get()
    offered = next(iter(threads.read(row).thread))
    assert offered.body["case"]["consent"]["words"] == verbs.consent_words("江北县消协")
    assert row.other_title == "江北县消协"
    again = wang.get(address)
    assert "已经" in again.content.decode()
    assert "is_agreed" not in again.content.decode()


def test_the_preview_says_what_is_sent_in_our_own_words(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    case.price_fen = 26801
    case.save(update_fields=["price_fen"])
    to = {"receiver": str(PassportPeer.objects.get().pk)}
    shown = wang.get(reverse("desk-passing-new", args=[case.pk]), to).content.decode()
    for words in ("268.01 元", "我们的编号", "在我们这里办到哪一步", "往来留言：对方用不着"):
        assert words in shown
    assert "移交方的编号" not in shown


def test_nothing_leaves_a_demonstration_and_the_page_says_so(
    cast: people.Cast, wang: Client, foreign: Foreign, settings: Any
) -> None:
    address = reverse("desk-passing-new", args=[people.filed().case.pk])
    to = {"receiver": str(PassportPeer.objects.get().pk)}
    words = "不会真的发出去"
    assert words not in wang.get(address).content.decode() + wang.get(address, to).content.decode()
    settings.DEMO = True
    assert words in wang.get(address).content.decode()
    assert words in wang.get(address, to).content.decode()
    offer_by_page(wang, Case.objects.get())
    page = reverse("desk-passing", args=[Passage.objects.get().pk])
    assert words in wang.get(page).content.decode()


def test_the_page_tells_a_cut_line_from_a_refusal(cast: people.Cast, wang: Client, foreign: Foreign) -> None:
    offer_by_page(wang, people.filed().case)
    page = reverse("desk-passing", args=[Passage.objects.get().pk])
    for error, words in (("timeout", "暂时联系不上对方"), ("status-422", "对方不收")):
        Passage.objects.update(last_error=error)
        assert words in wang.get(page).content.decode()
    assert "暂时联系不上对方" not in wang.get(page).content.decode()


def keys_of(actor: Actor) -> set[str]:
    lists = waiting.of(actor, NOW)
    return {one.key for one in lists.to_do if one.key.startswith("passage:")}


def test_the_consumer_sees_where_it_is_and_may_take_the_consent_back(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    offer_by_page(wang, case)
    li = consumer_of(case)
    page = reverse("my-passing", args=[case.pk])
    assert page in li.get(reverse("my-case", args=[case.pk])).content.decode()
    assert li.get(page).status_code == 200

    li.post(page, {})

    row = Passage.objects.get()
    assert row.stand == "mine"
    asks = reverse("desk-passing-act", args=[row.pk, "question"])
    shown = wang.get(reverse("desk-passing", args=[row.pk])).content.decode()
    assert "已收回" in shown
    assert asks not in shown
    assert "已收回" in wang.get(case_url(case)).content.decode()
    assert fresh(case).stage == "received"
    assert not Consent.objects.filter(purpose="other_alliance", withdrawn_at=None).exists()
    offered = foreign.knows(ours("offer"))
    answer = foreign.says("acceptance", {"of": offered.id, "office": {"name": "江南市消保委"}})
    assert answer.status_code == 200  # it had not seen that: the case stays here
    assert (fresh(row).stand, fresh(case).stage) == ("mine", "received")
    foreign.knows(ours("withdrawal"))
    assert foreign.thread.stand == "theirs"


def consumer_of(case: Case) -> Client:
    client = Client()
    opened(client, case)
    return client


def test_an_offered_case_is_read_asked_about_and_taken(
    cast: people.Cast, zhao: Client, wang: Client, foreign: Foreign
) -> None:
    assert foreign.offer().status_code == 200
    row = Passage.objects.get()
    page = reverse("desk-passing", args=[row.pk])
    assert keys_of(cast.zhao) == {f"passage:{row.pk}:offered"}
    assert not keys_of(cast.wang)
    assert wang.get(page).status_code == 404
    shown = zhao.get(page).content.decode()
    assert "水壶漏电" in shown
    assert "13800000007" not in shown

    zhao.post(reverse("desk-passing-act", args=[row.pk, "question"]), {"text": "型号？"})
    zhao.post(reverse("desk-passing-act", args=[row.pk, "acceptance"]), {})
    assert fresh(row).stand == "bound"
    assert row.case_id is None
    foreign.knows(ours("question"))
    taken = foreign.knows(ours("acceptance"))
    deed = {"of": taken.body["of"], "acceptance": taken.id, "clocks": [], "evidence": []}
    assert foreign.says("deed", deed).status_code == 200

    row.refresh_from_db()
    case = row.case
    assert case is not None
    assert (case.stage, case.origin, case.responsible, row.stand) == ("received", "passed", cast.lead, "mine")
    assert (case.asked_fen, case.remedies, case.complainant.name) == (9900, ["refund"], "周某")
    assert clocks.running(case.record_key).keys() == {"forward"}
    assert events.broken_at(case.record_key) is None
    assert OutboxMessage.objects.filter(subject=case.record_key).count() == 2  # that it came, and the code
    assert zhao.get(case_url(case)).status_code == 200
    zhao.post(reverse("desk-step", args=[case.pk, "refusal-to-admit"]), {"seen": case.version})
    for act in due.due_acts(NOW):
        act()
    assert not PassageMessage.objects.filter(kind="end").exists()  # it has not ended


def test_an_offer_that_was_refused_waits_until_somebody_goes_on(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    offer_by_page(wang, case)
    row = Passage.objects.get()
    offered = foreign.knows(ours("offer"))
    assert foreign.says("refusal", {"of": offered.id, "ground": "not-ours"}).status_code == 200
    assert keys_of(cast.wang) == {f"passage:{row.pk}:refused"}
    assert not keys_of(cast.zhao)
    assert (fresh(row).stand, fresh(case).stage) == ("mine", "received")
    routing.take(case, by=cast.wang, at=NOW + timedelta(minutes=1))
    assert not keys_of(cast.wang)


def test_a_refusal_names_a_ground(cast: people.Cast, zhao: Client, foreign: Foreign) -> None:
    foreign.offer()
    row = Passage.objects.get()
    page = reverse("desk-passing-act", args=[row.pk, "refusal"])
    assert zhao.post(page, {}).status_code == 200
    assert zhao.post(page, {"ground": "other"}).status_code == 200  # in words then
    shown = zhao.get(page).content.decode()
    for words in (*(one.zh for one in GROUNDS.values()), "要说的话", "不接收"):
        assert words in shown
    for words in ("选填", "不予通过", "名称"):
        assert words not in shown
    zhao.post(page, {"ground": "not-ours"})
    assert fresh(row).stand == "theirs"
    foreign.knows(ours("refusal"))
    assert foreign.thread.stand == "mine"
    with pytest.raises(NotPossible):
        verbs.accept(row, by=cast.zhao, at=NOW)
    with pytest.raises(NotAllowed):
        verbs.ask(row, text="?", by=cast.wang, at=NOW)


@pytest.fixture
def guest_of(wang: Client, foreign: Foreign) -> Callable[[Case], Client]:
    """Whoever has the code of a case that was offered to a body without a program."""
    del foreign

    def opens(case: Case) -> Client:
        offer_by_page(wang, case, guest="江北县消协")
        guest, code = Client(), wang.session["passage_code"][str(Passage.objects.get().pk)]
        guest.post(reverse("passport-answer"), {"code": code})
        return guest

    return opens


ANSWERS = "/passport/answer/case/"
TAKEN = {"do": "accept", "accept-office": "江北县消协", "accept-telephone": "0500-7654321"}


def test_a_body_without_a_program_answers_with_its_code(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    del foreign
    case = people.filed().case
    offer_by_page(wang, case, guest="江北县消协")
    row = Passage.objects.get()
    code = wang.session["passage_code"][str(row.pk)]
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4, 1]
    assert code in wang.get(reverse("desk-passing", args=[row.pk])).content.decode()
    assert code not in wang.get(reverse("desk-passing", args=[row.pk])).content.decode()  # once

    guest = Client()
    assert guest.get(ANSWERS).status_code == 302
    assert guest.post(reverse("passport-answer"), {"code": verbs.short_codes.new_code()}).status_code == 200
    mistyped = guest.post(reverse("passport-answer"), {"code": code[:-2]}).content.decode()
    assert "电话里听到的" in mistyped
    assert guest.post(reverse("passport-answer"), {"code": code.lower()}).status_code == 302
    assert people.PHONE not in guest.get(ANSWERS).content.decode()  # it is not theirs yet
    assert guest.post(ANSWERS, {"do": "accept"}).status_code == 200  # who are you
    guest.post(ANSWERS, {"do": "ask", "ask-text": "型号？"})
    guest.post(ANSWERS, TAKEN)

    assert (fresh(row).stand, fresh(case).stage) == ("theirs", "referred")
    assert {one.kind for one in threads.read(row).thread} == {"offer", "question", "acceptance", "deed"}
    assert not due.is_due(at=NOW + timedelta(days=9))


def test_the_page_handed_out_names_the_receiver_and_local_moments(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    del foreign
    case = people.filed().case
    offer_by_page(wang, case, guest="江北县消协")
    row = Passage.objects.get()

    paper = wang.get(reverse("desk-passing-page", args=[row.pk]))

    page = paper.content.decode()
    assert "<tr><th>接收方</th><td>江北县消协</td></tr>" in page
    offered = next(iter(threads.read(row).thread))
    assert offered.content["at"] not in page
    assert offered.hash in page
    assert quote(str(case.number)) in paper.headers["Content-Disposition"]
    assert row.passport not in paper.headers["Content-Disposition"]
    assert reading.moment("2026-12-01T16:30:00Z") == "2026 年 12 月 2 日 00:30"


def test_a_body_without_a_program_has_the_deed_and_the_telephone_and_says_how_it_ended(
    cast: people.Cast, wang: Client, guest_of: Callable[[Case], Client]
) -> None:
    case = people.filed().case
    guest = guest_of(case)
    assert "移交书编号" not in guest.get(ANSWERS).content.decode()
    guest.post(ANSWERS, TAKEN)

    row = Passage.objects.get()
    page = guest.get(ANSWERS).content.decode()
    deed = next(one for one in threads.read(row).thread if one.kind == "deed")
    for words in (people.PHONE, deed.id, deed.hash, "江北县消协 0500-7654321", "data-print", "2026 年"):
        assert words in page
    assert deed.id in wang.get(reverse("desk-passing", args=[row.pk])).content.decode()
    written = [line.what for line in reading.lines(threads.read(row), us="x")]
    assert written == ["移交书", "接收", "移交"]  # the newest first, also within a second

    assert guest.post(ANSWERS, {"do": "end"}).status_code == 200  # what came of it?
    assert guest.post(ANSWERS, {"do": "end", "end-outcome": "other"}).status_code == 409  # in words then
    assert fresh(row).stand == "theirs"
    guest.post(ANSWERS, {"do": "end", "end-outcome": "settled"})

    assert fresh(row).stand == "ended"
    assert "双方和解" in consumer_of(case).get(reverse("my-passing", args=[case.pk])).content.decode()
    after = guest.get(ANSWERS).content.decode()
    assert deed.id in after
    assert people.PHONE not in after
    assert events.broken_at(case.record_key) is None


def test_a_body_without_a_program_answers_what_it_is_asked(
    cast: people.Cast, wang: Client, guest_of: Callable[[Case], Client]
) -> None:
    case = people.filed().case
    guest = guest_of(case)
    row = Passage.objects.get()
    assert guest.post(ANSWERS, {"do": "answer", "answer-text": "x"}).status_code == 409  # nobody asked
    wang.post(reverse("desk-passing-act", args=[row.pk, "question"]), {"text": "几号能去看？"})
    assert "几号能去看？" in guest.get(ANSWERS).content.decode()
    guest.post(ANSWERS, {"do": "answer", "answer-text": "星期三去。"})
    assert 'value="answer"' not in guest.get(ANSWERS).content.decode()
    assert "星期三去。" in wang.get(reverse("desk-passing", args=[row.pk])).content.decode()


def test_a_body_without_a_program_gives_it_back_and_it_can_go_elsewhere(
    cast: people.Cast, wang: Client, foreign: Foreign, guest_of: Callable[[Case], Client]
) -> None:
    case = people.filed().case
    guest = guest_of(case)
    assert guest.post(ANSWERS, {"do": "give_back", "give_back-text": "x"}).status_code == 409  # not theirs
    guest.post(ANSWERS, TAKEN)
    guest.post(ANSWERS, {"do": "give_back", "give_back-text": "商家在你们那里。"})
    row = Passage.objects.get()
    assert (row.stand, fresh(case).stage) == ("offered", "referred")
    assert keys_of(cast.wang) == {f"passage:{row.pk}:offered"}
    told = guest.get(ANSWERS).content.decode()
    assert people.PHONE in told  # still theirs
    assert "办到哪一步" in told

    wang.post(reverse("desk-passing-act", args=[row.pk, "acceptance"]), {})

    assert (fresh(row).stand, fresh(case).stage) == ("mine", "deciding")
    assert events.broken_at(case.record_key) is None
    told = guest.get(ANSWERS).content.decode()
    assert people.PHONE not in told
    assert "办到哪一步" not in told
    assert reverse("desk-passing-new", args=[case.pk]) in wang.get(case_url(case)).content.decode()
    assert offer_by_page(wang, fresh(case)).status_code == 302
    assert Passage.objects.exclude(peer=None).get().stand == "offering"


def test_a_case_that_came_back_goes_to_another_receiver(
    cast: people.Cast, wang: Client, foreign: Foreign
) -> None:
    case = people.filed().case
    offer_by_page(wang, case)
    offered = foreign.knows(ours("offer"))
    foreign.says("acceptance", {"of": offered.id, "office": {"name": "江南市消保委"}})
    foreign.knows(ours("deed"))
    returned = {"of": offered.id, "office": {"name": "江南市消保委"}, "case": offered.body["case"]}
    assert foreign.says("return", returned).status_code == 200
    row = Passage.objects.get()
    wang.post(reverse("desk-passing-act", args=[row.pk, "acceptance"]), {})
    taken = foreign.knows(ours("acceptance"))
    foreign.says("deed", {"of": taken.body["of"], "acceptance": taken.id, "clocks": [], "evidence": []})
    assert fresh(case).stage == "deciding"
    address, back = (
        reverse("desk-passing-new", args=[case.pk]),
        reverse("desk-passing-act", args=[row.pk, "giving-back"]),
    )
    assert address in wang.get(case_url(case)).content.decode()
    assert str(row.peer_id) not in wang.get(address).content.decode()  # it is given back there
    assert back in wang.get(reverse("desk-passing", args=[row.pk])).content.decode()

    offer_by_page(wang, fresh(case), guest="江北县消协")

    assert Passage.objects.get(peer=None).stand == "offering"
    assert back not in wang.get(reverse("desk-passing", args=[row.pk])).content.decode()
    with pytest.raises(NotPossible):
        verbs.give_back(row, text="x", by=cast.wang, at=NOW)
    refused = offer_by_page(wang, fresh(case), guest="江南县消协")
    assert refused.status_code == 409
    assert "已经" in refused.content.decode()


def test_a_file_is_taken_that_was_listed_and_no_other(
    cast: people.Cast, zhao: Client, foreign: Foreign, settings: Any, tmp_path: Path
) -> None:
    settings.FILES = tmp_path / "files"
    held = b"a receipt"
    sha256 = hashlib.sha256(held).hexdigest()
    listed = {
        "sha256": sha256,
        "size": len(held),
        "kind": "text/plain",
        "name": "receipt.txt",
        "given_by": "consumer",
        "given_on": "2026-11-20",
    }
    foreign.says("offer", {"office": {"name": "江南市消保委"}, "case": CASE | {"evidence": [listed]}})
    row = Passage.objects.get()
    assert foreign.sends(held).status_code == 422  # it is not ours yet
    zhao.post(reverse("desk-passing-act", args=[row.pk, "acceptance"]), {})
    taken = foreign.knows(ours("acceptance"))
    foreign.says("deed", {"of": taken.body["of"], "acceptance": taken.id, "clocks": [], "evidence": []})

    assert foreign.sends(b"another").json()["code"] == "evidence_unlisted"
    assert foreign.sends(b"another", sha256).json()["code"] == "evidence_size"
    assert foreign.sends(b"a RECEIPT", sha256).json()["code"] == "evidence_hash"
    for _again in range(2):
        assert foreign.sends(held).status_code == 200
    case = fresh(row).case
    assert case is not None
    assert [(one.name, one.party) for one in case.evidence.all()] == [("receipt.txt", "consumer")]
    assert events.broken_at(case.record_key) is None


@pytest.mark.parametrize("sent", [b"", b"x", b"age-encryption.org/v1\n" + b"x" * 99, b"{}" * 999])
def test_whatever_comes_is_refused_and_not_answered_by_an_error(foreign: Foreign, sent: bytes) -> None:
    answer = Client().post(reverse("passport-messages"), sent, content_type="application/octet-stream")
    assert answer.status_code == 422
    assert answer.json()["code"] == "not_sealed"
    assert not Passage.objects.exists()


def test_who_is_not_known_or_was_ended_is_refused(cast: people.Cast, foreign: Foreign) -> None:
    stranger = Foreign()
    assert stranger.offer().status_code == 422
    message = stranger.write("question", {"about": "words", "words": "x", "files": []})
    assert stranger.post(message).status_code == 422
    assert foreign.says("receipt", {"sent": {"number": 0, "hash": ""}}).json()["code"] == "not_first"
    PassportPeer.objects.update(closed_at=NOW)
    assert foreign.offer().status_code == 422
    assert not Passage.objects.exists()
    big = Client().post(
        reverse("passport-messages"), b"x" * (2 << 20), content_type="application/octet-stream"
    )
    assert big.json()["code"] == "too_large"


def test_the_descriptor_is_served_and_names_a_key_that_opens(foreign: Foreign) -> None:
    served = Client().get("/.well-known/case-passport.json")
    assert served.status_code == 200
    assert foreign.us.age in served.content.decode()


def test_a_time_limit_whose_article_the_offer_did_not_name_stands_in_the_deed(cast: people.Cast) -> None:
    case = people.filed().case
    told = redacting.case(case, consent={}, at=NOW)
    assert told["clocks"]

    named = redacting.clocks_since(case, told["law"], at=NOW)
    unnamed = redacting.clocks_since(case, [], at=NOW)

    assert named == {"clocks": told["clocks"]}
    assert [one["name"] for one in unnamed["law"]] == [one["name"] for one in told["law"]]
    assert [one["due_on"] for one in unnamed["clocks"]] == [one["due_on"] for one in told["clocks"]]
    rules.articles(unnamed["clocks"], (one["id"] for one in unnamed["law"]), "deed")
