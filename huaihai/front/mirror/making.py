"""Writes what was gathered into a folder: only what changed, and takes away what is gone."""

import hashlib
import io
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote
from zipfile import ZipFile

from django.urls import reverse

from huaihai.front.mirror import choosing, gathering, manifest, rewriting
from huaihai.front.mirror.gathering import Gathered, Held, Wish
from huaihai.front.mirror.manifest import About, Entry, Manifest
from huaihai.front.mirror.rewriting import Words
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

ABOUT = "mirror.html"
OFFICE, ABOUT_THE_FILE = (".docx", ".xlsx"), "docProps/core.xml"
LARGEST = 50_000_000  # bytes of such a file


class NotAMirror(Refusal):
    """The folder holds something else, which nobody wants to lose."""


class Voice(Protocol):
    """What the copy says of itself."""

    name: str

    def on_page(self, *, origin: str, about: str, language: str, since: datetime) -> Words:
        """Above this page of the origin, which has been so since then, and in the place of its forms; `about` leads to
        the page about the copy."""

    def about(self, made: Manifest, language: str) -> bytes:
        """The page about the copy, as the site would make it."""

    def sign(self, *, sha256: str, name: str, at: datetime) -> bytes:
        """The signature that lies beside the manifest."""


@dataclass
class Made:
    """What a run did, as paths."""

    manifest: Manifest
    written: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def make(
    folder: Path,
    wish: Wish,
    voice: Voice,
    *,
    at: datetime,
    checkpoint: str,
    is_demo: bool,
    is_root_relative: bool = False,
) -> Made:
    """Copy the site into the folder. Raises NotAMirror, NotReadable where the list of the copy before is damaged, and
    NotRead where the site fails.

    Until everything was read nothing is changed; a run that was cut short later is put right by the next one.
    """
    before = _before(folder)
    folder.mkdir(parents=True, exist_ok=True)
    gathered = Gathered(wish, folder)
    try:
        gathering.gather(gathered)
        writing = _Writing(folder, gathered, voice, before, at, is_root_relative=is_root_relative)
        return writing.all(checkpoint=checkpoint, is_demo=is_demo)
    finally:
        gathered.close()


def _before(folder: Path) -> Manifest | None:
    held = folder / manifest.FILE
    if held.exists():
        with held.open("rb") as lines:
            return manifest.read(lines)
    if folder.exists() and any(folder.iterdir()):
        raise NotAMirror(_("%(folder)s is not empty and no mirror: name an empty folder"), folder=folder)
    return None


class _Writing:
    def __init__(
        self,
        folder: Path,
        gathered: Gathered,
        voice: Voice,
        before: Manifest | None,
        at: datetime,
        *,
        is_root_relative: bool,
    ) -> None:
        self._folder, self._gathered, self._voice, self._at = folder, gathered, voice, at
        self._before = before.entries if before else {}
        self._gone = dict(before.gone) if before else {}
        self._is_root_relative = is_root_relative
        self._entries: dict[str, Entry] = {}
        self._written: list[str] = []

    def all(self, *, checkpoint: str, is_demo: bool) -> Made:
        for (language, address), held in self._gathered.held.items():
            if held.is_page:
                self._page(held, self._gathered.body(held), language, address)
            else:
                self._file(held.place, self._gathered.body(held), address)
        made = Manifest(self._about(checkpoint, is_demo=is_demo), self._entries)
        left = self._before.keys() - self._entries.keys() - self._places_of_about()
        self._gone |= dict.fromkeys(left, self._at.isoformat(timespec="seconds"))
        made.gone = {path: at for path, at in self._gone.items() if path not in self._entries}
        for language in self._gathered.wish.languages:
            place = self._place_of_about(language)
            self._page(Held(place, True, 0, 0), self._voice.about(made, language), language, f"/{ABOUT}")
        for path in left:
            self._remove(path)
        self._sign(made)
        return Made(made, sorted(self._written), sorted(left))

    def _about(self, checkpoint: str, *, is_demo: bool) -> About:
        wish = self._gathered.wish
        return About(
            name=self._voice.name,
            origin=wish.origin,
            at=self._at.isoformat(timespec="seconds"),
            is_demo=is_demo,
            languages=list(wish.languages),
            links="root" if self._is_root_relative else "relative",
            list_pages=wish.list_pages,
            cut=sorted(self._gathered.cut),
            files=len(self._entries),
            bytes=sum(entry.size for entry in self._entries.values()),
            checkpoint=checkpoint,
        )

    def _page(self, held: Held, body: bytes, language: str, address: str) -> None:
        """With the day since when it has been so: that of the copy before, if nothing else changed."""
        before = self._before.get(held.place)
        if before is not None:
            made = self._plain(held, body, language, address, datetime.fromisoformat(before.at))
            if hashlib.sha256(made).hexdigest() == before.sha256:
                self._file(held.place, made, address)
                return
        self._file(held.place, self._plain(held, body, language, address, self._at), address)

    def _plain(self, held: Held, body: bytes, language: str, address: str, since: datetime) -> bytes:
        at = f"{self._gathered.wish.origin}{address}"
        about = self._link(held.place, self._place_of_about(language))
        words = self._voice.on_page(origin=at, about=about, language=language, since=since)
        return rewriting.rewrite(
            rewriting.parsed(body), at=at, lead=self._lead(held.place, language), words=words
        )

    def _lead(self, here: str, language: str) -> Callable[[str], str | None]:
        origin = self._gathered.wish.origin

        def lead(link: str) -> str | None:
            path, _mark, query = link.partition("?")
            address = choosing.address_of(path, query)
            if path == f"/{ABOUT}":
                return self._link(here, self._place_of_about(language))
            if path[1:] in manifest.OWN:
                return self._link(here, path[1:])
            if other := gathering.other_language(link):
                return self._in_other_language(here, *other) or f"{origin}{link}"
            if found := self._gathered.find(address, language):
                return self._link(here, found.place)
            if path == reverse("preferences"):  # large text: of a page that only the copy has there is none
                return f"{origin}/" if ABOUT in query else f"{origin}{link}"
            return None if choosing.is_closed(path) else f"{origin}{link}"

        return lead

    def _in_other_language(self, here: str, language: str, address: str) -> str | None:
        if address == f"/{ABOUT}" and language in self._gathered.wish.languages:
            return self._link(here, self._place_of_about(language))
        found = self._gathered.find(address, language)
        return self._link(here, found.place) if found else None

    def _link(self, here: str, there: str) -> str:
        if self._is_root_relative:
            return quote(f"/{there.removesuffix('index.html') if there.endswith('/index.html') else there}")
        return quote(posixpath.relpath(there, posixpath.dirname(here) or "."))

    def _place_of_about(self, language: str) -> str:
        return ABOUT if language == self._gathered.wish.languages[0] else f"{language}/{ABOUT}"

    def _places_of_about(self) -> set[str]:
        return {self._place_of_about(language) for language in self._gathered.wish.languages}

    def _file(self, place: str, body: bytes, address: str) -> None:
        before = self._before.get(place)
        if before is not None and place.endswith(OFFICE):
            body = self._as_before(place, before, body)
        sha256 = hashlib.sha256(body).hexdigest()
        is_same = before is not None and before.sha256 == sha256
        since = before.at if before is not None and is_same else self._at.isoformat(timespec="seconds")
        path = self._folder / place
        if not (path.is_file() and path.stat().st_size == len(body) and manifest.sha256_of(path) == sha256):
            _write(path, body)
            self._written.append(place)
        self._entries[place] = Entry(place, sha256, len(body), since, address)

    def _as_before(self, place: str, before: Entry, body: bytes) -> bytes:
        """Files of office programs name the minute at which they were made: if nothing else differs, the old one."""
        path = self._folder / place
        if path.is_file() and path.stat().st_size < LARGEST:
            old = path.read_bytes()
            if hashlib.sha256(old).hexdigest() == before.sha256 and _inside(old) == _inside(body):
                return old
        return body

    def _remove(self, place: str) -> None:
        path = self._folder / place
        path.unlink(missing_ok=True)
        for above in path.relative_to(self._folder).parents:
            folder = self._folder / above
            if folder == self._folder or any(folder.iterdir()):
                break
            folder.rmdir()

    def _sign(self, made: Manifest) -> None:
        body = b"".join(made.lines())
        sha256 = hashlib.sha256(body).hexdigest()
        signature = self._voice.sign(sha256=sha256, name=manifest.FILE, at=self._at)
        _write(self._folder / manifest.FILE, body)
        _write(self._folder / manifest.SIGNATURE, signature)


def _inside(office_file: bytes) -> dict[str, int]:
    with ZipFile(io.BytesIO(office_file)) as parts:
        return {part.filename: part.CRC for part in parts.infolist() if part.filename != ABOUT_THE_FILE}


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(body)
    beside.replace(path)
