"""What stands on a paper, in the order in which it is read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`order`: where there is no room, lines of the highest order are left out first."""

    words: str
    order: int


@dataclass(frozen=True)
class Section:
    """A heading with its lines; `steps` are numbered. `before`: it stands above the products.

    `part` is the part of the version that it holds, "reply" or "body".
    """

    part: str
    heading: str
    lines: tuple[Line, ...]
    steps: bool = False
    list: bool = False
    before: bool = True


@dataclass(frozen=True)
class Fact:
    """What is printed on the goods: "barcode", "690…"."""

    label: str
    words: str


@dataclass(frozen=True)
class ProductRow:
    """A product as one finds it on the goods."""

    name: str
    facts: tuple[Fact, ...]
    order: int


@dataclass(frozen=True)
class Withdrawn:
    """That the text was taken back, in big letters; when, and why."""

    head: str
    words: str
    reason: str


@dataclass(frozen=True)
class Paper:
    """`count` is the number of lines and products, the first `core` should not be missing; `is_cut`: some line is
    shorter than in the text.

    `url` leads to the text, `short` is the same address short enough to type, without its scheme.
    """

    kind: str
    tone: str
    platform: str
    tagline: str
    demo: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    products: tuple[ProductRow, ...]
    count: int
    core: int
    is_cut: bool
    withdrawn: Withdrawn | None
    signers: tuple[str, ...]
    signed: str
    dated: str
    phone: str
    language: str
    url: str
    short: str

    def lines_of(self, part: str) -> list[str]:
        """What a part says."""
        return [line.words for section in self.sections if section.part == part for line in section.lines]
