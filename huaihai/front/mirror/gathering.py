"""Walks the site along its map, its links and its feeds, and keeps what may be copied until all of it is there."""

import tempfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

from django.conf import settings
from django.urls import reverse

from huaihai.front.mirror import choosing, rewriting
from huaihai.front.mirror.choosing import Kind
from huaihai.front.mirror.reading import HTML, Answer, Reader, static_file
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

BEGIN = ("home", "log-checkpoint", "log-key", "alliance-key", "data-keys", "data-index", "data-latest")
NAMES_OTHERS = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
)
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5


class NotRead(Refusal):
    """The site does not answer as it must: what it lacks now is not gone."""


@dataclass(frozen=True)
class Wish:
    """What is copied: languages (the first stands at the top of the folder), how many pages of a list, and which paths
    at all."""

    origin: str
    languages: Sequence[str]
    list_pages: int = 20
    wanted: Callable[[str], bool] = lambda _path: True


@dataclass(frozen=True)
class Held:
    """Something that was read: where it will lie, and where it waits for that."""

    place: str
    is_page: bool
    start: int
    length: int


@dataclass
class Gathered:
    """By language and address; files have no language. `cut` are lists of which pages were left out."""

    wish: Wish
    folder: Path
    held: dict[tuple[str, str], Held] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._spool = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 # open as long as this is

    def close(self) -> None:
        self._spool.close()

    def keep(self, language: str, address: str, body: bytes, kind: str) -> bool:
        """Whether it was kept: a name that no disk takes, or that is taken, stays at the origin alone."""
        folder = language if language not in ("", self.wish.languages[0]) else ""
        place = choosing.place_of(address, kind, folder=folder)
        if place is None or not self._is_free(place):
            return False
        packed = zlib.compress(body, 1)
        start = self._spool.seek(0, 2)
        self._spool.write(packed)
        self.held[language, address] = Held(place, bool(language), start, len(packed))
        return True

    def body(self, held: Held) -> bytes:
        self._spool.seek(held.start)
        return zlib.decompress(self._spool.read(held.length))

    def find(self, address: str, language: str) -> Held | None:
        """What was kept of this address, or of where it leads."""
        for _time in range(MOST_REDIRECTS):
            if address not in self.aliases:
                break
            address = self.aliases[address]
        return self.held.get((language, address)) or self.held.get(("", address))

    def _is_free(self, place: str) -> bool:
        parts = place.split("/")
        above = {"/".join(parts[:end]) for end in range(1, len(parts))}
        if place in self._taken or place in self._folders or above & self._taken:
            return False
        self._taken.add(place)
        self._folders |= above
        return True


def gather(gathered: Gathered) -> None:
    """Take in all that is there for everybody now. Raises NotRead."""
    _Walk(gathered).run()


class _Walk:
    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self._wish = gathered.wish
        self._reader = Reader(self._wish.origin)
        self._waiting: deque[tuple[str, str, bool]] = deque()
        self._seen: set[tuple[str, str]] = set()

    def run(self) -> None:
        for language in self._wish.languages:
            self._await((reverse(name) for name in BEGIN), language)
        for address in self._map():
            for language in self._wish.languages:
                self._await([address], language)
        while self._waiting:
            language, address, is_picture = self._waiting.popleft()
            self._take(language, address, is_picture=is_picture)

    def _map(self) -> Iterable[str]:
        """What search engines are told of: it knows what no page links to."""
        for part in self._addresses_of(reverse("sitemap")):
            yield from self._addresses_of(part)

    def _addresses_of(self, address: str) -> list[str]:
        body = self._reader.get(address, self._wish.languages[0]).body
        return sorted(choosing.links_in(unescape(body.decode()), self._wish.origin))

    def _await(self, addresses: Iterable[str], language: str, *, is_picture: bool = False) -> None:
        for given in addresses:
            path, _sign, query = given.partition("?")
            kind = choosing.kind_of(path, is_picture=is_picture) if self._wish.wanted(path) else None
            if kind is None:
                continue
            if query and not self._is_another_page(kind, path, query):
                continue
            address = choosing.address_of(path, query)
            one = (language if kind is Kind.PAGE else "", address)
            if one not in self._seen:
                self._seen.add(one)
                self._waiting.append((*one, is_picture))

    def _is_another_page(self, kind: Kind, path: str, query: str) -> bool:
        """Of a list that is copied, and not too far behind."""
        number = choosing.page_of_a_list(query) if kind is Kind.PAGE else None
        if number is None:
            return False
        if number > self._wish.list_pages:
            self.gathered.cut.add(path)
        return number <= self._wish.list_pages

    def _take(self, language: str, address: str, *, is_picture: bool) -> None:
        path = address.partition("?")[0]
        if choosing.kind_of(path, is_picture=is_picture) is Kind.STATIC:
            body = static_file(path.removeprefix(settings.STATIC_URL))
            if body is not None:
                self.gathered.keep("", address, body, "")
            return
        if ("", address) in self.gathered.held:
            return
        answer = self._reader.get(address, language or self._wish.languages[0])
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.BAD_REQUEST:
            words = _("%(address)s answers with error %(status)d: the copy was left as it was")
            raise NotRead(words, address=address, status=answer.status)
        if answer.status in REDIRECTS:
            self._follow(language, address, answer)
        elif answer.status == HTTPStatus.OK and answer.is_for_all:
            self._keep(language, address, answer)

    def _follow(self, language: str, address: str, answer: Answer) -> None:
        target = answer.leads_to.removeprefix(self._wish.origin).partition("#")[0]
        if target.startswith("/") and not target.startswith("//"):
            path, _sign, query = target.partition("?")
            self.gathered.aliases[address] = choosing.address_of(path, query)
            self._await([target], language or self._wish.languages[0])

    def _keep(self, language: str, address: str, answer: Answer) -> None:
        if answer.kind != HTML:
            kept = self.gathered.keep("", address, answer.body, answer.kind)
            if kept and answer.kind in NAMES_OTHERS:
                found = choosing.links_in(unescape(answer.body.decode()), self._wish.origin)
                for one in self._wish.languages:
                    self._await(sorted(found), one)
        elif language and self.gathered.keep(language, address, answer.body, HTML):
            document = rewriting.parsed(answer.body)
            for link in rewriting.links(document, at=f"{self._wish.origin}{address}"):
                self._await([link.address], language, is_picture=link.is_picture)


def other_language(address: str) -> tuple[str, str] | None:
    """Of a link that chooses a language: which one, and of which page."""
    path, _sign, query = address.partition("?")
    asked = dict(parse_qsl(query))
    if (
        path != reverse("preferences")
        or not asked.get("language")
        or not asked.get("next", "").startswith("/")
    ):
        return None
    page, _sign, own = asked["next"].partition("?")
    return asked["language"], choosing.address_of(page, own)
