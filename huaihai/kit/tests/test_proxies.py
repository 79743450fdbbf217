"""What a proxy of ours forwards is believed, what anybody else forwards is not."""

import logging
import time
from typing import Any

import pytest

from huaihai.kit import proxies

OURS = "127.0.0.0/8,::1,10.0.0.0/24,2001:db8:ffff::/48"
PROXY, VISITOR, STRANGER = "10.0.0.7", "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _ours(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PROXIES = proxies.networks(OURS)
    monkeypatch.setattr(proxies._Told, "is_done", False)


def seen(peer: str, **headers: str) -> tuple[str, str]:
    """Address and scheme after it was looked behind the proxies."""
    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    proxies.look_behind(environ)
    assert not set(proxies.FORWARDED) & set(environ)
    return environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (PROXY, VISITOR, VISITOR),
        ("127.0.0.1", VISITOR, VISITOR),
        ("::ffff:10.0.0.7", VISITOR, VISITOR),
        (PROXY, f"{STRANGER}, {VISITOR}", VISITOR),  # what stands left of it the visitor invented
        (PROXY, f"{STRANGER},{VISITOR}, 10.0.0.8", VISITOR),  # two of ours in a row
        (PROXY, f"{STRANGER}, 127.0.0.1, {VISITOR}, 10.0.0.8,10.0.0.9", VISITOR),
        (PROXY, "10.0.0.8, 10.0.0.9", "10.0.0.8"),  # nobody but ours: a check of health
        (PROXY, f"{VISITOR}, nonsense", PROXY),
        (PROXY, f"{VISITOR}, nonsense, 10.0.0.9", "10.0.0.9"),
        (PROXY, "unknown", PROXY),
        (PROXY, "", PROXY),
        (PROXY, ", ,", PROXY),
        (PROXY, f"{VISITOR}:4711", VISITOR),
        (PROXY, "[2001:db8::1]:4711", "2001:db8::1"),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (PROXY, "2001:db8::1, 2001:db8:ffff::5", "2001:db8::1"),
        (STRANGER, VISITOR, STRANGER),
        ("10.0.1.7", VISITOR, "10.0.1.7"),
        ("", VISITOR, ""),
    ],
)
def test_the_last_address_that_is_not_ours_counts(peer: str, forwarded: str, address: str) -> None:
    assert seen(peer, x_forwarded_for=forwarded)[0] == address


@pytest.mark.parametrize(
    ("written", "address", "scheme"),
    [
        (f"for={VISITOR};proto=https;by=10.0.0.7", VISITOR, "https"),
        (f'For="{VISITOR}:80";Proto=HTTPS', VISITOR, "https"),
        (f'for={STRANGER};proto=http, for="[2001:db8::1]:4711";proto=https', "2001:db8::1", "https"),
        (f"for={VISITOR}, for=10.0.0.8;proto=https", VISITOR, "https"),
        ("for=_hidden;proto=https", PROXY, "https"),
        ("for=unknown", PROXY, "http"),
        ("x;;=,for", PROXY, "http"),
    ],
)
def test_the_standard_header_says_it_too(written: str, address: str, scheme: str) -> None:
    assert seen(PROXY, forwarded=written) == (address, scheme)
    assert seen(STRANGER, forwarded=written) == (STRANGER, "http")


def test_where_both_are_there_the_usual_one_counts() -> None:
    assert seen(PROXY, forwarded=f"for={STRANGER}", x_forwarded_for=VISITOR)[0] == VISITOR


@pytest.mark.parametrize(
    ("peer", "said", "scheme"),
    [
        (PROXY, "https", "https"),
        (PROXY, " HTTPS ", "https"),
        (PROXY, "http", "http"),
        (PROXY, "http, https", "http"),
        (STRANGER, "https", "http"),
    ],
)
def test_the_scheme_is_that_of_the_visitor(peer: str, said: str, scheme: str) -> None:
    assert seen(peer, x_forwarded_proto=said)[1] == scheme


def test_without_a_header_nothing_changes() -> None:
    assert seen(PROXY) == (PROXY, "http")


@pytest.mark.parametrize(
    "long", [", ".join(["1.2.3.4"] * 50_000), "for=" * 100_000, '"' * 100_000, "," * 100_000]
)
def test_a_long_header_costs_little(long: str) -> None:
    began = time.process_time()
    seen(PROXY, x_forwarded_for=long)
    seen(PROXY, forwarded=long)
    assert time.process_time() - began < 2  # again and again: minutes


def test_a_proxy_that_nobody_named_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for peer in ("8.8.8.8", "192.168.3.4", "192.168.3.4", "192.168.3.5"):
            seen(peer, x_forwarded_for=VISITOR)
    (line,) = [record.getMessage() for record in caplog.records]
    assert "192.168.3.4" in line
    assert "HUAIHAI_PROXIES=192.168.3.4" in line
    assert VISITOR not in line


@pytest.mark.parametrize("written", ["10.0.0.1/24", "nonsense", "10.0.0.0/33", "10.0.0.7;10.0.0.8"])
def test_what_cannot_be_read_is_named(written: str) -> None:
    with pytest.raises(SystemExit, match="HUAIHAI_PROXIES"):
        proxies.networks(written)


def test_single_addresses_and_spaces_are_fine() -> None:
    assert [str(one) for one in proxies.networks(" 10.0.0.7, ,2001:db8::/32 ")] == [
        "10.0.0.7/32",
        "2001:db8::/32",
    ]
