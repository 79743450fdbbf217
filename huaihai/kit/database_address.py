"""DATABASE_URL, read as libpq reads it: all its parameters, several servers, a socket folder. Plain Python: the
settings ask before Django is there.
"""

import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from huaihai.kit import pool

SCHEMES: Final = ("postgresql://", "postgres://")
OWN: Final = ("prepare_threshold", "pool_size")  # words of ours beside libpq's
ONE_OF: Final = {
    "sslmode": "disable allow prefer require verify-ca verify-full",
    "target_session_attrs": "any read-write read-only primary standby prefer-standby",
}
NUMBERS: Final = (
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives_idle",
    "keepalives_interval",
    "pool_size",
)
_NAMES: Final = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class BadAddress(SystemExit):
    """DATABASE_URL cannot be used: any program ends, with one line that says what is wrong, and no password."""

    def __init__(self, why: str) -> None:
        super().__init__(f"huaihai: DATABASE_URL: {why}")


def read(url: str) -> dict[str, Any]:
    """The entry of DATABASES. Raises BadAddress."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if not url.startswith(SCHEMES):
        raise BadAddress("it begins with postgresql:// (for SQLite leave it out)")
    address, _mark, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    words = {name: value for name, value in pairs if name in OWN}
    theirs = urlencode([pair for pair in pairs if pair[0] not in OWN])
    try:
        words |= {name: str(value) for name, value in conninfo_to_dict(f"{address}?{theirs}").items()}
    except ProgrammingError as error:
        raise BadAddress(_without_secrets(str(error))) from None
    _check(words)
    named = {ours: words.pop(name, "") for name, ours in _NAMES.items()}
    if not named["NAME"] and "service" not in words:
        named["NAME"] = "huaihai"
    return {"ENGINE": "django.db.backends.postgresql", **named, "OPTIONS": pool.options(words)}


def _check(words: dict[str, str]) -> None:
    """What libpq itself says only when it connects, in the log of the pool alone."""
    for name, choices in ONE_OF.items():
        if (value := words.get(name)) is not None and value not in choices.split():
            raise BadAddress(f"{name} is one of {', '.join(choices.split())}, not “{value}”")
    for name in NUMBERS:
        if (value := words.get(name)) is not None and not value.isdecimal():
            raise BadAddress(f"{name} is a whole number, not “{value}”")
    hosts, ports = words.get("host", "").split(","), words.get("port", "").split(",")
    if any(port and not (port.isdecimal() and 0 < int(port) < 65536) for port in ports):
        raise BadAddress(f"a port is a number from 1 to 65535, not “{words['port']}”")
    if len(ports) not in (1, len(hosts)):
        raise BadAddress(f"there are {len(hosts)} servers and {len(ports)} ports: give one, or one each")


def _without_secrets(why: str) -> str:
    """libpq repeats the address, or the part that it cannot read, which may be the password."""
    why = why.strip().splitlines()[0]
    if why.startswith("invalid URI query parameter"):
        return why
    return re.sub(r'(in URI|token|value|parameter)[^:]*+: ".*', r"\1", why)
