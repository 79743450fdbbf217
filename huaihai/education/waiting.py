"""Texts that wait for somebody of staff: to be looked over, and to be signed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.waiting import Waiting, day_of
from huaihai.education import powers
from huaihai.education.models import CoSignature, Edition, Publication, PublicationVersion, Review
from huaihai.education.models.editions import EditionQuerySet
from huaihai.education.publications.life import REVIEWING
from huaihai.governance import standing
from huaihai.governance.roster import facts as roster_facts
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record.models import Event

MOST = 20  # of one kind: the lists of texts show the rest


def to_review(editions: EditionQuerySet, actor: Actor) -> EditionQuerySet:
    """Those in review that the reader has not passed, and did not open or write on."""
    passed = Review.objects.filter(
        edition=OuterRef("pk"), submission=OuterRef("submission"), is_passed=True, by=actor.key
    )
    written = PublicationVersion.objects.filter(
        publication=OuterRef("publication"), written_by=actor.key, written_at__gte=OuterRef("opened_at")
    )
    waiting = editions.filter(~Exists(passed), ~Exists(written), stage__in=list(REVIEWING))
    return waiting.exclude(opened_by=actor.key).exclude(version__written_by=actor.key)


def to_sign(editions: EditionQuerySet, actor: Actor, at: datetime) -> EditionQuerySet:
    """Those for which the reader may sign now and the own body has not."""
    own = standing.delegation_of(actor) or roster_facts.may_sign_tonight(actor, at)
    if own is None:
        return editions.none()
    signed = CoSignature.objects.filter(
        edition=OuterRef("pk"), submission=OuterRef("submission"), body=own, for_silent=False
    )
    asked = Q(publication__city_rows__city=own) & ~Q(purpose=Edition.Purpose.WITHDRAWAL)
    alone = Q(publication__city_rows=None) | Q(purpose=Edition.Purpose.WITHDRAWAL)
    theirs = asked | (alone & Q(publication__publisher=own))
    found = Q(~Exists(signed)) & theirs
    if standing.is_office(actor, on=local_day(at)):
        silent = CoSignature.objects.filter(
            edition=OuterRef("pk"), submission=OuterRef("submission"), for_silent=True
        )
        found |= Q(~Exists(silent), passed_to_office_at__isnull=False)
        found |= Q(~Exists(signed)) & alone & Q(publication__publisher=None)
    return editions.filter(found, stage="signing")


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """What the reader signs and what the reader looks over. A fixed number of queries."""
    if not powers.works(actor) or actor.account_id is None:
        return
    seen = Publication.objects.worked_on_by(actor)
    editions = Edition.objects.open().filter(publication__in=seen).select_related("publication", "version")
    for edition in to_sign(editions, actor, now).order_by("sign_by_at", "pk").distinct()[:MOST]:
        yield _signature(edition)
    found = list(to_review(editions, actor).order_by("-is_urgent", "opened_at", "pk")[:MOST])
    written = _written_on(found, actor)
    for edition in found:
        if edition.pk not in written:
            yield _review(edition)


def _signature(edition: Edition) -> Waiting:
    return Waiting(
        key=f"edition:{edition.pk}:{edition.submission}:sign",
        kind=pgettext_lazy("waiting", "Sign"),
        title=_title(edition),
        url=reverse("office-publication-signature", args=[edition.publication_id]),
        button=gettext_lazy("Read it and sign"),
        on=day_of(edition.sign_by_at),
        at=edition.sign_by_at,
        is_urgent=edition.is_urgent,
    )


def _review(edition: Edition) -> Waiting:
    return Waiting(
        key=f"edition:{edition.pk}:{edition.submission}:{edition.stage}",
        kind=pgettext_lazy("waiting", "Review"),
        title=_title(edition),
        note=f"{edition.publication.get_kind_display()} · {edition.stage_label}",
        url=reverse("office-publication-review", args=[edition.publication_id]),
        button=gettext_lazy("Read and review"),
        is_urgent=edition.is_urgent,
    )


def _title(edition: Edition) -> str:
    return edition.version.title if edition.version else edition.publication.title


def _written_on(editions: list[Edition], actor: Actor) -> set[object]:
    """Those on which the reader saved something since they were opened: whoever wrote does not review."""
    by_key = {edition.publication.record_key: edition for edition in editions}
    saved = Event.objects.filter(subject__in=by_key, verb="edition_write", by=actor.key)
    return {by_key[one.subject].pk for one in saved if one.at >= by_key[one.subject].opened_at}
