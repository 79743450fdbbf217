"""What stands on a paper, in the order in which it is read, taken from a publication's shown version."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.education import addresses
from huaihai.education.models import Edition, Publication, PublicationVersion, WarnedProduct
from huaihai.education.public import facts as public_facts
from huaihai.education.replies import facts as replies_facts
from huaihai.kit.local_words import in_script
from huaihai.kit.spoken import full_day


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
    answered = [reply for reply in replies_facts.public_replies(publication) if reply.text]
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
    for kind, run in groupby(public_facts.text(publication, version)["blocks"], key=lambda block: block.kind):
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


TONES = {"warning": "late", "exposure": "late", "tip": "warn"}


def of_publication(publication: Publication, *, base: str, longest: int = LONGEST) -> Paper:
    """The paper of what is read now, no line over `longest`; `base` is scheme and host of its address."""
    known = {code for code, _name in settings.LANGUAGES}
    language = publication.language.lower()
    with translation.override(language if language in known else settings.LANGUAGE_CODE):
        return _paper(publication, base, longest)


def _paper(publication: Publication, base: str, longest: int) -> Paper:
    out = public_facts.editions(publication)
    withdrawal = public_facts.last_reason(publication, out)
    version = publication.current
    words = NOTHING
    if not publication.is_withdrawn:
        words = of_version(publication, version, longest=longest)
    signers = _signers(publication, withdrawal or public_facts.of_version(out, version))
    house = alliance.load()
    return Paper(
        kind=str(publication.get_kind_display()),
        tone=TONES.get(publication.kind, "info"),
        platform=in_script(house.platform_name),
        tagline=in_script(house.tagline),
        demo=_("demo data") if settings.DEMO else "",
        title=_("An exposure that ended") if public_facts.is_silent(publication) else version.title,
        lead="" if publication.is_withdrawn else version.summary,
        sections=words.sections,
        products=words.products,
        count=words.count,
        core=words.core,
        is_cut=words.is_cut,
        withdrawn=_withdrawn(publication, withdrawal),
        signers=signers,
        signed=_signed(signers),
        dated=_dated(publication, out, version),
        phone="、".join(_phones(version)),
        language=publication.language,
        url=f"{base}{publication.get_absolute_url()}",
        short=addresses.short(publication, base),
    )


def _withdrawn(publication: Publication, withdrawal: Edition | None) -> Withdrawn | None:
    if not publication.is_withdrawn:
        return None
    head = pgettext("poster", "Withdrawn")
    if withdrawal is None or withdrawal.out_at is None:
        return Withdrawn(head, _("Please do not pass it on and take down what hangs."), "")
    words = _("This text was withdrawn on %(day)s. Please do not pass it on and take down what hangs.")
    is_told = withdrawal.reason and not public_facts.is_silent(
        publication
    )  # an exposure that ended names nobody
    reason = _("Reason:") + withdrawal.reason if is_told else ""
    return Withdrawn(head, words % {"day": full_day(withdrawal.out_at)}, reason)


def _signers(publication: Publication, edition: Edition | None) -> tuple[str, ...]:
    names = [row.body.short_name for row in public_facts.signed(edition)] if edition else []
    if not names:
        publisher = publication.publisher
        names = [publisher.short_name if publisher else alliance.load().short_name]
    return tuple(dict.fromkeys(in_script(name) for name in names))


def _signed(signers: tuple[str, ...]) -> str:
    joined = {"names": "、".join(signers)}
    if len(signers) > 1:
        return _("Published jointly by %(names)s") % joined
    return _("Published by %(names)s") % joined


def _dated(publication: Publication, out: list[Edition], version: PublicationVersion) -> str:
    """When it went out, when it was corrected, and how many texts went out so far."""
    first = publication.first_out_at or publication.published_on
    days = [_("published on %(day)s") % {"day": full_day(first)}] if first else []
    texts = [edition for edition in out if edition.version_id is not None]
    if len(texts) > 1 and texts[-1].out_at is not None:
        days.append(_("corrected on %(day)s") % {"day": full_day(texts[-1].out_at)})
    number = len(texts) or version.number
    return " · ".join([*days, pgettext("poster", "version %(number)d") % {"number": number}])


def _phones(version: PublicationVersion) -> Iterator[str]:
    """The lines of the cities concerned; those of all, where it concerns none."""
    codes = {key.removeprefix("city:") for key in version.cities}
    cities = [city for city in alliance.load().cities if not codes or city.code in codes]
    yield from dict.fromkeys(city.phone for city in cities if city.phone)
