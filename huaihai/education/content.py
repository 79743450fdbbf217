"""What a version says, as it is handed to the actions that write versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huaihai.education.models import LessonPart, PublicationVersion


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
