"""What every answer says to the browser, and what no address does."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from tests.posts import load_tree, post_at, sign_in

pytestmark = pytest.mark.django_db

EVERYBODYS = ["/", "/triage/", "/track/", "/warnings/", "/statistics/", "/about/", "/nowhere/", "/healthz"]
STAFFS = ["/office/", "/desk/", "/staff/account/"]
# Files and feeds that anybody may read from anywhere.
OPEN = ("/data/", "/feeds/", "/brands/", "/stories/", "/criteria/")
NOT_SERVED = [
    "/.git/config",
    "/.env",
    "/var/keys.json",
    "/keys.json",
    "/huaihai.sqlite3",
    "/settings.py",
    "/static/",
    "/static/../huaihai/settings.py",
    "/static/%2e%2e/keys.json",
    "/files/",
    "/media/",
    "/admin/",
    "/__debug__/",
    "/metrics",
]
ASKED = """
import json, django
django.setup()
from django.conf import settings as s
print(json.dumps({name: getattr(s, name) for name in (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "LARGE_TEXT_COOKIE_NAME",
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN")}))
"""


def _officer(client: Client) -> Client:
    load_tree()
    sign_in(client, post_at("city:320300").account)
    return client


@pytest.mark.parametrize("address", [*EVERYBODYS, *STAFFS])
def test_every_answer_has_its_headers(client: Client, address: str) -> None:
    answer = _officer(client).get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    kind = answer.get("Content-Type", "")
    assert "charset=utf-8" in kind or kind.startswith("application/json") or not answer.content


@pytest.mark.parametrize("address", [*EVERYBODYS, *STAFFS])
def test_other_sites_read_open_data_alone(client: Client, address: str) -> None:
    answer = _officer(client).get(address, headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer or address.startswith(OPEN)
    assert "Access-Control-Allow-Credentials" not in answer


def test_a_public_site_has_cookies_of_its_own_host_over_tls_alone() -> None:
    """Read from the settings of such a site: those in use here are not."""
    site = {"SITE_URL": "https://huaihai.example", "HUAIHAI_DEMO": "0", "HUAIHAI_TESTING": ""}
    named = {**os.environ, **site, "DJANGO_SETTINGS_MODULE": "huaihai.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=named, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert all(found[name].startswith("__Host-") for name in found if name.endswith("_COOKIE_NAME"))
    assert all(found[name] is True for name in found if name.endswith(("_SECURE", "_HTTPONLY")))
    assert {found[name] for name in found if name.endswith("_SAMESITE")} == {"Lax"}
    assert found["SESSION_COOKIE_PATH"] == "/"
    assert found["SESSION_COOKIE_DOMAIN"] is found["CSRF_COOKIE_DOMAIN"] is None
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


@pytest.mark.parametrize("address", [*EVERYBODYS, *STAFFS])
def test_trace_is_refused(client: Client, address: str) -> None:
    answer = _officer(client).generic("TRACE", address, headers={"X-Probe": "echoed"})
    assert "echoed" not in answer.text


@pytest.mark.parametrize("address", NOT_SERVED)
def test_only_what_is_served_has_an_address(client: Client, address: str) -> None:
    elsewhere = "203.0.113.9"  # not the network of those who watch
    assert _officer(client).get(address, REMOTE_ADDR=elsewhere).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/desk/?page=1&page=x",
        "/desk/?q=a&q=b&scope=own&scope=nobody",
        "/search/?q=a&q=%00",
        "/warnings/?page=2&page=0",
    ],
)
def test_a_value_given_twice_is_no_error(client: Client, address: str) -> None:
    assert _officer(client).get(address).status_code in (200, 302, 404)


def test_what_changes_something_is_not_done_by_a_link(client: Client) -> None:
    officer = _officer(client)
    officer.get(reverse("sign-out"))
    assert officer.get("/office/").status_code == 200
    officer.post(reverse("sign-out"))
    assert officer.get("/office/").status_code == 302


def test_every_page_of_staff_leads_out(client: Client) -> None:
    """From the frame to the own account, where one signs out."""
    officer = _officer(client)
    assert f'href="{reverse("my-account")}"' in officer.get("/office/").text
    assert f'action="{reverse("sign-out")}"' in officer.get(reverse("my-account")).text


@pytest.mark.parametrize(
    "address", ["/nowhere%0A2026-01-01 INFO forged/", "/nowhere%0D%0Aforged/", "/nowhere%1b[31m/"]
)
def test_a_line_break_in_an_address_makes_no_line_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with caplog.at_level(logging.WARNING, logger="django.request"):
        client.get(address)
    (written,) = [record.getMessage() for record in caplog.records if record.name == "django.request"]
    assert not {"\n", "\r", "\x1b"} & set(written)


def test_a_refused_page_is_written_down(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="django"):
        Client(enforce_csrf_checks=True).post("/track/", {})
        client.get("/nowhere/")
    assert {"django.security.csrf", "django.request"} <= {record.name for record in caplog.records}
