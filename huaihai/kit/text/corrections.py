"""Known misprints of sources. Never corrected silently: the reader sees both words."""

from dataclasses import dataclass

from huaihai import alliance


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


def known() -> list[Misprint]:
    """Those that the alliance's folder names."""
    return [Misprint(**one) for one in alliance.load().raw.get("misprint", ())]


def find(text: str) -> list[Slip]:
    """The known misprints in a simplified text, in order."""
    slips = []
    for misprint in known():
        start = text.find(misprint.wrong)
        while start >= 0:
            slips.append(Slip(start, start + len(misprint.wrong), misprint.wrong, misprint.right))
            start = text.find(misprint.wrong, start + 1)
    return sorted(slips, key=lambda slip: slip.start)
