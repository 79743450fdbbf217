"""A log's hashes in tiles of 256, under the addresses of C2SP (c2sp.org/tlog-tiles). Plain: no Django, no database."""

import re
from collections.abc import Callable, Sequence

from huaihai.record.log.tree import HEIGHT, WIDTH

HASH_BYTES = 32
MOST_LEVELS = 7  # 256 ** 8 leaves are more than a size can say
PLACE = re.compile(
    r"(?:x[0-9]{3}/){0,4}[0-9]{3}(?:\.p/(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?", re.ASCII
)

type Tile = Callable[[int, int, int], Sequence[bytes]]  # level, number, width


class Tiles:
    """Reads hashes of a tree of `size` leaves (`tree.Read`), each tile once."""

    def __init__(self, size: int, tile: Tile) -> None:
        self._size = size
        self._tile = tile
        self._held: dict[tuple[int, int], Sequence[bytes]] = {}

    def __call__(self, level: int, first: int, count: int) -> Sequence[bytes]:
        number, start = divmod(first, WIDTH)
        key = (level, number)
        if key not in self._held:
            self._held[key] = self._tile(level, number, width_of(level, number, self._size))
        return self._held[key][start : start + count]


def width_of(level: int, number: int, size: int) -> int:
    """How many hashes a tile has in a tree of this size."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - number * WIDTH))


def path_of(level: int, number: int, width: int) -> str:
    """Where the tile stands: tile/0/x001/067, or tile/1/000.p/17."""
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03d}")
    part = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(parts))}{part}"


def place_of(text: str) -> tuple[int, int] | None:
    """Number and width of the tile whose address ends so; None for none. A number has one spelling."""
    if not PLACE.fullmatch(text):
        return None
    name, _dot, width = text.partition(".p/")
    number = int(name.replace("x", "").replace("/", ""))
    found = number, int(width) if width else WIDTH
    return found if path_of(0, *found) == f"tile/0/{text}" else None


def hashes_of(raw: bytes, width: int) -> list[bytes]:
    """The hashes of a tile as it was served. Raises LookupError if it is not one of this width."""
    if len(raw) != width * HASH_BYTES:
        raise LookupError("this tile has another size than it must have")
    return [raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES)]
