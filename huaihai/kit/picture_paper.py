"""A PDF of pictures, one on each page, written as they come: Pillow holds the whole paper three times to add a page.

Without Django: it is part of the limited program that redraws pictures.
"""

from typing import IO, Final

LONGER_SIDE: Final = 842  # of A4, in points
EACH: Final = 3  # objects of a page: itself, what is done on it, its picture


class Paper:
    def __init__(self, file: IO[bytes], pages: int) -> None:
        self._file, self._at, self._begins = file, 0, [0]
        self._write(b"%PDF-1.4\n")
        self._object(b"<</Type/Catalog/Pages 2 0 R>>")
        kids = b" ".join(b"%d 0 R" % (EACH * (page + 1)) for page in range(pages))
        self._object(b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids))

    def add(self, jpeg: memoryview, size: tuple[int, int]) -> None:
        own, points = len(self._begins), [LONGER_SIDE * side / max(size) for side in size]
        draw = b"%.3f 0 0 %.3f 0 0 cm/a Do" % (*points,)
        self._object(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Contents %d 0 R/Resources<</XObject<</a %d 0 R>>>>>>"
            % (*points, own + 1, own + 2)
        )
        self._object(b"<</Length %d>>" % len(draw), draw)
        picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d" % size
        kind = b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length %d>>" % len(jpeg)
        self._object(picture + kind, jpeg)

    def end(self) -> None:
        begin, count = self._at, len(self._begins)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        self._write(b"".join(b"%010d 00000 n \n" % at for at in self._begins[1:]))
        self._write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, begin))

    def _object(self, facts: bytes, stream: bytes | memoryview = b"") -> None:
        self._write(b"%d 0 obj%s" % (len(self._begins), facts), begins=True)
        if stream:
            self._write(b"stream\n", stream, b"\nendstream ")
        self._write(b"endobj\n")

    def _write(self, *parts: bytes | memoryview, begins: bool = False) -> None:
        if begins:
            self._begins.append(self._at)
        for part in parts:
            self._at += self._file.write(part)
