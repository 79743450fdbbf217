"""Parts of pages: clock, timeline, pages of a list."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from huaihai.kit.paging import Page

KIT = Path(__file__).resolve().parent.parent


def part(name: str, **context: Any) -> str:
    request = RequestFactory().get("/list/?q=kettle&page=2")
    with translation.override("en"):
        return render_to_string(f"kit/parts/{name}.html", context, request)


def clock(**changes: Any) -> dict[str, Any]:
    return {
        "state": "running",
        "due_on": date(2026, 12, 9),
        "left": 9,
        "unit": "working",
        "text": "Agree by then.",
    } | changes


def test_a_running_clock_gives_its_day_its_last_hour_and_what_is_left() -> None:
    html = part("clock", clock=clock())

    assert "9 December" in html
    assert "before midnight" in html
    assert "working days" in html


def test_a_stopped_clock_says_so_and_counts_nothing_down() -> None:
    html = part("clock", clock=clock(state="stopped", text="Waiting for the test."))

    assert "Clock stopped" in html
    assert "9" not in html  # no chance
    assert "Waiting for the test." in html


def test_a_late_clock_says_by_how_much_in_words() -> None:
    html = part("clock", clock=clock(state="late", left=1))

    assert "working days late" in html
    assert 'class="clock late"' in html


def test_a_provisional_day_is_called_so() -> None:
    assert "may still move" in part("clock", clock=clock(is_provisional=True))


def test_pages_keep_the_question_that_was_asked() -> None:
    html = part("pagination", page=Page([1] * 25, 2, 80, is_more=False))

    assert "?q=kettle&amp;page=3" in html
    assert "Page 2 of 4, 80 entries" in html


def test_a_list_on_one_page_has_no_pages() -> None:
    assert part("pagination", page=Page([1], 1, 1, is_more=False)).strip() == ""


def test_more_than_a_thousand_is_not_counted_further() -> None:
    assert "more than 1,000" in part("pagination", page=Page([1] * 25, 1, 1000, is_more=True))


def test_a_summary_says_when_nothing_was_said() -> None:
    html = part("summary_list", rows=[{"label": "Shop", "value": "", "change_url": "/shop/"}])

    assert "Nothing said" in html
    assert 'href="/shop/"' in html


# E-mails, the article for WeChat and the page of a package are read elsewhere: only styles in the text go along.
LEAVES_THE_SITE = (
    "education/letters/",
    "education/papers/article.html",
    "education/papers/section.html",
    "cases/package/case.html",
)
PAGES = [
    page
    for page in sorted(KIT.parent.rglob("templates/**/*.html"))
    if not any(folder in page.as_posix() for folder in LEAVES_THE_SITE)
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_no_page_has_inline_styles_or_scripts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    assert "javascript:" not in text
    assert "<script>" not in text


def test_the_style_sheet_is_small_and_asks_no_other_host() -> None:
    sheet = (KIT / "static" / "kit" / "site.css").read_text(encoding="utf-8")

    assert len(gzip.compress(sheet.encode())) < 7_000
    assert "http" not in sheet
    assert "@import" not in sheet


def test_what_only_a_desk_needs_stands_in_a_sheet_of_its_own() -> None:
    sheet = (KIT / "static" / "kit" / "desk.css").read_text(encoding="utf-8")

    assert len(gzip.compress(sheet.encode())) < 2_000
    assert "http" not in sheet


def test_rows_of_a_summary_are_escaped_and_say_what_is_missing() -> None:
    rows = [
        {"label": "Name <b>", "value": "<i>Li</i>", "change_url": "/a/?b=1&c=2"},
        {"label": "Story", "value": "one\ntwo", "is_text": True},
        {"label": "Phone", "value": ""},
        {"label": "Day", "value": date(2026, 12, 9)},
    ]
    html = part("summary_list", rows=rows)

    assert "<dt>Name &lt;b&gt;</dt><dd>&lt;i&gt;Li&lt;/i&gt;</dd>" in html
    assert '<a href="/a/?b=1&amp;c=2">Change<span class="hide"> Name &lt;b&gt;</span></a>' in html
    assert '<dd class="pre">one\ntwo</dd>' in html
    assert "<dt>Phone</dt><dd>Nothing said</dd>" in html
    assert html.count("<div>") == len(rows)


def test_lines_of_a_timeline_are_escaped() -> None:
    html = part("timeline", entries=[{"title": "<b>", "when": "soon &", "text": "<p>", "is_next": True}])

    assert '<li class="next"><time>soon &amp;</time><b>&lt;b&gt;</b><p class="pre">&lt;p&gt;</p></li>' in html
