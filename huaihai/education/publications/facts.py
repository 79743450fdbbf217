"""What the staff's pages, reports and the hand-over list show of publications."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.cases.periods import Period
from huaihai.desk.frame import actor_of
from huaihai.education import markup, powers, repairs
from huaihai.education.models import (
    CoSignature,
    Edition,
    Publication,
    PublicationQuerySet,
    PublicationVersion,
    Review,
)
from huaihai.education.publications.approval import standing_signatures
from huaihai.kit.text.normalise import show_bidi
from huaihai.members.models import Account, Organisation
from huaihai.record.figures import Figure
from huaihai.record.hand_over import OpenItem

MENU = "publications"


def publications(request: HttpRequest) -> PublicationQuerySet:
    """All of them, with publisher and shown version."""
    rows = Publication.objects.worked_on_by(actor_of(request))
    return rows.select_related("publisher", "shown")


def publication(request: HttpRequest, pk: UUID) -> Publication:
    """One of them, or 404."""
    held: Publication = get_object_or_404(publications(request), pk=pk)
    return held


ACCOUNT = "account:"


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """The name behind each key of the record; one query. The program itself is "the platform"."""
    wanted = set(keys)
    ids = {key: UUID(key.removeprefix(ACCOUNT)) for key in wanted if key.startswith(ACCOUNT)}
    found = {row.pk: row.shown_name for row in Account.objects.filter(pk__in=ids.values())} if ids else {}
    return {key: found.get(ids[key], key) if key in ids else _("the platform") for key in wanted}


@dataclass(frozen=True)
class Signatory:
    """A body that is asked to sign, and its signature if there is one."""

    body: Organisation
    signature: CoSignature | None
    name: str = ""


@dataclass(frozen=True)
class Reviewed:
    """One review, by name; `counts`: of the text as it was handed in last."""

    review: Review
    name: str
    counts: bool


def text_facts(publication: Publication, version: PublicationVersion) -> dict[str, Any]:
    """What `education/warnings/words.html` asks for."""
    body = show_bidi(version.body)
    corrections = repairs.corrections(version)
    return {
        "publication": publication,
        "version": version,
        "products": list(version.products.all()),
        "blocks": markup.blocks(body, is_marked_up=version.is_marked_up, corrections=corrections),
    }


def signatures(edition: Edition, *, at: datetime) -> list[Signatory]:
    """Everybody who is asked, in the alliance's order, then whoever signed besides (the secretariat, the publisher)."""
    rows = list(standing_signatures(edition).select_related("body").order_by("at"))
    names = names_of(row.by for row in rows)
    own = {row.body_id: row for row in rows if not row.for_silent}
    asked = powers.concerned(edition, at=at)
    found = [_asked(body, own.pop(body.pk, None), names) for body in asked]
    others = [*own.values(), *(row for row in rows if row.for_silent)]
    return found + [_asked(row.body, row, names) for row in others]


def reviews(publication: Publication) -> list[Reviewed]:
    """All that were given, the newest first; two queries."""
    rows = list(
        Review.objects.filter(edition__publication=publication)
        .select_related("edition", "body")
        .order_by("-at", "-pk")
    )
    names = names_of(row.by for row in rows)
    return [Reviewed(row, names[row.by], _counts(row)) for row in rows]


def _asked(body: Organisation, row: CoSignature | None, names: dict[str, str]) -> Signatory:
    return Signatory(body, row, names[row.by] if row else "")


def _counts(row: Review) -> bool:
    return row.is_passed and row.submission == row.edition.submission


KINDS = (*Publication.ALERTS, Publication.Kind.STORY)


def went_out(period: Period) -> PublicationQuerySet:
    """What was published for the first time in these days through reviews and signatures, the newest first.

    An exposure that was retracted counts nowhere.
    """
    start, end = period.bounds
    rows = Publication.objects.filter(first_out_at__gte=start, first_out_at__lt=end)
    rows = rows.exclude(exposure__stage="retracted")
    return rows.order_by("-first_out_at", "-pk")


def figures_between(since: date, until: date) -> list[Figure]:
    """How many of each kind went out from one day to another, both included; one query."""
    period = Period(since, until)
    found = went_out(period).order_by().values("kind").annotate(n=Count("pk"))
    counts = dict(found.values_list("kind", "n"))
    return [
        Figure(
            f"education.{kind.value}",
            kind.label,
            counts.get(kind.value, 0),
            f"{reverse('office-publications-out', args=[kind.value])}?{urlencode(period.query)}",
            pgettext_lazy("report", "Published together"),
        )
        for kind in KINDS
    ]


def drafts(_at: datetime) -> Iterator[OpenItem]:
    """The alliance's own texts that are drafts, and those that are being corrected, withdrawn, reviewed or signed."""
    on_their_way = Edition.objects.open()
    rows = Publication.objects.filter(
        Q(state=Publication.State.DRAFT) | Q(pk__in=on_their_way.values("publication")), publisher=None
    ).prefetch_related(Prefetch("editions", on_their_way, to_attr="open_editions"))
    for row in rows.only("title", "kind").order_by("pk"):
        yield OpenItem(
            kind="draft",
            key=row.record_key,
            label=row.title,
            subject=row.record_key,
            note=" · ".join([row.get_kind_display(), *(one.stage_label for one in _open_of(row))]),
        )


def _open_of(row: Publication) -> list[Edition]:
    found: list[Edition] = row.open_editions  # type: ignore[attr-defined]  # prefetched above
    return found
