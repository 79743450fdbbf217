"""The Merkle tree of RFC 9162 (section 2.1; the same as RFC 6962's): roots, proofs, and their checks.

Hashes of full subtrees are read by `Read`, from tiles of 256 (C2SP tlog-tiles); so root and proofs of a tree of n
leaves cost some tiles a level of 256, whatever n is. Plain: neither Django nor a database.
"""

import hashlib
from collections.abc import Callable, Sequence

EMPTY = hashlib.sha256(b"").digest()
HEIGHT = 8
WIDTH = 1 << HEIGHT  # hashes of a tile

# Level (leaves are 0, each next one holds 256 times as much), first, how many: hashes of full subtrees side by side.
type Read = Callable[[int, int, int], Sequence[bytes]]
type Span = tuple[int, int]  # leaves: the first, and the one after the last


def of_leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def of_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(size: int, read: Read) -> bytes:
    """The hash of the tree of the first `size` leaves."""
    return of_span((0, size), read) if size else EMPTY


def inclusion(number: int, size: int, read: Read) -> list[bytes]:
    """The proof that this leaf stands in the tree of the first `size` leaves, from its neighbour up."""
    if not 0 <= number < size:
        raise ValueError("no such leaf in a tree of this size")
    return [of_span(span, read) for span in _beside(number, (0, size))]


def consistency(old: int, size: int, read: Read) -> list[bytes]:
    """The proof that the tree of the first `old` leaves is the beginning of that of the first `size`."""
    if not 0 <= old <= size:
        raise ValueError("the older tree is not the smaller one")
    return [of_span(span, read) for span in _between(old, (0, size), is_known=True)] if old else []


def is_included(leaf: bytes, number: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    place, last, found = number, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = of_node(beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = of_node(found, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root_hash


def is_consistent(old: int, size: int, proof: Sequence[bytes], old_root: bytes, root_hash: bytes) -> bool:
    """Whether the proof leads to both roots (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= size:
        return False
    if old in (0, size):
        return not proof and old_root == (root_hash if old else EMPTY)
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            was, now = of_node(beside, was), of_node(beside, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = of_node(now, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and was == old_root and now == root_hash


def of_span(span: Span, read: Read) -> bytes:
    """The hash over these leaves, which are one subtree of the tree."""
    start, end = span
    size = end - start
    if size & (size - 1) == 0:
        return _of_full(start, size, read)
    middle = start + split(size)
    return of_node(of_span((start, middle), read), of_span((middle, end), read))


def _of_full(start: int, size: int, read: Read) -> bytes:
    """Of a power of two leaves, from at most half a tile of the level next below."""
    level = (size.bit_length() - 1) // HEIGHT
    width = size >> HEIGHT * level
    return _folded(read(level, start >> HEIGHT * level, width), width)


def _folded(hashes: Sequence[bytes], width: int) -> bytes:
    if len(hashes) != width:
        raise LookupError("hashes of the log are missing")
    row = list(hashes)
    while len(row) > 1:
        row = [of_node(row[place], row[place + 1]) for place in range(0, len(row), 2)]
    return row[0]


def of_tile(hashes: Sequence[bytes]) -> bytes:
    """The hash over a full tile."""
    return _folded(hashes, WIDTH)


def _beside(number: int, span: Span) -> list[Span]:
    """The subtrees that stand beside the way from the leaf to the top (PATH of RFC 9162)."""
    start, end = span
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if number < middle:
        return [*_beside(number, (start, middle)), (middle, end)]
    return [*_beside(number, (middle, end)), (start, middle)]


def _between(old: int, span: Span, *, is_known: bool) -> list[Span]:
    """The subtrees of both trees, or of the new one alone (SUBPROOF of RFC 9162)."""
    start, end = span
    if old == end:
        return [] if is_known else [span]
    middle = start + split(end - start)
    if old <= middle:
        return [*_between(old, (start, middle), is_known=is_known), (middle, end)]
    return [*_between(old, (middle, end), is_known=False), (start, middle)]


def split(size: int) -> int:
    """The largest power of two below it."""
    return 1 << (size - 1).bit_length() - 1
