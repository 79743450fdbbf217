"""The guides as pages of the desk: what is written in them stands there, safe, and is found by its words."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huaihai.front import guides
from huaihai.front.plain_markdown import html
from huaihai.members.actors import Actor
from tests.posts import load_tree, post_at, sign_in

SOMEBODY = Actor("officer", "account:one", roles=frozenset({"officer"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一行\n两行", "<p>一行两行</p>"),
        ("one\ntwo", "<p>one two</p>"),
        ("## 标题\n正文", '<h2 id="s1">标题</h2>\n<p>正文</p>'),
        ("**粗**和`码`和*轻*", "<p><strong>粗</strong>和<code>码</code>和轻</p>"),
        ("- 甲\n- 乙\n  接着", "<ul><li>甲</li><li>乙接着</li></ul>"),
        ("2. 甲\n   - 子\n3. 乙", '<ol start="2"><li>甲<ul><li>子</li></ul></li><li>乙</li></ol>'),
        ("<b> & [去](x.md)", "<p>&lt;b&gt; &amp; 去</p>"),
        ("```\n<i>\n```\n尾", "<pre>&lt;i&gt;</pre>\n<p>尾</p>"),
        (
            "|甲|乙|\n|---|---|\n|1|2|",
            (
                '<div class="table"><table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>'
                "<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>"
            ),
        ),
    ],
)
def test_the_little_markdown_of_our_guides(text: str, expected: str) -> None:
    assert html(text) == expected


def test_a_link_leads_only_where_we_have_a_page() -> None:
    assert (
        html("[甲](a) [乙](b)", lambda target: {"a": "/a/"}.get(target, ""))
        == '<p><a href="/a/">甲</a> 乙</p>'
    )


@given(st.text(alphabet='ab甲 \n#-*|`1.[]()<>&"', max_size=80))
def test_nothing_that_is_written_breaks_it_or_becomes_a_tag(text: str) -> None:
    assert "<a>" not in html(text)


@pytest.mark.parametrize("name", guides.NAMES)
def test_every_guide_has_a_title_and_sections_whose_anchors_stand_on_its_page(name: str) -> None:
    assert not guides.title_of(name).startswith("#")
    page = html(guides._below_title(name))
    assert guides.sections(name)
    assert all(f'id="{one.anchor}">' in page for one in guides.sections(name) if one.anchor != "main")
    assert "**" not in page


def test_a_section_is_found_by_its_words() -> None:
    found = guides.find(SOMEBODY, "委托调解")
    assert found
    assert any(hit.url.startswith("/office/help/officers/#") for hit in found.hits)
    assert guides.find(Actor.public(), "委托调解") is None


@pytest.mark.django_db
def test_guides_are_for_staff(client: Client) -> None:
    load_tree()
    page = reverse("office-guide", args=["officers"])
    assert client.get(page).status_code == 302
    sign_in(client, post_at("city:320300").account)
    assert client.get(page).status_code == 200
    assert client.get(reverse("office-help")).status_code == 200
    assert client.get(reverse("office-guide", args=["operators"])).status_code == 404


@pytest.mark.django_db
def test_whoever_reads_english_is_told_that_guides_are_in_chinese(client: Client) -> None:
    load_tree()
    sign_in(client, post_at("city:320300").account)
    pages = [reverse("office-help"), reverse("office-guide", args=["officers"])]
    for page in pages:
        assert "只有中文" not in client.get(page).text
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for page in pages:
        assert "The guides are in Chinese only." in client.get(page).text
