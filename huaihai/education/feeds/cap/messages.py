"""One edition of a warning as a CAP 1.2 message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from huaihai.education.feeds import entries
from huaihai.education.feeds.cap import codes
from huaihai.education.models import (
    CoSignature,
    Edition,
    EditionQuerySet,
    Publication,
    PublicationVersion,
    WarnedProduct,
)
from huaihai.education.public.warnings import said
from huaihai.law import kinds
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Message:
    """The facts of a message, under the names of CAP's elements."""

    identifier: str
    sent: str
    msg_type: str
    note: str
    references: str
    categories: Sequence[str]
    event: str
    response: str
    urgency: str
    severity: str
    certainty: str
    topics: Sequence[str]
    effective: str
    expires: str
    sender_name: str
    headline: str
    description: str
    instruction: str
    path: str
    contact: str
    parameters: Sequence[tuple[str, str]]
    areas: Sequence[tuple[str, str]]


def all_out() -> EditionQuerySet:
    """Every going out of warnings, and of tips that were given a severity; the newest first."""
    severe = Edition.objects.filter(publication=OuterRef("publication")).exclude(version__severity="")
    texts = Publication.objects.visible_to(Actor.public()).alerts().order_by().values("pk")
    is_tip = Q(publication__kind=Publication.Kind.TIP) & Exists(
        severe.filter(stage="out", version__isnull=False)
    )
    rows = Edition.objects.out().filter(publication__in=texts)
    found = rows.filter(Q(publication__kind=Publication.Kind.WARNING) | is_tip)
    return found.order_by("-out_at", "-pk")


def with_words(rows: EditionQuerySet) -> EditionQuerySet:
    """Each with its text and the bodies that signed."""
    signatures = CoSignature.objects.select_related("body").order_by("at", "pk")
    texts = rows.select_related("version", "publication__publisher", "publication__shown")
    return texts.prefetch_related(Prefetch("signatures", signatures))


def of(identifier: UUID, *, sender: str) -> Message | None:
    """The message of this edition; None if there is none."""
    edition = with_words(all_out()).filter(pk=identifier).first()
    if edition is None:
        return None
    chain = list(edition.publication.editions.out().select_related("version"))
    earlier = chain[: next(place for place, one in enumerate(chain) if one.pk == edition.pk)]
    return _message(edition, earlier, sender)


def version_of(edition: Edition, earlier: Sequence[Edition] = ()) -> PublicationVersion:
    """What it says; a withdrawal takes back what went out last before it."""
    before = next((one.version for one in reversed(earlier) if one.version), None)
    return edition.version or before or edition.publication.current


def headline(edition: Edition, version: PublicationVersion) -> str:
    """The title, marked where this takes it back."""
    is_withdrawal = edition.purpose == Edition.Purpose.WITHDRAWAL
    return _("[withdrawn] %(title)s") % {"title": version.title} if is_withdrawal else version.title


def sent_at(edition: Edition) -> datetime:
    """When it went out."""
    assert edition.out_at is not None  # noqa: S101 # a constraint of the table
    return edition.out_at


def _message(edition: Edition, earlier: Sequence[Edition], sender: str) -> Message:
    publication, version, sent = edition.publication, version_of(edition, earlier), sent_at(edition)
    is_withdrawal = edition.purpose == Edition.Purpose.WITHDRAWAL
    is_first = edition.purpose == Edition.Purpose.FIRST
    return Message(
        identifier=str(edition.pk),
        sent=codes.moment(sent),
        msg_type=codes.message_type(edition),
        note=edition.reason if is_withdrawal else edition.change_note,
        references="" if is_first else " ".join(_reference(one, sender) for one in earlier),
        categories=codes.categories(version.topics),
        event=_event(publication, version),
        response=codes.response(publication, edition),
        urgency=codes.urgency(edition),
        severity=version.severity or "Unknown",
        certainty=codes.certainty(version, edition),
        topics=[code for code in version.topics if code in kinds.BY_CODE],
        effective=codes.effective(version, sent),
        expires=codes.expires(version, sent),
        sender_name="、".join(entries.signers(publication, edition)),
        headline=headline(edition, version),
        description=_description(edition, version),
        instruction="" if is_withdrawal else "\n".join(filter(None, [version.to_do, version.to_turn])),
        path=publication.get_absolute_url(),
        contact=_contact(edition),
        parameters=[] if is_withdrawal else list(_parameters(version.products.all())),
        areas=_areas(version),
    )


def _reference(edition: Edition, sender: str) -> str:
    return f"{sender},{edition.pk},{codes.moment(sent_at(edition))}"


def _event(publication: Publication, version: PublicationVersion) -> str:
    topics = "、".join(kinds.BY_CODE[code].zh for code in version.topics if code in kinds.BY_CODE)
    kind = str(publication.get_kind_display())
    return f"{kind}：{topics}" if topics else kind


def _description(edition: Edition, version: PublicationVersion) -> str:
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        return edition.reason
    parts = [
        edition.change_note,
        version.summary,
        version.what,
        version.harms,
        version.places,
        version.evidence,
    ]
    return "\n".join(filter(None, parts))


def _contact(edition: Edition) -> str:
    bodies = [row.body for row in said.signed(edition) if row.body.phone]
    return "；".join(f"{body.short_name} {body.phone}" for body in bodies)


def _parameters(products: Iterable[WarnedProduct]) -> Iterator[tuple[str, str]]:
    """`product-1-barcode` and so on: CAP has no nested values."""
    for place, product in enumerate(products, start=1):
        for name in ("name", "brand", "model", "barcode"):
            if getattr(product, name):
                yield f"product-{place}-{name}", getattr(product, name)
        for batch in product.batches.splitlines():
            yield f"product-{place}-batch", batch
        for name, day in (("made-from", product.made_from), ("made-until", product.made_until)):
            if day:
                yield f"product-{place}-{name}", day.isoformat()


def _areas(version: PublicationVersion) -> list[tuple[str, str]]:
    """Name and code of the cities concerned; of all where none is named."""
    rows = Organisation.objects.cities()
    if version.cities:
        rows = rows.filter(key__in=version.cities)
    return [(row.place_name, row.region_code) for row in rows]
