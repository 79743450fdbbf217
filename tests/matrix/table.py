"""The table as it stands in `tables/`: one line an address and method, with who may and who is refused there.

    address <tab> methods <tab> row <tab> may <tab> refused

`row` is the stage of the row it was tried on ("-": it leads to none). "may": the page is shown or asked, or it is done.
"refused": they may know of it, but cannot do it now, or not they. Everybody else is answered as if it were not there,
or asked to sign in. A method that is not named is not taken (405).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.matrix import people, systems
from tests.matrix.people import NAMES

FOLDER = Path(__file__).parent / "tables"
NONE = "-"
WHO = (*NAMES, *systems.NAMES)
GROUPS = people.GROUPS | systems.GROUPS


@dataclass(frozen=True)
class Line:
    """What one method of one address answers to whom."""

    key: str
    method: str
    row: str
    may: frozenset[str]
    refused: frozenset[str]

    def word_for(self, name: str) -> str:
        return "may" if name in self.may else "refused" if name in self.refused else "no"


def read() -> dict[tuple[str, str], Line]:
    """By address and method."""
    found = {}
    for path in sorted(FOLDER.glob("*.tsv")):
        for text in path.read_text(encoding="utf-8").splitlines()[1:]:
            key, methods, row, may, refused = text.split("\t")
            for method in methods.split():
                found[key, method] = Line(key, method, row, members(may), members(refused))
    return found


def write(room: str, lines: Iterable[Line]) -> None:
    FOLDER.mkdir(exist_ok=True)
    texts = ["address\tmethods\trow\tmay\trefused"]
    by_answer: dict[tuple[str, str, frozenset[str], frozenset[str]], list[str]] = {}
    for line in lines:
        by_answer.setdefault((line.key, line.row, line.may, line.refused), []).append(line.method)
    for (key, row, may, refused), methods in sorted(
        by_answer.items(), key=lambda item: (item[0][0], item[1])
    ):
        texts.append("\t".join((key, " ".join(methods), row, named(may), named(refused))))
    (FOLDER / f"{room}.tsv").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")


def named(people: Iterable[str]) -> str:
    """As few words as say who they are."""
    left, words = set(people), []
    for group, held in GROUPS.items():
        if left >= set(held):
            words.append(group)
            left -= set(held)
    words += [name for name in WHO if name in left]
    return " ".join(words) or NONE


def members(words: str) -> frozenset[str]:
    held: Mapping[str, tuple[str, ...]] = GROUPS | {name: (name,) for name in WHO} | {NONE: ()}
    return frozenset(name for word in words.split() for name in held[word])
