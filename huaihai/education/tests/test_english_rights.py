"""Rights in English: bound to the Chinese text, complete, and said to be what they are."""

import hashlib
from pathlib import Path

import pytest
from django.test import Client

from huaihai import alliance
from huaihai.alliance import AllianceDataError
from huaihai.education.content import Content
from huaihai.education.heads import read_english_rights, read_own_texts
from huaihai.education.loading import load_texts
from huaihai.education.models import Publication
from huaihai.education.publications.publishing import revise
from huaihai.education.tests.cast import AT, BY

pytestmark = pytest.mark.django_db


def rights() -> dict[str, str]:
    ours = alliance.load().country.folder
    return {text.content_hash: text.slug for text in read_own_texts(ours) if text.kind == "rights"}


def test_every_right_has_english_that_belongs_to_its_present_words() -> None:
    """When this fails, somebody looks the English over and writes the new hash into its head."""
    folder = alliance.load().country.folder
    english = read_english_rights(folder)

    assert set(english) == set(rights())
    for path in (folder / "rights" / "en").glob("*.md"):
        chinese = (folder / "rights" / path.name).read_text(encoding="utf-8")
        assert f'of = "{hashlib.sha256(chinese.encode()).hexdigest()}"' in path.read_text(encoding="utf-8")
    for text in english.values():
        assert text.body.count("## ") <= 6
        assert not any("\u4e00" <= char <= "\u9fff" for char in text.title + text.summary + text.body)


def test_a_visitor_reads_them_and_who_wrote_them(client: Client) -> None:
    load_texts(alliance.load(), by=BY, at=AT)
    client.cookies["language"] = "en"

    listed = client.get("/rights/").text
    page = client.get("/rights/seven-day-return/").text

    assert "Bought online: seven days to return it" in listed
    assert "<title>Bought online: seven days to return it · Huaihai Consumer Rights</title>" in page
    assert '<article lang="en">' in page
    assert "no lawyer has looked it over" in page
    client.cookies["language"] = "zh-hans"
    assert "Bought online" not in client.get("/rights/seven-day-return/").text


def test_when_the_chinese_changes_the_english_is_shown_no_more(client: Client) -> None:
    load_texts(alliance.load(), by=BY, at=AT)
    revise(
        Publication.objects.get(slug="platforms"),
        Content(title="平台", body="新的说法", source_name="演示", mark="law"),
        by=BY,
        at=AT,
    )
    client.cookies["language"] = "en"

    page = client.get("/rights/platforms/").text

    assert "has not been translated yet" in page
    assert "新的说法" in page


def test_a_file_without_a_head_is_named(tmp_path: Path) -> None:
    (tmp_path / "rights" / "en").mkdir(parents=True)
    (tmp_path / "rights" / "en" / "x.md").write_text("no head", encoding="utf-8")
    with pytest.raises(AllianceDataError, match=r"x\.md"):
        read_english_rights(tmp_path)
    assert read_english_rights(tmp_path / "elsewhere") == {}
