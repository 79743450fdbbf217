"""The page of receipts, the same as a file, and what the receivers read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education.models import Delivery, Edition, PressPiece, Publication, Subscription
from huaihai.education.sending import facts
from huaihai.education.sending.letters import Desk
from huaihai.education.sending.receivers import masked
from huaihai.kit.csv_text import csv_file
from huaihai.kit.paging import page_of

MENU_KEY = "publications"
MOST_PIECES = 50


@dataclass(frozen=True)
class Receiver:
    """One of those who had the first edition, and what became of each edition for them; None: not told."""

    address: str
    channel: str
    has_left: bool
    told: list[tuple[Edition, Delivery | None]]


@require_safe
@readers
def receipts(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Every channel and every first receiver, edition by edition."""
    publication = _seen(request, publication_id)
    editions = _out(publication)
    advance = _in_advance(publication)
    sent = facts.sent([*editions, *advance])
    page = page_of(facts.of_first(editions), request.GET.get("page"))
    with_text = [edition for edition in editions if edition.version is not None]
    context = {
        "publication": publication,
        "editions": [(edition, sent.get(edition.pk, [])) for edition in editions],
        "advance": [(edition, sent.get(edition.pk, [])) for edition in advance],
        "served": facts.served(publication, with_text[-1] if with_text else None),
        "last": editions[-1] if editions else None,
        "reached": facts.reached(editions),
        "page": page,
        "receivers": _receivers(page.rows, editions),
        "pieces": PressPiece.objects.filter(publication=publication).select_related("contact")[:MOST_PIECES],
    }
    return render(request, "education/receipts/receipts.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def table(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """All deliveries as a file; addresses are masked there too."""
    publication = _seen(request, publication_id)
    rows = (
        Delivery.objects.filter(edition__publication=publication)
        .select_related("edition", "subscription", "press")
        .order_by("pk")
    )
    heads = [
        _("Edition"),
        _("What it is"),
        _("Channel"),
        _("Receiver"),
        _("How it stands"),
        _("Queued"),
        pgettext("receipts", "Ended"),
        _("Fingerprint of the text"),
    ]
    return csv_file(f"receipts-{publication.slug}.csv", heads, _lines(rows.iterator(chunk_size=2000)))


@require_safe
@readers
def letter(request: HttpRequest, publication_id: UUID, number: int) -> HttpResponse:
    """What receivers of an edition read, by e-mail and by text message. Its links open nothing."""
    publication = _seen(request, publication_id)
    rows = Edition.objects.out().filter(publication=publication).select_related(*_WHOLE)
    edition = get_object_or_404(rows.prefetch_related("signatures__body", "version__products"), number=number)
    desk = Desk()
    letters = [
        (channel.label, desk.letter([Delivery(edition=edition, channel=channel, subscription=_nobody())]))
        for channel in (Delivery.Channel.EMAIL, Delivery.Channel.SMS)
    ]
    context = {"publication": publication, "edition": edition, "letters": letters}
    return render(request, "education/receipts/letter.html", frame(request, MENU_KEY) | context)


_WHOLE = ("publication__publisher", "publication__shown", "version__publication__publisher")


def _seen(request: HttpRequest, publication_id: UUID) -> Publication:
    rows = Publication.objects.visible_to(actor_of(request)).select_related("shown", "publisher")
    return get_object_or_404(rows.prefetch_related("city_rows__city"), pk=publication_id)


def _out(publication: Publication) -> list[Edition]:
    return list(Edition.objects.out().filter(publication=publication).select_related("version"))


def _in_advance(publication: Publication) -> list[Edition]:
    """What the press has that is not out yet, or never went out."""
    told = Delivery.objects.filter(edition__publication=publication).exclude(edition__stage="out")
    return list(Edition.objects.filter(pk__in=told.values("edition")).order_by("number"))


def _receivers(firsts: Sequence[Delivery], editions: Sequence[Edition]) -> list[Receiver]:
    """Their deliveries of all editions. One query."""
    subscriptions = [row.subscription_id for row in firsts if row.subscription_id]
    press = [row.press_id for row in firsts if row.press_id]
    rows = Delivery.objects.filter(
        edition__in=[edition.pk for edition in editions], notice=Delivery.Notice.OUT
    )
    held = {
        (row.edition_id, row.subscription_id or row.press_id): row
        for row in [*rows.filter(subscription__in=subscriptions), *rows.filter(press__in=press)]
    }
    return [
        Receiver(
            address=_address(first),
            channel=first.get_channel_display(),
            has_left=_has_left(first),
            told=[(one, held.get((one.pk, first.subscription_id or first.press_id))) for one in editions],
        )
        for first in firsts
    ]


def _lines(rows: Iterator[Delivery]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            row.edition.number,
            f"{row.edition.get_purpose_display()} · {row.get_notice_display()}",
            row.get_channel_display(),
            _address(row) or _("unsubscribed, address erased"),
            row.get_state_display(),
            row.queued_at.isoformat(timespec="seconds"),
            row.ended_at.isoformat(timespec="seconds") if row.ended_at else "",
            row.text_hash,
        ]


def _address(row: Delivery) -> str:
    if row.press is not None:
        return row.press.outlet
    return masked(row.subscription.address) if row.subscription else ""


def _has_left(row: Delivery) -> bool:
    receiver = row.press or row.subscription
    return receiver is not None and receiver.ended_at is not None


def _nobody() -> Subscription:
    """Somebody who is not stored."""
    return Subscription(language="zh-hans")
