"""A page is compressed where it holds nothing but what everybody sees."""

import gzip

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, deflate, br"}


def is_compressed(client: Client, path: str, **headers: str) -> bool:
    answer = client.get(path, headers=headers or GZIP)
    assert answer.status_code == 200
    if "Content-Encoding" not in answer.headers:
        return False
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    return True


@pytest.mark.parametrize("path", ["/about/", "/rights/", "/statistics/", "/help/", "/search/?q=x"])
def test_what_everybody_reads_is_compressed(client: Client, path: str) -> None:
    assert is_compressed(client, path)
    assert "Accept-Encoding" in client.get(path).headers["Vary"]


@pytest.mark.parametrize("path", ["/track/", "/letter/", "/track/lost-code/"])
def test_a_page_with_a_token_is_not_even_when_the_reader_has_one_already(client: Client, path: str) -> None:
    assert "csrfmiddlewaretoken" in client.get(path).text
    assert settings.CSRF_COOKIE_NAME in client.cookies
    assert not is_compressed(client, path)


def test_every_page_with_a_token_sets_its_cookie_on_which_the_rule_stands(client: Client) -> None:
    for _again in range(2):
        page = client.get("/track/")
        assert "csrfmiddlewaretoken" in page.text
        assert settings.CSRF_COOKIE_NAME in page.cookies


def test_who_has_a_session_gets_nothing_compressed(client: Client) -> None:
    session = client.session
    session["something"] = "secret"
    session.save()

    assert not is_compressed(client, "/about/")


def test_one_who_has_met_a_form_still_gets_other_pages_compressed(client: Client) -> None:
    client.get("/track/")

    assert is_compressed(client, "/about/")


@pytest.mark.parametrize(
    ("offer", "taken"),
    [
        ("gzip", True),
        ("gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0", False),
        ("br", False),
        ("", False),
    ],
)
def test_only_what_the_browser_takes(client: Client, offer: str, taken: bool) -> None:  # a case
    assert is_compressed(client, "/about/", **{"accept-encoding": offer}) is taken


def test_files_and_faults_stay_as_they_are(client: Client) -> None:
    for path in ("/nothing/", "/robots.txt", "/warnings.json"):
        assert "Content-Encoding" not in client.get(path, headers=GZIP).headers
