"""Stored files as pages of a volume: pictures as they are shown, a PDF as the pictures of its pages.

What the typesetter reads are open files without a name: nothing of a case lies in a folder in clear.
"""

import mmap
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from huaihai.kit import filestore
from huaihai.kit.filestore import pages

MOST_PAGES, MOST_BYTES = 300, 96 * 1024 * 1024
LONG: Final = 2  # so many times as high as wide: set over several pages, each about one and a half
A_PAGE: Final = 246 / 168
JPEG, PDF = "jpg", "pdf"
SIZE: Final = re.compile(rb"/MediaBox\[0 0 ([0-9.]+) ([0-9.]+)\]")
FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})  # of a JPEG: what tells its height and width


@dataclass
class Drawn:
    """The open files of one volume, as many as it may have."""

    files: list[BinaryIO] = field(default_factory=list)
    pages: int = 0
    size: int = 0

    @property
    def numbers(self) -> list[int]:
        return [file.fileno() for file in self.files]

    def close(self) -> None:
        for file in self.files:
            file.close()

    def take(self, *, sha256: str, kind: str, name: str, derivative: str) -> dict[str, Any] | None:
        """What the template needs to draw it; None: it cannot be drawn as a page, or the volume is full."""
        try:
            key = derivative or (pages.of_stored(sha256, name) if kind == pages.PDF else "")
            contents = filestore.open_derivative(key) if key else None
        except (FileNotFoundError, filestore.Refused):
            contents = None
        return self._kept(contents, JPEG if derivative else PDF) if contents is not None else None

    def _kept(self, contents: Iterable[bytes], form: str) -> dict[str, Any] | None:
        file = tempfile.TemporaryFile()  # noqa: SIM115 -- open until the volume is set
        size = 0
        for piece in contents:
            size += len(piece)
            if self.size + size > MOST_BYTES:
                file.close()
                return None
            file.write(piece)
        file.flush()
        ratios = _ratios(file, form)
        count = sum(max(1, -int(-ratio // A_PAGE)) if ratio > LONG else 1 for ratio in ratios)
        if not ratios or self.pages + count > MOST_PAGES:
            file.close()
            return None
        self.files.append(file)
        self.pages, self.size = self.pages + count, self.size + size
        shapes = [{"page": page, "ratio": ratio} for page, ratio in enumerate(ratios, 1)]
        return {"file": file.fileno(), "form": form, "shapes": shapes}


def _ratios(file: BinaryIO, form: str) -> list[float]:
    """Height by width of each page; empty for what was not drawn by us."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if form == PDF:
            return [float(height) / float(width) for width, height in SIZE.findall(data)]
        size = _size_of_jpeg(data)
    return [size[1] / size[0]] if size else []


def _size_of_jpeg(data: mmap.mmap) -> tuple[int, int] | None:
    """Width and height."""
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        if data[place + 1] in FRAMES:
            height, width = (int.from_bytes(data[at : at + 2], "big") for at in (place + 5, place + 7))
            return width, height
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
