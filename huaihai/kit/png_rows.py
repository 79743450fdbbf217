"""The rows of a PNG one after the other, so that it never stands in memory whole.

Without Django: it is part of the limited program that redraws pictures.
"""

import io
import zlib
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:  # Pillow is loaded only after the limits stand
    from PIL.Image import Image

START: Final = b"\x89PNG\r\n\x1a\n"
SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a pixel, by the kind of colour
PART: Final = 65_536


def can_read(file: IO[bytes]) -> bool:
    """Whether its rows follow each other and each sample is a byte."""
    file.seek(0)
    head = file.read(29)
    return head[24] == 8 and head[25] in SAMPLES and head[28] == 0


class RowsOfPng:
    """Each row is read once: a few at a time are given to Pillow as a picture of their own, below the row before them,
    from which the first of them follows. `finish` makes of them what is kept."""

    def __init__(self, file: IO[bytes], few: int, finish: "Callable[[Image], Image]") -> None:
        self._file, self._few, self._finish = file, few, finish
        self._unpacking, self._colours = zlib.decompressobj(), b""
        file.seek(len(START))
        self._head = file.read(self._chunk()[0])
        while (chunk := self._chunk(over=4))[1] != b"IDAT":
            contents = file.read(chunk[0])
            if chunk[1] in (b"PLTE", b"tRNS"):
                self._colours += _chunk_of_png(chunk[1], contents)
        self._left = chunk[0]  # bytes of the chunk that is being read
        self._width, self._height = (int.from_bytes(self._head[at : at + 4]) for at in (0, 4))
        self._line = 1 + self._width * SAMPLES[self._head[9]]
        self._above = b""
        self._bottom = 0
        self._strips: list[tuple[int, Image]] = []

    def rows(self, first: int, last: int) -> "Image":
        """From one row to before another as RGB; neither goes back."""
        from PIL import Image

        while self._bottom < last:
            self._read_on()
        self._strips = [(top, strip) for top, strip in self._strips if top + strip.height > first]
        found = Image.new("RGB", (self._width, last - first))
        for top, strip in self._strips:
            found.paste(strip, (0, top - first))
        return found

    def _read_on(self) -> None:
        from PIL import Image

        count = min(self._few, self._height - self._bottom)
        lines = self._above + self._unpacked(count * self._line)
        head = self._width.to_bytes(4) + (len(lines) // self._line).to_bytes(4) + self._head[8:]
        parts = [_chunk_of_png(b"IHDR", head), self._colours, _chunk_of_png(b"IDAT", zlib.compress(lines, 0))]
        small = io.BytesIO(b"".join([START, *parts, _chunk_of_png(b"IEND", b"")]))
        strip = Image.open(small, formats=["PNG"])
        read = strip.crop((0, strip.height - count, self._width, strip.height))
        self._above = b"\0" + read.crop((0, count - 1, self._width, count)).tobytes()  # follows from no other
        self._strips.append((self._bottom, self._finish(read)))
        self._bottom += count

    def _unpacked(self, wanted: int) -> bytes:
        found = []
        while wanted:
            packed = self._unpacking.unconsumed_tail or self._packed()
            part = self._unpacking.decompress(packed, wanted)
            if not part and (not packed or self._unpacking.eof):
                raise EOFError
            found.append(part)
            wanted -= len(part)
        return b"".join(found)

    def _packed(self) -> bytes:
        """The next bytes that are packed; none at their end."""
        while not self._left:
            self._left, name = self._chunk(over=4)
            if name != b"IDAT":
                return b""
        part = self._file.read(min(self._left, PART))
        self._left -= len(part)
        return part

    def _chunk(self, *, over: int = 0) -> tuple[int, bytes]:
        """Length and name of the next chunk, over the sum of the one before."""
        head = self._file.read(over + 8)[over:]
        if len(head) < 8:
            raise EOFError
        return int.from_bytes(head[:4]), head[4:]


def _chunk_of_png(name: bytes, contents: bytes) -> bytes:
    return len(contents).to_bytes(4) + name + contents + zlib.crc32(name + contents).to_bytes(4)
