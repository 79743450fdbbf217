"""That the events of an archive stood in the log of who made it: its head, a leaf for each event, and the hashes
between them, each once. Whoever checks needs the archive alone."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, Final

from huaihai.kit.canonical import canonical
from huaihai.kit.keys.carrying import CannotCarry
from huaihai.kit.refusals import gettext_noop as _
from huaihai.record.log import kept, leaves, notes, tree
from huaihai.record.log.tree import Read, Span
from huaihai.record.models import LogLeaf

HEAD, LEAVES, HASHES = "head.txt", "leaves.jsonl", "hashes.txt"
SAID: Final = ("number", "subject", "event_number", "event_hash", "rows", "salt")
AT_ONCE: Final = 500


@dataclass(frozen=True)
class Proofs:
    """What is written of them; nothing where the log has none of them yet."""

    head: kept.Head
    numbers: list[int]  # of the leaves, in order

    @classmethod
    def of(cls, subjects: Iterable[str]) -> "Proofs | None":
        """Of all events of these subjects that the newest head covers."""
        head = kept.head()
        if head is None or not head.size:
            return None
        found: list[int] = []
        for some in batched(subjects, AT_ONCE):
            rows = LogLeaf.objects.filter(subject__in=some, number__lt=head.size)
            found += rows.values_list("number", flat=True)
        return cls(head, sorted(found)) if found else None

    def leaves(self) -> Iterator[bytes]:
        for some in batched(self.numbers, AT_ONCE):
            for row in LogLeaf.objects.filter(number__in=some).order_by("number").values_list(*SAID):
                yield canonical(list(row)) + b"\n"

    def hashes(self) -> Iterator[bytes]:
        read = kept.reader(self.head.size)
        for one in _beside(self.numbers, (0, self.head.size), read):
            yield one.hex().encode() + b"\n"


def check(
    head: str, rows: Iterable[Any], hashes: Iterable[str], vkeys: Sequence[str]
) -> dict[tuple[str, int], str]:
    """The hashes of the events that the head holds, by subject and number. Raises CannotCarry."""
    try:
        note = notes.read(head)
        note.among([notes.Key.read(one) for one in vkeys])
        checkpoint = notes.Checkpoint.read(note.text)
    except notes.BadNote as error:
        raise CannotCarry(_("the head of the log is not signed by who made the archive")) from error
    events, numbers, found = dict[tuple[str, int], str](), list[int](), list[bytes]()
    try:
        for number, subject, event_number, event_hash, digest, salt in rows:
            events[subject, event_number] = event_hash
            numbers.append(number)
            said = leaves.data(
                subject=subject, event_number=event_number, event_hash=event_hash, rows=digest, salt=salt
            )
            found.append(tree.of_leaf(said))
        beside = iter([bytes.fromhex(one.strip()) for one in hashes])
        is_whole = numbers == sorted(set(numbers)) and (not numbers or numbers[-1] < checkpoint.size)
        fits = is_whole and _root(numbers, found, (0, checkpoint.size), beside) == checkpoint.root
    except (TypeError, ValueError, StopIteration) as error:
        raise CannotCarry(_("the proofs of the events cannot be read")) from error
    if not fits or next(beside, None) is not None:
        raise CannotCarry(_("the proofs do not lead from the events to the head of the log"))
    return events


def _beside(numbers: Sequence[int], span: Span, read: Read) -> Iterator[bytes]:
    """The hashes of all subtrees in which none of these leaves is, from the left; as few as there can be."""
    start, end = span
    first = bisect_left(numbers, start)
    if first == len(numbers) or numbers[first] >= end:
        yield tree.of_span(span, read)
    elif end - start > 1:
        middle = start + tree.split(end - start)
        yield from _beside(numbers, (start, middle), read)
        yield from _beside(numbers, (middle, end), read)


def _root(numbers: Sequence[int], found: Sequence[bytes], span: Span, beside: Iterator[bytes]) -> bytes:
    start, end = span
    first = bisect_left(numbers, start)
    if first == len(numbers) or numbers[first] >= end:
        return next(beside)
    if end - start == 1:
        return found[first]
    middle = start + tree.split(end - start)
    left = _root(numbers, found, (start, middle), beside)
    return tree.of_node(left, _root(numbers, found, (middle, end), beside))
