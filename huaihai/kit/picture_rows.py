"""The rows of a JPEG one after the other, so that it never stands in memory whole: its decoder takes the file in parts
and writes row after row, into memory of ours that is given back behind it.

Without Django: it is part of the limited program that redraws pictures.
"""

import mmap
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # Pillow is loaded only after the limits stand
    from PIL.Image import Image

PART: Final = 16_384  # of a file: one colour alone packs a megapixel into a few kilobytes
PAD: Final = 3  # of the four bytes of a pixel, what is never 0 once it is written


class Canvas:
    """Rows of four bytes a pixel; those before what was asked for last are no longer in memory."""

    def __init__(self, mode: str, size: tuple[int, int]) -> None:
        from PIL import Image

        self.size, self.line = size, 4 * size[0]
        self.memory = mmap.mmap(-1, self.line * size[1])
        core = Image.core.map_buffer(self.memory, size, "raw", 0, (mode, 0, 1))  # type: ignore[attr-defined]  # no types
        self.whole = Image.new(mode, (1, 1))._new(core)  # noqa: SLF001 # as frombuffer() does
        self._gone = 0

    def rows(self, first: int, last: int) -> "Image":
        gone = first * self.line // mmap.PAGESIZE * mmap.PAGESIZE
        if gone > self._gone:
            self.memory.madvise(mmap.MADV_REMOVE, self._gone, gone - self._gone)
            self._gone = gone
        return self.whole.crop((0, first, self.size[0], last))


class RowsOfJpeg:
    """Of one that Pillow opened, at the scale of its `draft`, as RGB. From one row to before another; neither goes
    back."""

    def __init__(self, picture: Any) -> None:
        from PIL import Image

        tile = picture.tile[0]
        self._canvas, self._done, self._left = Canvas("RGB", picture.size), 0, b""
        self._decoder = Image._getdecoder("RGB", "jpeg", ("RGB", ""), picture.decoderconfig)  # noqa: SLF001 # as load() does
        self._decoder.setimage(self._canvas.whole.im, tile.extents)
        self._file: IO[bytes] = picture.fp
        self._file.seek(tile.offset)

    def rows(self, first: int, last: int) -> "Image":
        while self._done < last:
            self._read_on()
        return self._canvas.rows(first, last)

    def _read_on(self) -> None:
        part = self._file.read(PART)
        if not part:
            raise EOFError
        self._left += part
        read, error = self._decoder.decode(self._left)
        if error < 0:
            raise ValueError
        memory, line, height = self._canvas.memory, self._canvas.line, self._canvas.size[1]
        while self._done < height and (read < 0 or memory[self._done * line + PAD]):
            self._done += 1
        self._left = self._left[read:]
