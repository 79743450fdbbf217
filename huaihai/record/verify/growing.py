"""The root of a tree that leaves are added to, one after the other, without keeping them. Plain."""

from huaihai.record.log import tree


class Growing:
    """The hashes of the full subtrees so far, largest first: as many as the number of leaves has ones in base two."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        held, size = leaf, self.size
        while size & 1:
            held, size = tree.of_node(self._full.pop(), held), size >> 1
        self._full.append(held)
        self.size += 1

    def root(self) -> bytes:
        if not self._full:
            return tree.EMPTY
        found = self._full[-1]
        for held in reversed(self._full[:-1]):
            found = tree.of_node(held, found)
        return found
