"""The tree is that of RFC 9162: its root is the recursive definition's, and proofs hold for it alone."""

import hashlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.record.log import tiles, tree
from huaihai.record.log.tree import WIDTH

# The tree that implementations of certificate transparency compare themselves with.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Grown:
    """A tree in memory, as the database keeps it: leaves, and the hash over each full tile."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.rows = [[tree.of_leaf(leaf) for leaf in leaves]]
        while len(self.rows[-1]) >= WIDTH:
            row = self.rows[-1]
            full = range(0, len(row) - WIDTH + 1, WIDTH)
            self.rows.append([tree.of_tile(row[start : start + WIDTH]) for start in full])
        self.size = len(leaves)
        self.tiles_read = 0

    def read(self, size: int) -> tiles.Tiles:
        return tiles.Tiles(size, self._tile)

    def _tile(self, level: int, number: int, width: int) -> list[bytes]:
        self.tiles_read += 1
        return self.rows[level][number * WIDTH : number * WIDTH + width]


def defined(leaves: list[bytes]) -> bytes:
    """MTH as RFC 9162 (2.1.1) writes it down."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + defined(leaves[:split]) + defined(leaves[split:])).digest()


def numbered(size: int) -> list[bytes]:
    return [str(number).encode() for number in range(size)]


@cache
def big() -> Grown:
    """Three levels of tiles."""
    return Grown(numbered(66_000))


SIZES = st.one_of(st.integers(0, 700), st.integers(65_500, 65_600), st.integers(0, 66_000))


def test_roots_are_those_of_other_programs() -> None:
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES]
    grown = Grown(leaves)
    assert [tree.root(size, grown.read(size)).hex() for size in range(9)] == ROOTS


@given(leaves=st.lists(st.binary(max_size=3), max_size=600))
def test_a_root_is_the_recursive_definitions(leaves: list[bytes]) -> None:
    assert tree.root(len(leaves), Grown(leaves).read(len(leaves))) == defined(leaves)


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000])
def test_a_root_at_the_edges_of_tiles(size: int) -> None:
    assert tree.root(size, big().read(size)) == defined(numbered(size))


@given(data=st.data(), size=SIZES.filter(bool))
def test_an_inclusion_proof_holds_for_its_leaf_alone(data: st.DataObject, size: int) -> None:
    number = data.draw(st.integers(0, size - 1))
    root, leaf = tree.root(size, big().read(size)), big().rows[0][number]
    proof = tree.inclusion(number, size, big().read(size))
    assert tree.is_included(leaf, number, size, proof, root)
    assert len(proof) <= size.bit_length()
    assert not tree.is_included(tree.of_leaf(b"another"), number, size, proof, root)
    assert not tree.is_included(leaf, number, size, [*proof, root], root)
    assert not tree.is_included(leaf, number, size, proof, tree.of_leaf(b"another"))
    other = data.draw(st.integers(0, size + 1).filter(lambda one: one != number))
    assert not tree.is_included(leaf, other, size, proof, root)
    if proof:
        assert not tree.is_included(leaf, number, size, proof[:-1], root)
        assert not tree.is_included(leaf, number, size, altered(data, proof), root)


@given(data=st.data(), size=SIZES)
def test_a_consistency_proof_holds_for_its_two_trees_alone(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(0, size))
    old_root, root = tree.root(old, big().read(old)), tree.root(size, big().read(size))
    proof = tree.consistency(old, size, big().read(size))
    assert tree.is_consistent(old, size, proof, old_root, root)
    other = tree.of_leaf(b"another")
    assert not tree.is_consistent(old, size, proof, other, root)
    assert old == 0 or not tree.is_consistent(old, size, proof, old_root, other)
    assert not tree.is_consistent(old, size, [*proof, root], old_root, root)
    assert not tree.is_consistent(size + 1, size, proof, old_root, root)
    if proof:
        assert not tree.is_consistent(old, size, proof[:-1], old_root, root)
        assert not tree.is_consistent(old, size, altered(data, proof), old_root, root)


@given(data=st.data(), size=st.integers(2, 600))
def test_a_history_that_was_changed_has_no_proof(data: st.DataObject, size: int) -> None:
    """Edited, cut out, put in, swapped: whatever the new log answers, it does not lead to the old root."""
    old = data.draw(st.integers(1, size))
    leaves = numbered(size)
    was = tree.root(old, big().read(old))
    place = data.draw(st.integers(0, old - 1))
    change = data.draw(st.sampled_from(["edit", "cut", "insert", "swap"]))
    if change == "edit":
        leaves[place] = b"edited"
    elif change == "cut":
        del leaves[place]
        leaves.append(b"last")
    elif change == "insert":
        leaves.insert(place, b"new")
    else:
        leaves[place], leaves[place - 1] = leaves[place - 1], leaves[place]
        if place == 0:
            leaves[0] = b"edited"
    now = Grown(leaves)
    proof = tree.consistency(old, now.size, now.read(now.size))
    assert not tree.is_consistent(old, now.size, proof, was, tree.root(now.size, now.read(now.size)))


def altered(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    raw = bytearray(proof[place])
    raw[bit // 8] ^= 1 << bit % 8
    return [*proof[:place], bytes(raw), *proof[place + 1 :]]


def test_a_proof_reads_some_tiles_whatever_the_tree() -> None:
    big().tiles_read = 0
    tree.inclusion(33_333, 66_000, big().read(66_000))
    assert big().tiles_read <= 5
    big().tiles_read = 0
    tree.consistency(33_333, 66_000, big().read(66_000))
    assert big().tiles_read <= 7


def test_what_is_missing_is_no_shorter_tree() -> None:
    grown = Grown(numbered(300))
    with pytest.raises(LookupError):
        tree.root(301, grown.read(301))
    with pytest.raises(ValueError, match="no such leaf"):
        tree.inclusion(300, 300, grown.read(300))
    with pytest.raises(ValueError, match="not the smaller"):
        tree.consistency(301, 300, grown.read(300))


@pytest.mark.parametrize(
    ("level", "number", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 0, 1, "tile/0/000.p/1"),
        (1, 1, 17, "tile/1/001.p/17"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (2, 1_000, 255, "tile/2/x001/000.p/255"),
    ],
)
def test_where_a_tile_stands(level: int, number: int, width: int, path: str) -> None:
    assert tiles.path_of(level, number, width) == path
    assert tiles.place_of(path.removeprefix(f"tile/{level}/")) == (number, width)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "0",
        "0000",
        "x000/000",
        "000.p/0",
        "000.p/256",
        "000.p/01",
        "001/067",
        "x001/067/",
        "٠٠٠",
        "000.p/",
        "-01",
    ],
)
def test_a_tile_has_one_address(place: str) -> None:
    assert tiles.place_of(place) is None


def test_widths_are_those_of_the_specification() -> None:
    """A tree of 70,000 leaves, as tlog-tiles takes it apart."""
    widths = [[tiles.width_of(level, number, 70_000) for number in range(274)] for level in range(3)]
    assert [widths[0].count(WIDTH), widths[0][273]] == [273, 112]
    assert widths[1][:3] == [WIDTH, 17, 0]
    assert widths[2][:2] == [1, 0]
