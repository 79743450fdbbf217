"""Language and size of text."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_language_is_kept_in_a_cookie_and_the_reader_goes_back(client: Client) -> None:
    answer = client.get("/preferences/", {"language": "en", "next": "/about/"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/about/"
    assert "About the alliance" in client.get("/about/").text


def test_traditional_characters_reach_the_data_too(client: Client) -> None:
    client.get("/preferences/", {"language": "zh-hant"})
    page = client.get("/").text

    assert '<html lang="zh-Hant">' in page
    assert "棗莊" in page


def test_large_text_is_one_link_and_one_link_back(client: Client) -> None:
    assert 'class="large"' not in client.get("/").text

    client.post("/preferences/", {"text": "large"})
    large = client.get("/").text

    assert '<html lang="zh-Hans" class="large">' in large
    assert "标准版" in large
    client.post("/preferences/", {"text": "standard"})
    assert 'class="large"' not in client.get("/").text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "about/"],
)
def test_nobody_is_sent_elsewhere(client: Client, elsewhere: str) -> None:
    answer = client.get("/preferences/", {"text": "large", "next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_an_unknown_choice_sets_nothing(client: Client) -> None:
    answer = client.get("/preferences/", {"language": "tlh", "text": "huge"})

    assert not answer.cookies


def test_the_links_lead_back_to_the_page_and_its_question(client: Client) -> None:
    page = client.get("/bodies/", {"q": "kettle"}).text

    assert "next=%2Fbodies%2F%3Fq%3Dkettle" in page
