"""The parts of a version as lines, products included, each with the order in which it is left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import pgettext

from huaihai.education import replies
from huaihai.education.models import Publication, PublicationVersion, WarnedProduct
from huaihai.education.papers.paper import Fact, Line, ProductRow, Section
from huaihai.education.public import shown

LONGEST = 180  # characters of a line; the rest is on the page
_SENTENCE = re.compile(r".*[。！？；.!?;]", re.DOTALL)


@dataclass(frozen=True)
class Weight:
    """The n-th line counts n times `each`; what counts least stays longest. What `is_core` stays before all else."""

    each: int
    is_core: bool = True


STEPS, MAIN, MORE, LAST = Weight(1), Weight(2), Weight(3), Weight(4, is_core=False)


@dataclass(frozen=True)
class Words:
    """`count` lines and products in all, `core` of them should not be missing; `is_cut`: some line was shortened."""

    sections: tuple[Section, ...]
    products: tuple[ProductRow, ...]
    count: int
    core: int
    is_cut: bool


NOTHING = Words((), (), 0, 0, is_cut=False)
type _Weighed = tuple[Weight, Section]


def of_version(publication: Publication, version: PublicationVersion, *, longest: int = LONGEST) -> Words:
    """All that the version says, and what named businesses answer; no line longer than `longest`."""
    weighed = [*_parts(publication, version), *_body(publication, version)]
    rows = list(version.products.all())
    runs = [(weight, len(section.lines)) for weight, section in weighed] + [(MAIN, len(rows))]
    places = _places(runs)
    long_lines = [line for _weight, section in weighed for line in section.lines if len(line.words) > longest]
    numbered = tuple(
        replace(
            section,
            lines=tuple(
                Line(clipped(line.words, longest), places[here, place])
                for place, line in enumerate(section.lines)
            ),
        )
        for here, (_weight, section) in enumerate(weighed)
    )
    return Words(
        sections=numbered,
        products=tuple(_product(row, places[len(weighed), place], longest) for place, row in enumerate(rows)),
        count=len(places),
        core=sum(length for weight, length in runs if weight.is_core),
        is_cut=bool(long_lines) or any(len(row.batches) > longest for row in rows),
    )


def clipped(words: str, longest: int = LONGEST) -> str:
    """The line up to its last whole sentence that fits."""
    if len(words) <= longest:
        return words
    start = words[:longest]
    whole = _SENTENCE.match(start)
    return whole.group() if whole and len(whole.group()) > longest // 2 else f"{start[:-1]}…"


def _places(runs: Sequence[tuple[Weight, int]]) -> dict[tuple[int, int], int]:
    """(number of the run, place in it) → its order among all lines."""
    keys = [
        (not weight.is_core, weight.each * (place + 1), here, place)
        for here, (weight, length) in enumerate(runs)
        for place in range(length)
    ]
    return {(here, place): order for order, (_core, _key, here, place) in enumerate(sorted(keys))}


def _parts(publication: Publication, version: PublicationVersion) -> Iterator[_Weighed]:
    answered = [reply for reply in replies.shown(publication) if reply.text]
    replied = "\n".join(f"{reply.name}：{_one_line(reply.text)}" for reply in answered)
    parts = [
        (MAIN, "what", pgettext("paper", "What it is about"), version.what, True),
        (MORE, "harms", pgettext("paper", "Whom it harms"), version.harms, True),
        (STEPS, "to_do", pgettext("paper", "What to do"), version.to_do, True),
        (MAIN, "to_turn", pgettext("paper", "Where to turn"), version.to_turn, False),
        (MAIN, "reply", pgettext("paper", "What the business says"), replied, False),
        (LAST, "places", pgettext("paper", "Where"), version.places, False),
        (LAST, "evidence", pgettext("paper", "How we know"), version.evidence, False),
    ]
    for weight, part, heading, words, before in parts:
        lines = tuple(Line(line.strip(), 0) for line in words.splitlines() if line.strip())
        steps = weight is STEPS and len(lines) > 1
        if lines:
            yield weight, Section(part, heading, lines, steps=steps, list=True, before=before)


def _body(publication: Publication, version: PublicationVersion) -> Iterator[_Weighed]:
    """The marked-up text in runs of one kind, each under its heading. Without parts, it is the main thing said."""
    weight = LAST if version.what else MAIN
    heading = ""
    for kind, run in groupby(shown.text(publication, version)["blocks"], key=lambda block: block.kind):
        found = list(run)
        if kind == "heading":
            heading = found[-1].words
        elif kind != "picture":
            lines = tuple(
                Line("".join(span.text for span in line), 0) for block in found for line in block.lines
            )
            yield weight, Section("body", heading, lines, list=kind == "list", before=False)
            heading = ""


def _product(row: WarnedProduct, order: int, longest: int) -> ProductRow:
    made = " – ".join(dict.fromkeys(day.isoformat() for day in (row.made_from, row.made_until) if day))
    batches = "、".join(row.batches.split("\n")) or pgettext("paper", "every batch")
    if len(batches) > longest:
        batches = batches[:longest].rpartition("、")[0] + "……"
    facts = [
        (pgettext("paper", "Barcode"), row.barcode),
        (pgettext("paper", "Batch"), batches),
        (pgettext("paper", "Made"), made),
        (pgettext("paper", "Maker"), row.maker),
    ]
    name = " ".join(filter(None, (row.brand, row.name, row.model)))
    return ProductRow(name, tuple(Fact(label, words) for label, words in facts if words), order)


def _one_line(text: str) -> str:
    return " ".join(text.split())
