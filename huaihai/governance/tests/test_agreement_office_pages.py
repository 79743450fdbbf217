"""The office's pages of the agreement."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.governance import membership
from huaihai.governance.agreement import signing, verbs
from huaihai.governance.models import AgreementVersion, LeavingNotice, Membership, Signature
from huaihai.governance.tests import agreements
from huaihai.governance.tests.agreements import OFFICE, SISTER, TODAY, draft, opened, sign, sign_all
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.factors import code_of
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, SECRET, body, forget_tries, post_at
from tests.reading import browser, fresh, queries_of
from tests.threads import each_at_once

pytestmark = pytest.mark.django_db
OTHER_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
TEXT = "## 第一条\n互相帮忙。"


@pytest.fixture(autouse=True)
def _alliance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    agreements.assemble()


def desk(key: str = OFFICE, role: Role = Role.HEAD) -> Client:
    return browser(post_at(key, role).account)


def url(name: str, *args: Any) -> str:
    return reverse(f"office-agreement-{name}" if name else "office-agreement", args=args)


def words(seen: Any = 0, **more: Any) -> dict[str, Any]:
    return {
        "seen": seen,
        "title": "淮海协议（测试）",
        "text": TEXT,
        "not_before_on": TODAY.isoformat(),
        **more,
    }


def test_a_version_goes_through_its_whole_life_on_pages() -> None:
    office = desk()
    answer = office.post(url("new"), words())
    version = AgreementVersion.objects.get(key="agreement-2026-1")
    assert answer["Location"] == url("version", version.key)
    annex = {"seen": 1, "kind": "clocks", "title": "时限", "text": "五个工作日。"}
    assert office.post(url("annex-new", version.key), annex).status_code == 302
    assert office.post(url("text", version.key), words(2, title="淮海协议")).status_code == 302
    assert office.post(url("opening", version.key), {"seen": 3}).status_code == 302
    version.refresh_from_db()
    sign_all(version, [one for one in membership.members_on(TODAY) if one.key != SISTER])

    sister = desk(SISTER)
    assert "还没有签" in sister.get(url("")).text
    page = sister.get(url("signature", version.key)).text
    assert "第一条" in page
    assert "五个工作日。" in page
    signed = {"document_hash": version.document_hash, "code": code_of(SECRET)}
    assert sister.post(url("signature", version.key), signed).status_code == 302

    assert fresh(version).in_force_from == TODAY
    assert "还没有签" not in sister.get(url("")).text
    assert "已生效" in sister.get(url("version", version.key)).text


def test_a_draft_begins_with_the_text_in_force() -> None:
    sign_all(opened(), membership.members_on(TODAY))
    office = desk()
    page = office.get(url("new"))
    assert page.context["form"]["text"].value().startswith("## One")
    office.post(url("new"), words())
    newest = AgreementVersion.objects.order_by("-pk")[0]
    assert [annex.title for annex in newest.annexes.all()] == ["Annex 1"]
    changes = office.get(url("changes", newest.key)).text
    assert "<del>" in changes
    assert "<ins>" in changes


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("title", {"title": ""}, "请填写"),
    ("title", {"title": "长" * 121}, "太长"),
    ("title", {"title": "a\0b"}, "NUL"),
    ("text", {"text": "x" * 40_001}, "太长"),
    ("text", {"text": "a\0b"}, "NUL"),
    ("not_before_on", {"not_before_on": "2026-02-30"}, "日期"),
    ("not_before_on", {"not_before_on": "9999-12-31"}, "日期"),
    ("not_before_on", {"not_before_on": ""}, "请"),
]


@pytest.mark.parametrize(("field", "given", "said"), BAD)
def test_bad_words_get_a_message_and_stay(field: str, given: dict[str, str], said: str) -> None:
    office = desk()
    answer = office.post(url("new"), words(**given))
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors[field])
    assert not AgreementVersion.objects.filter(stage="draft").exists()


def test_an_annex_is_changed_and_taken_out_on_pages() -> None:
    version, office = draft(annexes=2), desk()
    changed = {"seen": version.version, "kind": "data", "title": "数据", "text": "只用于投诉。"}
    assert office.post(url("annex", version.key, 1), changed).status_code == 302
    assert office.get(url("annex-removal", version.key, 2)).status_code == 200
    assert office.post(url("annex-removal", version.key, 2), {"seen": version.version + 1}).status_code == 302
    assert [annex.title for annex in version.annexes.all()] == ["数据"]
    assert office.get(url("annex", version.key, 2)).status_code == 404
    assert office.get(f"/office/agreement/{version.key}/annexes/{10**30}/").status_code == 404


def test_what_does_not_exist_is_not_found() -> None:
    office = desk()
    for path in ("none/", "none/text/", "none/signature/", "none/changes/"):
        assert office.get(f"/office/agreement/{path}").status_code == 404
    version = draft()
    for since in ("none", "%00", "é", "x" * 5000):
        assert office.get(url("changes", version.key) + f"?since={since}").status_code == 404


def test_a_version_is_withdrawn_with_a_reason() -> None:
    version, office = opened(), desk()
    assert office.post(url("withdrawal", version.key), {"seen": version.version}).status_code == 200
    given = {"seen": version.version, "reason": "第三条写错了。"}
    assert office.post(url("withdrawal", version.key), given).status_code == 302
    assert "第三条写错了。" in office.get(url("version", version.key)).text
    assert office.get(url("withdrawal", version.key)).status_code == 409


def test_a_wrong_code_signs_nothing_and_the_page_stays() -> None:
    version, sister = opened(), desk(SISTER)
    answer = sister.post(
        url("signature", version.key), {"document_hash": version.document_hash, "code": "12345"}
    )
    assert answer.status_code == 200
    assert "code" in answer.context["form"].errors
    assert not Signature.objects.exists()


def test_a_text_that_is_not_the_one_on_the_page_is_not_signed_and_the_code_is_not_shown() -> None:
    version, sister = opened(), desk(SISTER)
    code = code_of(SECRET)
    answer = sister.post(url("signature", version.key), {"document_hash": "0" * 64, "code": code})
    assert answer.status_code == 409
    assert f'"{code}"' not in answer.text
    assert not Signature.objects.exists()


def test_who_reads_traditional_characters_signs_the_text_as_it_was_written() -> None:
    version = verbs.begin(title="协议", text="互相帮忙，维护权益。", not_before_on=TODAY, by=PROGRAM, at=AT)
    version = verbs.open_for_signing(version, seen=version.version, by=PROGRAM, at=AT)
    sister = desk(SISTER)
    sister.cookies["language"] = "zh-hant"
    assert "互相幫忙，維護權益。" in sister.get(url("version", version.key)).text
    assert "互相帮忙，维护权益。" in sister.get(url("signature", version.key)).text


def test_the_second_person_of_a_body_is_told_that_it_has_signed() -> None:
    version = opened()
    second = desk(SISTER)
    assert second.get(url("signature", version.key)).status_code == 200
    sign(version, SISTER)
    answer = second.post(
        url("signature", version.key), {"document_hash": version.document_hash, "code": code_of(SECRET)}
    )
    assert answer.status_code == 409
    assert "已经签过了" in answer.text
    assert second.get(url("signature", version.key)).status_code == 409
    assert version.signatures.count() == 1


def test_a_body_gives_notice_and_takes_it_back_on_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    sister = desk(SISTER)
    last = TODAY + timedelta(days=90)
    page = sister.get(url("leaving")).text
    assert "90" in page
    assert "暂定" in page
    assert "现在是秘书处" not in page
    assert "现在是秘书处" in desk().get(url("leaving")).text
    early = sister.post(url("leaving"), {"last_on": TODAY.isoformat(), "code": code_of(SECRET)})
    assert early.status_code == 200
    assert "last_on" in early.context["form"].errors
    forget_tries()
    given = {"last_on": last.isoformat(), "reason": "合并。", "code": code_of(SECRET)}
    assert sister.post(url("leaving"), given).status_code == 302
    assert Membership.objects.get(organisation=body(SISTER)).until_on == last
    assert "将退出" in sister.get(url("members")).text
    forget_tries()
    assert sister.get(url("staying")).status_code == 200
    assert sister.post(url("staying"), {"code": code_of(SECRET)}).status_code == 302
    assert Membership.objects.get(organisation=body(SISTER)).until_on is None
    assert sister.get(url("staying")).status_code == 409


@pytest.mark.parametrize("last_on", ["", "x", "\0", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_a_bad_last_day_gets_a_message(last_on: str) -> None:
    answer = desk(SISTER).post(url("leaving"), {"last_on": last_on, "code": code_of(SECRET)})
    assert answer.status_code == 200
    assert "last_on" in answer.context["form"].errors
    assert not LeavingNotice.objects.exists()


def test_a_newcomer_is_shown_as_not_having_signed_and_is_asked_to() -> None:
    version = opened()
    sign_all(version, membership.members_on(TODAY))
    newcomer = body("county:320302")
    Membership.objects.create(organisation=newcomer, from_on=TODAY, source="test", mark="read")
    page = desk().get(url("members")).text
    assert "已加入，还没签" in page
    assert "阅读并签署" in desk("county:320302").get(url("")).text
    sign(version, newcomer.key)
    assert "已加入，还没签" not in desk(SISTER).get(url("members")).text


def test_staff_see_who_signed_for_a_body_and_the_public_does_not() -> None:
    version, post = opened(), post_at(SISTER, Role.HEAD)
    sign(version, SISTER, by=Actor.officer(post))
    assert post.account.shown_name in desk(OFFICE).get(url("version", version.key)).text
    public = reverse("alliance-agreement-version", args=[version.key])
    assert post.account.shown_name not in Client().get(public).text


def test_the_version_known_from_reports_alone_says_so() -> None:
    page = desk().get(url("version", "cooperation-agreement-2020")).text
    assert "一直没有找到" in page
    assert "签署情况" not in page


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_people_of_one_body_who_press_sign_at_once_one_signs_and_one_is_told() -> None:
    version = opened()
    second = post_at(SISTER, Role.SECRETARIAT, username="second-speaker", totp=OTHER_SECRET)

    def press(client: Client, secret: str) -> Any:
        given = {"document_hash": version.document_hash, "code": code_of(secret)}
        return client.post(url("signature", version.key), given)

    answers = each_at_once(
        partial(press, desk(SISTER), SECRET), partial(press, browser(second.account), OTHER_SECRET)
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    told = next(answer for answer in answers if answer.status_code == 409)
    assert "已经签过了" in told.text
    assert version.signatures.count() == 1
    assert events.broken_at(version.record_key) is None


@pytest.mark.both_databases
def test_lists_ask_the_same_number_of_questions_however_long_they_are() -> None:
    office, version = desk(), opened()
    sign(version, OFFICE)
    paths = [url(""), url("members"), url("version", version.key)]
    queries_of(office, paths[0])  # the first page of a session asks a little more
    few = [queries_of(office, path) for path in paths]
    sign_all(version, [one for one in membership.members_on(TODAY) if one.key not in (OFFICE, SISTER)])
    for _number in range(4):
        draft(annexes=4)
    signing.give_notice(body=body(SISTER), last_on=date(2027, 6, 30), by=PROGRAM, at=AT)
    assert [queries_of(office, path) for path in paths] == few
