"""What somebody of staff opened last, for the first page: kept in the session, a few, with nothing personal."""

from django.http import HttpRequest

RECENT = "recently_opened"  # session key: address and words of each, the newest first
MOST = 6


def opened(request: HttpRequest, words: str) -> None:
    """This page was opened; `words` call it, and name no person."""
    known: list[list[str]] = request.session.get(RECENT, [])
    if known[:1] != [[request.path, words]]:
        rest = [one for one in known if one[0] != request.path]
        request.session[RECENT] = [[request.path, words], *rest][:MOST]


def of(request: HttpRequest) -> list[list[str]]:
    """Addresses and words, the newest first."""
    found: list[list[str]] = request.session.get(RECENT, [])
    return found
