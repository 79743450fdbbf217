"""CAP 1.2 (Common Alerting Protocol, OASIS): each going out of a warning is one message; an index and each message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import condition, conditional_page, require_safe

from huaihai import alliance
from huaihai.education import addresses
from huaihai.education.feeds import writers
from huaihai.education.models import (
    CoSignature,
    Edition,
    EditionQuerySet,
    Publication,
    PublicationVersion,
    WarnedProduct,
)
from huaihai.education.public import facts as public_facts
from huaihai.kit import guards
from huaihai.kit.clock import ZONE, local_moment
from huaihai.kit.network import site_of
from huaihai.law import kinds
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

HEALTH = kinds.with_role("health")
_TYPES = {
    Edition.Purpose.FIRST: "Alert",
    Edition.Purpose.UPDATE: "Update",
    Edition.Purpose.WITHDRAWAL: "Cancel",
}


def message_type(edition: Edition) -> str:
    """Alert, Update or Cancel."""
    return _TYPES[Edition.Purpose(edition.purpose)]


def categories(topics: Sequence[str]) -> list[str]:
    """Health for what is eaten or heals, Safety for other goods, Other for services; each once."""
    goods = {one.code for one in kinds.GOODS}
    found = ["Health" if code in HEALTH else "Safety" if code in goods else "Other" for code in topics]
    return list(dict.fromkeys(found)) or ["Other"]


def response(publication: Publication, edition: Edition) -> str:
    """What a reader is to do: keep away, or weigh what is said; nothing once it is withdrawn."""
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        return "None"
    return "Avoid" if publication.kind == Publication.Kind.WARNING else "Assess"


def urgency(edition: Edition) -> str:
    """Immediate for an urgent one."""
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        return "Past"
    return "Immediate" if edition.is_urgent else "Expected"


def certainty(version: PublicationVersion, edition: Edition) -> str:
    """Observed where evidence is given; of what was withdrawn nothing is certain."""
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        return "Unknown"
    return "Observed" if version.evidence else "Likely"


def moment(at: datetime) -> str:
    """With its offset and to the second: CAP allows neither "Z" nor fractions."""
    return at.astimezone(ZONE).replace(microsecond=0).isoformat()


def effective(version: PublicationVersion, sent: datetime) -> str:
    """From the first day of its period, or at once where that has begun."""
    return moment(max(sent, local_moment(version.period_from))) if version.period_from else moment(sent)


def expires(version: PublicationVersion, sent: datetime) -> str:
    """With the last day of its period; "" where none is given or it was over before: nothing expires unread."""
    if version.period_until is None:
        return ""
    end = local_moment(version.period_until, time(23, 59, 59))
    return moment(end) if end > sent else ""


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
        sent=moment(sent),
        msg_type=message_type(edition),
        note=edition.reason if is_withdrawal else edition.change_note,
        references="" if is_first else " ".join(_reference(one, sender) for one in earlier),
        categories=categories(version.topics),
        event=_event(publication, version),
        response=response(publication, edition),
        urgency=urgency(edition),
        severity=version.severity or "Unknown",
        certainty=certainty(version, edition),
        topics=[code for code in version.topics if code in kinds.BY_CODE],
        effective=effective(version, sent),
        expires=expires(version, sent),
        sender_name="、".join(writers.signers(publication, edition)),
        headline=headline(edition, version),
        description=_description(edition, version),
        instruction="" if is_withdrawal else "\n".join(filter(None, [version.to_do, version.to_turn])),
        path=publication.get_absolute_url(),
        contact=_contact(edition),
        parameters=[] if is_withdrawal else list(_parameters(version.products.all())),
        areas=_areas(version),
    )


def _reference(edition: Edition, sender: str) -> str:
    return f"{sender},{edition.pk},{moment(sent_at(edition))}"


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
    bodies = [row.body for row in public_facts.signed(edition) if row.body.phone]
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


CONTENT_TYPE = "application/cap+xml"


class CapIndex(writers.AtomFeed):
    """Each entry's link leads to a message and says of what type it is."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        handler.addQuickElement(
            "link", "", {"rel": "alternate", "type": CONTENT_TYPE, "href": item["message"]}
        )
        super().add_item_elements(handler, item)


def last_modified(_request: HttpRequest) -> datetime | None:
    """The last going out."""
    last: datetime | None = all_out().order_by().aggregate(last=Max("out_at"))["last"]
    return last


def etag(request: HttpRequest) -> str:
    """Changes with each going out and with the address asked."""
    last = last_modified(request)
    told = f"{settings.DEMO}{site_of(request)}{last.isoformat() if last else ''}"
    return f'"{uuid5(NAMESPACE_URL, told)}"'


@require_safe
@guards.public
@condition(etag_func=etag, last_modified_func=last_modified)
def index(request: HttpRequest) -> HttpResponse:
    """The newest messages as an Atom feed."""
    base = site_of(request)
    with translation.override(settings.LANGUAGE_CODE):
        feed = CapIndex(
            title=f"{alliance.load().platform_name} · CAP 1.2",
            link=f"{base}{reverse('warnings')}",
            description=_("Each alert, update and cancellation as a message of its own."),
            subtitle=_("Each alert, update and cancellation as a message of its own."),
            language=writers.LANGUAGE,
            feed_url=f"{base}{reverse('cap-index')}",
            feed_guid=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{alliance.load().key}/cap')}",
        )
        for edition in with_words(all_out())[: writers.NEWEST]:
            _add(feed, edition, base)
        return writers.document(feed.writeString("utf-8"), "application/atom+xml")


@require_safe
@guards.public
@conditional_page
def message(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One message."""
    with translation.override(settings.LANGUAGE_CODE):
        found = of(identifier, sender=addresses.host(request))
        if found is None:
            raise Http404
        context = {
            "message": found,
            "sender": addresses.host(request),
            "status": "Exercise" if settings.DEMO else "Actual",
            "web": f"{site_of(request)}{found.path}",
        }
        body = writers.clean(render_to_string("education/feeds/cap.xml", context))
    return writers.document(body, CONTENT_TYPE)


def _add(feed: CapIndex, edition: Edition, base: str) -> None:
    version = version_of(edition)
    sent = sent_at(edition).astimezone(ZONE)
    feed.add_item(
        title=writers.clean(headline(edition, version)),
        link=f"{base}{edition.publication.get_absolute_url()}",
        message=f"{base}{reverse('cap-message', args=[edition.pk])}",
        description=f"CAP 1.2 {message_type(edition)}",
        unique_id=f"urn:uuid:{edition.pk}",
        pubdate=sent,
        updateddate=sent,
        authors=[writers.clean(name) for name in writers.signers(edition.publication, edition)],
    )
