"""Known misprints of sources. Never corrected silently: the reader sees both words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Misprint:
    """`wrong` and `right` in simplified characters; `source`: where it stands and how it is known."""

    wrong: str
    right: str
    source: str


@dataclass(frozen=True)
class Slip:
    start: int
    end: int
    wrong: str
    right: str


KNOWN = (
    Misprint(
        wrong="暧心",
        right="暖心",
        source="China Consumer News, 2020-12-01, on the three hearts of the alliance (放心, 舒心, 暖心)",
    ),
)


def find(text: str) -> list[Slip]:
    """The known misprints in a simplified text, in order."""
    slips = []
    for misprint in KNOWN:
        start = text.find(misprint.wrong)
        while start >= 0:
            slips.append(Slip(start, start + len(misprint.wrong), misprint.wrong, misprint.right))
            start = text.find(misprint.wrong, start + 1)
    return sorted(slips, key=lambda slip: slip.start)
