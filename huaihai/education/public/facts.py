"""What public pages show: which texts, in the reader's language, who signed, what changed, what lists narrow to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from huaihai import alliance
from huaihai.alliance import City
from huaihai.education import markup, repairs
from huaihai.education.markup import Correction
from huaihai.education.models import (
    CoSignature,
    Edition,
    Publication,
    PublicationQuerySet,
    PublicationVersion,
)
from huaihai.education.translating.reading import MISSING, ORIGINAL, reading
from huaihai.kit import local_words
from huaihai.kit.text.normalise import show_bidi
from huaihai.kit.text.scripts import to_traditional
from huaihai.law import kinds
from huaihai.law.kinds import Category
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


def visible(request: HttpRequest) -> PublicationQuerySet:
    """What this visitor may see and what is published: drafts have no public page."""
    actor = request.actor  # type: ignore[attr-defined]  # set by members.middleware
    return Publication.objects.visible_to(actor).published()


def translated(publication: Publication, version: PublicationVersion | None = None) -> dict[str, Any]:
    """The same as `text`, in the reader's script or language where there is such a text."""
    context = text(publication, version)
    read = reading(context["version"], get_language())
    if read.state in (ORIGINAL, MISSING):
        return context | {"version": read}
    corrections = [_in_script(one) for one in context["corrections"]] if read.is_traditional else []
    blocks = markup.blocks(
        show_bidi(read.body), is_marked_up=read.is_marked_up or read.language == "en", corrections=corrections
    )
    return context | {"version": read, "blocks": blocks, "corrections": corrections}


def text(publication: Publication, version: PublicationVersion | None = None) -> dict[str, Any]:
    """The words of a version (the one that is read now, unless told) as a page needs them."""
    version = version or publication.current
    corrections = repairs.corrections(version)
    body = show_bidi(version.body)
    return {
        "publication": publication,
        "version": version,
        "blocks": markup.blocks(body, is_marked_up=version.is_marked_up, corrections=corrections),
        "corrections": corrections,
        "sureness": Sureness(version.mark) if version.mark else None,
    }


def _in_script(one: Correction) -> Correction:
    return Correction(to_traditional(one.wrong), to_traditional(one.right), one.was)


@dataclass(frozen=True)
class Signed:
    """A body under a text: its name, when it signed; `for_silent` where the secretariat signed for silent bodies."""

    body: Organisation
    at: datetime
    for_silent: bool


@dataclass(frozen=True)
class Change:
    """One going out. `number` is that of its version, None for a withdrawal; `is_now`: this text is read now."""

    purpose: str
    at: datetime
    note: str
    number: int | None
    is_now: bool
    signed: Sequence[Signed]


def is_silent(publication: Publication) -> bool:
    """Whether nothing of its words is shown any more: an exposure that ended names nobody."""
    return publication.is_withdrawn and publication.kind == Publication.Kind.EXPOSURE


def editions(publication: Publication) -> list[Edition]:
    """Those that went out, oldest first, with version and signatures: three queries."""
    signatures = CoSignature.objects.select_related("body").order_by("at", "pk")
    rows = publication.editions.out().select_related("version")
    return list(rows.prefetch_related(Prefetch("signatures", signatures)))


def changes(publication: Publication, out: Sequence[Edition]) -> list[Change]:
    """What happened, newest first."""
    return [_change(publication, edition) for edition in reversed(out)]


def signed(edition: Edition) -> list[Signed]:
    """The bodies under this edition's text, as it was handed in last. No person is named."""
    rows = [row for row in edition.signatures.all() if row.submission == edition.submission]
    return [Signed(row.body, row.at, row.for_silent) for row in rows]


def of_version(out: Sequence[Edition], version: PublicationVersion | None) -> Edition | None:
    """The edition with which this version went out; the last one, if it did so twice."""
    if version is None:
        return None
    return next((one for one in reversed(out) if one.version_id == version.pk), None)


def last_reason(publication: Publication, out: Sequence[Edition]) -> Edition | None:
    """The withdrawal that stands, if the text is withdrawn."""
    if not publication.is_withdrawn:
        return None
    return next((one for one in reversed(out) if one.purpose == Edition.Purpose.WITHDRAWAL), None)


def _change(publication: Publication, edition: Edition) -> Change:
    assert edition.out_at is not None  # noqa: S101 # a constraint of the table
    is_withdrawal = edition.purpose == Edition.Purpose.WITHDRAWAL
    return Change(
        purpose=edition.purpose,
        at=edition.out_at,
        note=edition.reason if is_withdrawal else edition.change_note,
        number=edition.version.number if edition.version else None,
        is_now=edition.version_id is not None and edition.version_id == publication.shown_id,
        signed=signed(edition),
    )


@dataclass(frozen=True)
class Narrowing:
    """None and "" narrow nothing."""

    city: City | None = None
    topic: Category | None = None
    kind: str = ""

    def rows(self) -> PublicationQuerySet:
        """What went out to all and fits, newest first; withdrawn ones stand in it too."""
        rows = Publication.objects.visible_to(Actor.public()).alerts()
        if self.city:
            rows = rows.for_city(f"city:{self.city.code}")
        if self.topic:
            rows = rows.on_topic(self.topic.code)
        return rows.filter(kind=self.kind) if self.kind else rows

    @property
    def words(self) -> list[str]:
        """The names of city and topic, in the reader's language."""
        city = [local_words.place(self.city.name)] if self.city else []
        return city + ([local_words.said(self.topic)] if self.topic else [])

    @property
    def path(self) -> str:
        """Where its feeds lie, without the ending: of the city, else of the topic, else of all."""
        if self.city:
            return reverse("city-warnings", args=[self.city.code]).rstrip("/")
        if self.topic:
            return reverse("topic-warnings", args=[self.topic.code]).rstrip("/")
        return reverse("warnings").rstrip("/")


def asked(query: Mapping[str, str]) -> Narrowing:
    """What `?city=320300&topic=G04&kind=tip` asks for; what nobody knows narrows nothing."""
    cities = {city.code: city for city in alliance.load().cities}
    topics = {topic.code: topic for topic in kinds.CATEGORIES}
    kind = query.get("kind", "")
    return Narrowing(
        cities.get(query.get("city", "")),
        topics.get(query.get("topic", "")),
        kind if kind in Publication.ALERTS else "",
    )


def named(*, city: str = "", topic: str = "") -> Narrowing:
    """What an address names. Raises Http404 for a city or topic that there is not."""
    found = asked({"city": city, "topic": topic})
    if bool(city) != bool(found.city) or bool(topic) != bool(found.topic):
        raise Http404
    return found
