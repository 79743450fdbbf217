"""What is not there cannot be attacked. Whoever brings one of these looks at its rows in docs/asvs.csv first."""

import re

import pytest

from huaihai.front import serving
from tests.security import code

# What would be installed with it, and what would stand in our programs or scripts.
ABSENT = {
    "ldap": (r"(python-)?ldap3?|django-auth-ldap", r"\bldap3?\b"),
    "latex": (r"pylatex|latex.*", r"\b(pdf|xe|lua)?latex\b"),
    "jndi": (r"jpype1?|py4j|pyjnius", r"\bjpype\b|\bpy4j\b"),
    "memcache": (r"pymemcache|pylibmc|python-memcached", r"Memcache"),
    "graphql": (r"graphene.*|strawberry-graphql.*|ariadne.*|graphql-core", r"\bgraphql\b"),
    "websocket": (r"websockets|channels.*|daphne|wsproto", r"\bnew WebSocket\b|websocket_connect"),
    "webrtc": (r"aiortc|aioice", r"RTCPeerConnection"),
    "identity provider": (
        r"python3-saml|pysaml2|authlib|oauthlib|django-oauth-toolkit|mozilla-django-oidc|pyjwt",
        r"socialaccount|\boidc\b|\bsaml2?\b",
    ),
    "secret question": (r"django-security-questions", r"security_question|secret_question"),
    "own http services": (r"celery|redis|requests|grpcio", r"\bhttp://(?!127\.0\.0\.1|localhost)[a-z]+:\d"),
}


def _installed() -> set[str]:
    pins = (code.ROOT / "requirements/base.txt").read_text(encoding="utf-8")
    return {line.partition("==")[0].partition("[")[0].lower() for line in pins.splitlines() if "==" in line}


@pytest.mark.parametrize("what", ABSENT)
def test_it_is_not_there(what: str) -> None:
    package, word = ABSENT[what]
    assert not [name for name in _installed() if re.fullmatch(package, name)]
    names = {name for _path, name in code.imports()} | {name for _path, name, _call in code.calls()}
    assert not [name for name in names if re.search(word, name)]
    assert not [path for path, text in code.scripts().items() if re.search(word, text)]
    assert not re.search(word, (code.ROOT / "huaihai/settings.py").read_text(encoding="utf-8"))


def test_the_pins_are_read() -> None:
    assert {"django", "cryptography", "granian"} <= _installed()


def test_the_server_speaks_plain_http_alone() -> None:
    source = (code.ROOT / serving.__file__).read_text(encoding="utf-8")
    assert "websockets=False" in source
