"""What a version says: handed to the actions that write versions, its fingerprint, and what a text must say."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.education import markup
from huaihai.education.models import Edition, Exposure, LessonPart, Publication, PublicationVersion


@dataclass(frozen=True)
class Product:
    """A product as it stands on the goods; see `WarnedProduct`."""

    name: str
    brand: str = ""
    model: str = ""
    barcode: str = ""
    batches: str = ""
    made_from: date | None = None
    made_until: date | None = None
    maker: str = ""


@dataclass(frozen=True)
class Lesson:
    """What makes a text a lesson; see `LessonPart`. `answer` is the place of the right choice, from 0."""

    stages: tuple[str, ...]
    months: tuple[int, ...]
    season: str
    ask: str
    choices: tuple[str, ...]
    answer: int
    why: str


@dataclass(frozen=True)
class Content:
    """What a version says. `original` is given for an imported text only; then `repair` says what was done.

    `cities` are keys of city bodies ("city:320300"), `topics` codes of `law.kinds`.
    """

    title: str
    body: str = ""
    summary: str = ""
    cities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    what: str = ""
    harms: str = ""
    to_do: str = ""
    to_turn: str = ""
    places: str = ""
    period_from: date | None = None
    period_until: date | None = None
    evidence: str = ""
    severity: str = ""
    products: tuple[Product, ...] = ()
    lesson: Lesson | None = None
    is_marked_up: bool = True
    basis: tuple[str, ...] = ()
    source_name: str = ""
    source_url: str = ""
    source_on: date | None = None
    mark: str = ""
    content_hash: str = ""
    original: bytes | None = None
    original_encoding: str = ""
    repair: Mapping[str, Any] = field(default_factory=dict)


PARTS = ("what", "harms", "to_do", "to_turn", "places", "evidence")


def of_version(version: PublicationVersion) -> Content:
    """The content of a stored version, to write the next one from (without its original)."""
    plain = ("title", "body", "summary", *PARTS, "period_from", "period_until", "severity", "is_marked_up")
    origin = ("source_name", "source_url", "source_on", "mark")
    products = tuple(
        Product(
            name=row.name,
            brand=row.brand,
            model=row.model,
            barcode=row.barcode,
            batches=row.batches,
            made_from=row.made_from,
            made_until=row.made_until,
            maker=row.maker,
        )
        for row in version.products.all()
    )
    return Content(
        **{name: getattr(version, name) for name in (*plain, *origin)},
        cities=tuple(version.cities),
        topics=tuple(version.topics),
        basis=tuple(version.basis),
        products=products,
        lesson=_lesson_of(version),
    )


def _lesson_of(version: PublicationVersion) -> Lesson | None:
    part = LessonPart.objects.filter(version=version).first()
    if part is None:
        return None
    return Lesson(
        stages=tuple(part.stages),
        months=tuple(part.months),
        season=part.season,
        ask=part.ask,
        choices=tuple(part.choices),
        answer=part.answer,
        why=part.why,
    )


NOT_SAID = {"content_hash", "original", "original_encoding", "repair"}  # how it came, not what it says


def of_content(content: Content) -> str:
    """The fingerprint of what a version says, products and cities included."""
    said = {name: value for name, value in asdict(content).items() if name not in NOT_SAID}
    return _hash(said)


def of_edition(edition: Edition) -> str:
    """The fingerprint of what goes out: the text with its note of change, or the reason of a withdrawal."""
    return _hash(
        {
            "publication": str(edition.publication_id),
            "purpose": edition.purpose,
            "text": edition.version.document_hash if edition.version else "",
            "change": edition.change_note,
            "reason": edition.reason,
        }
    )


def _hash(said: dict[str, Any]) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


NEEDED_OF_WARNINGS = ("what", "to_do", "severity")
CO_SIGNED = (
    Publication.Kind.WARNING,
    Publication.Kind.TIP,
    Publication.Kind.NOTICE,
)  # it goes to readers of all cities


def require(edition: Edition) -> None:
    """Raises Unfit, which names the first part that is missing."""
    if edition.version is None:
        return
    for part, said in missing(edition.version, kind=edition.publication.kind):
        raise Unfit(part, said)


def missing(version: PublicationVersion, *, kind: str) -> list[tuple[str, str]]:
    """The parts that are missing, each as field and what to do."""
    told = {
        "what": _("Please say what the danger is."),
        "to_do": _("Please say what people should do."),
        "severity": _("Please say how bad it may get."),
    }
    found = [
        (part, told[part])
        for part in NEEDED_OF_WARNINGS
        if kind == Publication.Kind.WARNING and not getattr(version, part)
    ]
    if kind in CO_SIGNED and not version.cities:
        found.append(("cities", _("Please tick the cities that it concerns: they sign it.")))
    if not (version.body or version.what):
        found.append(("body", _("There is no text yet.")))
    if (
        kind == Publication.Kind.EXPOSURE
        and not Exposure.objects.filter(
            publication=version.publication_id, stage="ready", checked_hash=version.document_hash
        ).exists()
    ):
        found.append(("title", _("An exposure is handed in on its own page, after the business was told.")))
    known = set(version.publication.pictures.values_list("number", flat=True))
    for block in markup.blocks(version.body, is_marked_up=version.is_marked_up):
        if block.kind == "picture" and block.number not in known:
            found.append(("body", _("There is no picture %(n)s.") % {"n": block.number}))
        elif block.kind == "picture" and not block.lines[0]:
            found.append(("body", _("Please say what picture %(n)s shows.") % {"n": block.number}))
    return found
