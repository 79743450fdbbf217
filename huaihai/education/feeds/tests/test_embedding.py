"""The frame for other sites: open to all, without cookie or script; every other page stays closed to frames."""

import pytest
from django.test import Client

from huaihai.education.tests.one_voice_cast import a_warning, a_withdrawal

pytestmark = pytest.mark.django_db


def test_any_site_may_frame_it_and_nothing_is_kept(client: Client) -> None:
    warning = a_warning()
    answer = client.get("/embed/warnings/?city=320300")
    page = answer.content.decode()
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    assert "<script" not in page
    assert "<form" not in page
    assert "/warnings/kettle-leak/" in page
    assert "/warnings/kettle-leak/" not in client.get("/embed/warnings/?city=411400").content.decode()
    a_withdrawal(warning)
    assert "已撤回" in client.get("/embed/warnings/?topic=G01").content.decode()


def test_the_lines_to_copy_lead_to_the_frame_of_the_city(client: Client) -> None:
    answer = client.get("/warnings/embed/?city=320300&topic=G04")
    assert "http://testserver/embed/warnings/?city=320300&amp;amp;topic=G04" in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_every_address_of_the_list_of_formats_answers(client: Client) -> None:
    page = client.get("/warnings/formats/").content.decode()
    for path in (
        "/warnings.atom",
        "/cities/411400/warnings.rss",
        "/topics/S14/warnings.json",
        "/warnings/cap.atom",
    ):
        assert f'href="{path}"' in page
        assert client.get(path).status_code == 200
