"""How often a password or a code may be tried, by name and by where it comes from.

Where is the browser that signed in with this name before (it holds a cookie), else the network. So wrong tries stop
nobody who comes from elsewhere. What strangers try with one name from all networks together has a bound of its own; it
does not touch a browser that is known, and an administrator's link makes one known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from huaihai.kit import sealing
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.members import failures

WRONG_A_NETWORK = Brake("sign-in-network", most=20, seconds=60)
COOKIE = f"{settings.COOKIES}known_browser"
SALT = "huaihai.members.tries"
KNOWN_FOR = timedelta(days=180)
MOST_NAMES = 5  # of people who share a browser


@dataclass(frozen=True)
class Kind:
    """What is guessed: how often from one place, and how often by all strangers together."""

    name: str
    here: Brake
    elsewhere: Brake


PASSWORDS = Kind(
    "password",
    Brake("password-here", most=5, seconds=300),
    Brake("password-elsewhere", most=100, seconds=86_400),
)
# Of a million codes three are taken at any moment: twenty guesses a day are one in fifty years.
CODES = Kind("code", Brake("code-here", most=5, seconds=300), Brake("code-a-day", most=20, seconds=86_400))


class Tries:
    """Tries of one kind, with one sign-in name, by whoever sends this request (None: a command)."""

    def __init__(self, kind: Kind, name: str, request: HttpRequest | None) -> None:
        browser = known_browser(request, name) if request else ""
        self.network = network_of(request) if request else "nowhere"
        self._kind, self._name = kind, name
        self._here = kind.here, f"{name} {browser or self.network}"
        self._elsewhere = kind.elsewhere, f"{name} {browser}"

    def may_go_on(self) -> bool:
        """Counts this one, and says whether it may be tried at all."""
        return all(brake.lets_through(key) for brake, key in self._all())

    def are_used_up(self) -> bool:
        """Whether the next one may not be tried. Counts nothing."""
        return any(brake.holds(key) for brake, key in self._all())

    def was_right(self) -> None:
        """The wrong ones from here count no longer, those of strangers from elsewhere do."""
        here, key = self._here
        here.free(key)
        elsewhere, key = self._elsewhere
        elsewhere.give_back(key)

    def was_wrong(self) -> None:
        """It is written down, for whoever watches over accounts."""
        failures.note(self._name, self.network, what=self._kind.name)

    def _all(self) -> Iterator[tuple[Brake, str]]:
        """In the demo, where everybody reads passwords and codes, nobody stops everybody else for a day."""
        yield self._here
        if not settings.DEMO:
            yield self._elsewhere


def known_browser(request: HttpRequest, name: str) -> str:
    """The mark of the browser, if somebody signed in there with this name; else ""."""
    mark, names = _held(request)
    return mark if _fingerprint(name) in names else ""


def remember_browser(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """From now on tries with this name in this browser count by themselves."""
    mark, names = _held(request)
    mine = _fingerprint(name)
    kept = [mine, *(one for one in names if one != mine)][:MOST_NAMES]
    response.set_cookie(
        COOKIE,
        signing.dumps([mark or get_random_string(16), kept], salt=SALT),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _held(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        mark, names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return mark, names


def _fingerprint(name: str) -> str:
    return sealing.blind(name, purpose="known browser")[:16]
