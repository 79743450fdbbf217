"""What everybody reads of the agreement."""

import hashlib
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.governance import membership
from huaihai.governance.agreement import document, verbs
from huaihai.governance.models import Membership
from huaihai.governance.tests import agreements
from huaihai.governance.tests.agreements import OFFICE, SISTER, TODAY, draft, opened, sign, sign_all
from huaihai.kit import clock, signing
from tests.posts import AT, PROGRAM, body, post_at, sign_in
from tests.reading import queries_of

pytestmark = pytest.mark.django_db
HEAD_PAGE = "alliance-agreement"


@pytest.fixture(autouse=True)
def _alliance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    agreements.assemble()


def read(client: Client, name: str = HEAD_PAGE, *args: str, language: str = "zh-hans") -> str:
    client.cookies["language"] = language
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.text)


def test_of_the_agreement_of_2020_the_page_says_that_its_text_was_not_found(client: Client) -> None:
    page = read(client)
    assert "十城消费者组织合作协议书" in page
    assert "一直没有找到" in page
    assert "中国消费者报，2020-12-01" in page
    assert page.count("2020 年 11 月 24 日") >= 12
    assert "Cooperation agreement" in read(client, language="en")
    assert "十城消費者組織合作協議書" in read(client, language="zh-hant")


def test_a_draft_is_not_there_for_the_public_not_even_for_staff_on_the_public_page(client: Client) -> None:
    version = draft()
    sign_in(client, post_at(OFFICE).account)
    assert version.title not in read(client)
    for name in ("version", "changes", "file"):
        assert client.get(reverse(f"{HEAD_PAGE}-{name}", args=[version.key])).status_code == 404


def test_text_annexes_and_signatures_are_public_once_it_is_opened(client: Client) -> None:
    version = opened()
    sign(version, OFFICE)
    page = read(client, f"{HEAD_PAGE}-version", version.key)
    for words in ("We help each other.", "Words of the annex.", "徐州市消保委", "还没签", "与文本相符"):
        assert words in page
    assert document.short(version.document_hash) in page
    assert "account:" not in page


def test_signed_by_all_it_is_what_is_in_force(client: Client) -> None:
    version = opened()
    sign_all(version, membership.members_on(TODAY))
    page = read(client)
    assert f"现行的是“{version.title}”" in page
    assert "已有新文本" in page
    Membership.objects.create(
        organisation=body("county:320302"), from_on=TODAY, source="test", mark="unconfirmed"
    )
    page = read(client)
    assert "已加入，还没签" in page
    assert "待确认" in page


def test_a_withdrawn_version_says_so_and_keeps_the_reason_to_the_office(client: Client) -> None:
    version = opened()
    sign(version, OFFICE)
    verbs.withdraw(version, reason="Our own reason.", seen=version.version, by=PROGRAM, at=AT)
    page = read(client, f"{HEAD_PAGE}-version", version.key)
    assert "已撤回" in page
    assert "徐州市消保委" in page
    assert "连云港市消保委" not in page
    assert "Our own reason." not in page


@pytest.mark.both_databases
def test_text_and_signatures_come_as_a_file_that_anybody_can_check(client: Client) -> None:
    version = opened()
    sign(version, OFFICE)
    answer = client.get(reverse(f"{HEAD_PAGE}-file", args=[version.key]))
    assert answer["Content-Type"] == "application/json"
    held = json.loads(answer.content)
    content = held["content"]
    spelt = signing.canonical(content["document"])
    assert hashlib.sha256(spelt).hexdigest() == content["document_hash"]
    assert [row["document_hash"] for row in content["signatures"]] == [content["document_hash"]]
    given = {"key_id": held["signature"]["key_id"], "value": held["signature"]["value"]}
    assert signing.is_genuine(signing.canonical(content), **given)
    content["signatures"][0]["body"] = "city:411400"
    assert not signing.is_genuine(signing.canonical(content), **given)
    assert "account:" not in answer.text
    assert client.get(reverse(f"{HEAD_PAGE}-file", args=["cooperation-agreement-2020"])).status_code == 404


def test_what_changed_between_two_versions_stands_side_by_side(client: Client) -> None:
    first = opened()
    sign_all(first, membership.members_on(TODAY))
    second = draft()
    text = first.text.replace("each other", "one another")
    second = verbs.revise(
        second,
        title=first.title,
        text=text,
        not_before_on=TODAY,
        seen=second.version,
        by=PROGRAM,
        at=AT,
    )
    second = verbs.open_for_signing(second, seen=second.version, by=PROGRAM, at=AT)
    page = read(client, f"{HEAD_PAGE}-changes", second.key)
    assert "<ins>" in page
    assert "<del>" in page
    lines = document.compared(first, second)
    assert [line.is_changed for line in lines].count(True) == 1
    changed = next(line for line in lines if line.is_changed)
    assert "".join(piece.text for piece in changed.before) == "We help each other."
    assert "".join(piece.text for piece in changed.after) == "We help one another."
    assert document.compared(first, first) == []


def test_a_text_in_markup_is_shown_as_words(client: Client) -> None:
    version = verbs.begin(
        title="<b>x</b>",
        text="<script>alert(1)</script>\n\n## <i>y</i>",
        not_before_on=TODAY,
        by=PROGRAM,
        at=AT,
    )
    verbs.open_for_signing(version, seen=version.version, by=PROGRAM, at=AT)
    page = read(client, f"{HEAD_PAGE}-version", version.key)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_text_shows_what_it_says_also_with_marks_that_turn_it_around() -> None:
    version = verbs.begin(title="x", text="pay \u202e001 yuan", not_before_on=TODAY, by=PROGRAM, at=AT)
    assert document.in_blocks(version).blocks[0].lines == ("pay [U+202E]001 yuan",)
    assert document.in_blocks(version, as_written=True).blocks[0].lines == ("pay [U+202E]001 yuan",)


def test_headings_lists_and_paragraphs() -> None:
    found = document.blocks("## A\n\none\ntwo\n- x\n-  y\n\n\nthree\n##B")
    assert [(block.kind, block.lines) for block in found] == [
        ("heading", ("A",)),
        ("paragraph", ("one", "two")),
        ("list", ("x", "y")),
        ("paragraph", ("three", "##B")),
    ]
    assert document.blocks(" \n\n") == []


@pytest.mark.both_databases
def test_the_page_asks_the_same_number_of_questions_however_many_signed(client: Client) -> None:
    version = opened()
    sign(version, OFFICE)
    paths = [reverse(HEAD_PAGE), reverse(f"{HEAD_PAGE}-version", args=[version.key])]
    few = [queries_of(client, path) for path in paths]
    sign_all(version, [one for one in membership.members_on(TODAY) if one.key not in (OFFICE, SISTER)])
    assert [queries_of(client, path) for path in paths] == few
    assert max(few) < 15


@pytest.mark.both_databases
def test_lists_do_not_read_the_texts_of_the_versions(client: Client) -> None:
    version = opened()
    sign_all(version, membership.members_on(TODAY))
    sign_in(client, post_at(OFFICE).account)
    for name in (HEAD_PAGE, "office-agreement-members", "office-agreement"):
        path = reverse(name)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        texts = [one["sql"] for one in caught if '"governance_agreement_version"."text"' in one["sql"]]
        assert all("LIMIT 1" in sql for sql in texts), texts  # the one in force, not one text a signature
