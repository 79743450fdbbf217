"""Pages in English: one name in every title, and Chinese words are said to be Chinese."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from huaihai.education.tests.cast import published
from tests.posts import load_tree

pytestmark = pytest.mark.django_db
NAME = "Huaihai Consumer Rights"
VOID = {"br", "img", "input", "meta", "link", "hr", "wbr", "line", "path", "rect", "circle"}
PAGES = (
    *(
        "/about/",
        "/help/",
        "/search/",
        "/search/?q=商丘",
        "/rights/",
        "/warnings/",
    ),
    *(
        "/announcements/",
        "/lessons/",
        "/law/",
        "/alliance/",
        "/alliance/nine/",
        "/funds/",
        "/pledges/",
        "/brands/",
    ),
    *("/supervision/", "/statistics/", "/board/", "/standard/", "/data/", "/check/", "/subscribe/", "/join/"),
    *("/letter/", "/track/", "/file/", "/privacy/", "/accessibility/", "/announcements/notice/"),
)


class Untagged(HTMLParser):
    """Words with Chinese characters in them that stand in no element of Chinese; and the title."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or ""))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _lang in self.open]
        if "title" in tags and "svg" not in tags:  # no chance
            self.title += data
        elif not {"svg", "script", "style", "option"} & set(tags) and re.search("[\u4e00-\u9fff]", data):
            lang = next((lang for _tag, lang in reversed(self.open) if lang), "")
            if not lang.startswith("zh"):
                self.found.append(data.strip())


def read(client: Client, path: str) -> Untagged:
    client.cookies["language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = Untagged()
    page.feed(answer.text)
    return page


@pytest.mark.parametrize("path", PAGES)
def test_a_title_ends_with_the_english_name_and_chinese_is_tagged(client: Client, path: str) -> None:
    load_tree()
    published("淮海经济区的通知", slug="notice")

    page = read(client, path)

    assert page.title.strip().endswith(f" · {NAME}")
    assert page.found == []


def test_the_first_page_begins_with_the_name(client: Client) -> None:
    load_tree()
    page = read(client, "/")

    assert page.title.startswith(f"{NAME} · ")
    assert page.found == []
