"""What the log commits to beside events: a digest over the rows of a subject, from the room that keeps them."""

from collections.abc import Callable, Mapping, Sequence

type Commit = Callable[[Sequence[str]], Mapping[str, str]]  # subjects to the hex digests of their rows

_ROOMS: dict[str, Commit] = {}  # by what their subjects begin with, before the colon


def register(kind: str, commit: Commit) -> None:
    """Let a room commit to the rows of its subjects (`kind:…`)."""
    _ROOMS[kind] = commit


def of(subjects: Sequence[str]) -> dict[str, str]:
    """The digests of the subjects' rows as they are now; a subject of which no room keeps rows is not in it."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.partition(":")[0], []).append(subject)
    found: dict[str, str] = {}
    for kind, names in by_kind.items():
        if commit := _ROOMS.get(kind):
            found |= commit(names)
    return found
