"""A sound or video file on its way out, without what tells where it was taken.

Telephones and cameras write the place into boxes beside the stream (ISO base media: MP4, MOV, 3GP, M4A). Such boxes are
emptied where they stand, so that nothing else moves and the film plays as before; the sealed original stays as it came.
"""

import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from huaihai.kit.filestore import sealed

KINDS: Final = frozenset({"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"})
# What people and devices say beside the stream; "free" and "skip" hold the tracks of dashboard cameras.
_EMPTIED: Final = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"gps "})
_OPENED: Final = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})
_HEAD, _LONG_HEAD, _DEEPEST = 8, 16, 6


def without_places(contents: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, with emptied boxes where a place may stand."""
    with tempfile.TemporaryFile() as held:
        held.writelines(contents)
        _empty_between(held, 0, held.tell(), depth=0)
        held.seek(0)
        while chunk := held.read(sealed.CHUNK):
            yield chunk


def _empty_between(file: BinaryIO, start: int, end: int, *, depth: int) -> None:
    while start + _HEAD <= end:
        file.seek(start)
        head = file.read(_LONG_HEAD)
        size, name, body = int.from_bytes(head[:4], "big"), head[4:8], start + _HEAD
        if size == 1:  # the length stands behind the name
            size, body = int.from_bytes(head[8:], "big"), start + _LONG_HEAD
        after = end if size == 0 else start + size
        if not body <= after <= end:
            return  # no box: the file is damaged from here on
        if name in _EMPTIED:
            _empty(file, start, body, after)
        elif name in _OPENED and depth < _DEEPEST:
            _empty_between(file, body, after, depth=depth + 1)
        start = after


def _empty(file: BinaryIO, start: int, body: int, after: int) -> None:
    file.seek(start + 4)
    file.write(b"free")
    file.seek(body)
    while (left := after - file.tell()) > 0:
        file.write(bytes(min(left, sealed.CHUNK)))
