"""Texts that wait for somebody of staff: to be looked over, signed, written on; what stands around them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Room, Source, Waiting, Whose, counted, day_of
from huaihai.education import powers
from huaihai.education.importing.life import READ
from huaihai.education.models import (
    CoSignature,
    Delivery,
    Edition,
    Exposure,
    ImportedPage,
    Publication,
    PublicationVersion,
    Reply,
    Review,
    TopicProposal,
    Translation,
)
from huaihai.education.models.editions import EditionQuerySet
from huaihai.education.publications.life import REVIEWING
from huaihai.governance import standing
from huaihai.governance.roster import facts as roster_facts
from huaihai.kit.clock import local_day, local_moment
from huaihai.members.actors import Actor
from huaihai.record.models import Event

MOST = 20  # of one kind: the lists of texts show the rest
MOST_DRAFTS = 3
LOOKED_AT = timedelta(days=7)  # for so long what did not arrive stands on the list


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


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """What the reader signs, looks over and writes, and what comes with texts."""
    if not powers.works(actor) or actor.account_id is None:
        return
    seen = Publication.objects.worked_on_by(actor)
    editions = Edition.objects.open().filter(publication__in=seen).select_related("publication", "version")
    yield _to_sign(editions, actor, now)
    yield _to_pass(editions, actor)
    yield _own_drafts(actor)
    yield _unanswered(actor, now)
    yield _exposures(actor)
    yield _translations(actor)
    yield _not_arrived(actor, now)
    yield _old_pages(actor, now)
    if standing.does_office_work(actor, on=local_day(now)):
        yield _proposed_topics()


def _to_sign(editions: EditionQuerySet, actor: Actor, now: datetime) -> Source:
    signs_by_day = standing.delegation_of(actor) is not None  # others sign while they are on duty
    yield to_sign(editions, actor, now) if signs_by_day else editions.filter(stage="signing")
    for edition in to_sign(editions, actor, now).order_by("sign_by_at", "pk").distinct()[:MOST]:
        yield _signature(edition)


def _to_pass(editions: EditionQuerySet, actor: Actor) -> Source:
    rows = to_review(editions, actor)
    yield rows
    found = list(rows.order_by("-is_urgent", "opened_at", "pk")[:MOST])
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


def _own_drafts(actor: Actor) -> Source:
    """What the reader opened: sent back, or begun."""
    drafts = Edition.objects.filter(opened_by=actor.key, stage="draft").exclude(
        publication__exposure__stage="proposed"
    )
    yield drafts
    drafts = drafts.select_related("publication", "version").prefetch_related("publication__replies")
    for edition in drafts.order_by("-submission", "opened_at", "pk")[:MOST_DRAFTS]:
        yield _draft(edition)


def _unanswered(actor: Actor, now: datetime) -> Source:
    """What the reader opened and a business that has the word holds back."""
    held = Edition.objects.open().filter(opened_by=actor.key).values("publication")
    unanswered = Reply.objects.filter(publication__in=held, answered_at=None)
    yield unanswered
    asked = unanswered.filter(due_at__gt=now)
    for reply in asked.select_related("publication").order_by("due_at", "pk")[:MOST_DRAFTS]:
        yield Waiting(
            key=f"reply:{reply.pk}",
            kind=pgettext_lazy("waiting", "Reply"),
            title=reply.publication.title,
            note=_("%(name)s has not answered yet") % {"name": reply.name},
            url=reverse("office-publication-replies", args=[reply.publication_id]),
            button=gettext_lazy("To the answers"),
            on=day_of(reply.due_at),
            at=reply.due_at,
            whose=Whose.OTHERS,
        )


def _draft(edition: Edition) -> Waiting:
    replies = list(edition.publication.replies.all())
    is_unasked = any(reply.asked_at is None for reply in replies)
    answered = [reply.answered_at for reply in replies if reply.answered_at]
    note = _("sent back") if edition.submission else _("begun, not handed in")
    if is_unasked:
        note = _("a business is to be asked first")
    elif answered:
        note = _("the business has answered")
    page = "office-publication-replies" if is_unasked else "office-publication"
    return Waiting(
        key=f"edition:{edition.pk}:{edition.submission}:draft:{len(answered)}",
        kind=pgettext_lazy("waiting", "Draft"),
        title=_title(edition),
        note=note,
        url=reverse(page, args=[edition.publication_id]),
        button=gettext_lazy("Go on"),
        is_urgent=edition.is_urgent,
    )


def _exposures(actor: Actor) -> Source:
    """The business is told, then heard, then the text is handed in: by whoever writes for the publishing body."""
    rows = Exposure.objects.filter(
        publication__publisher=actor.organisation, stage__in=("proposed", "noticed")
    )
    yield rows
    ends = Reply.objects.filter(publication=OuterRef("publication")).order_by("-due_at").values("due_at")[:1]
    found: Any = rows.annotate(heard_by=Subquery(ends)).select_related("publication")
    for row in found.order_by("opened_at", "pk")[:MOST]:
        yield Waiting(
            key=f"exposure:{row.pk}:{row.stage}",
            kind=pgettext_lazy("waiting", "Exposure"),
            title=row.publication.title,
            note=row.get_stage_display(),
            url=reverse("office-exposure", args=[row.pk]),
            button=gettext_lazy("To the exposure"),
            on=day_of(row.heard_by),
        )


def _translations(actor: Actor) -> Source:
    """English that a second person looks over, in one row."""
    rows = Translation.objects.filter(language=Translation.Language.ENGLISH, reviewed_at=None)
    rows = rows.filter(version__publication__in=Publication.objects.worked_on_by(actor).published())
    rows = rows.filter(version=F("version__publication__shown")).exclude(written_by=actor.key)
    yield rows
    n, newest = counted(rows, "written_at")
    if n:
        title = ngettext("%(n)s translation to check", "%(n)s translations to check", n) % {"n": n}
        kind = pgettext_lazy("waiting", "Translation")
        yield _list(f"translations:{newest}", kind, title, "office-translations", n)


def _not_arrived(actor: Actor, now: datetime) -> Source:
    """Of what the reader sent out in the last days: how much did not arrive."""
    failed = Delivery.objects.filter(state=Delivery.State.GAVE_UP, edition__opened_by=actor.key).order_by()
    yield failed.filter(ended_at__gte=local_moment(local_day(now)) - LOOKED_AT)
    failed = failed.filter(ended_at__gte=now - LOOKED_AT)
    rows = failed.values("edition", "edition__publication", "edition__publication__title").annotate(
        n=Count("pk")
    )
    for row in rows.order_by("edition")[:MOST_DRAFTS]:
        yield Waiting(
            key=f"edition:{row['edition']}:not-arrived",
            kind=pgettext_lazy("waiting", "Sending"),
            title=row["edition__publication__title"],
            note=ngettext("%(n)s message did not arrive", "%(n)s messages did not arrive", row["n"])
            % {"n": row["n"]},
            url=reverse("publication-receipts", args=[row["edition__publication"]]),
            button=gettext_lazy("To the receipts"),
            count=row["n"],
        )


def _old_pages(actor: Actor, now: datetime) -> Source:
    """Old pages that were handed in and are to become drafts, in one row."""
    is_office = standing.does_office_work(actor, on=local_day(now))
    own = Q(batch__publisher__isnull=False, batch__publisher=actor.organisation)
    rows = ImportedPage.objects.filter(own | Q(batch__publisher=None) if is_office else own, state=READ)
    yield rows
    n, newest = counted(rows, "batch__made_at")
    if n:
        title = ngettext("%(n)s old page to look at", "%(n)s old pages to look at", n) % {"n": n}
        yield _list(f"old-pages:{newest}", pgettext_lazy("waiting", "Old texts"), title, "office-imports", n)


def _proposed_topics() -> Source:
    rows = TopicProposal.objects.open()
    yield rows
    n, newest = counted(rows, "proposed_at")
    if n:
        title = ngettext("%(n)s topic is proposed", "%(n)s topics are proposed", n) % {"n": n}
        yield _list(f"text-topics:{newest}", pgettext_lazy("waiting", "Topic"), title, "office-topics", n)


def _list(key: str, kind: Any, title: str, page: str, n: int) -> Waiting:
    button = gettext_lazy("To the list")
    return Waiting(key, kind, title, reverse(page), button, whose=Whose.NOBODY, count=n)


def _title(edition: Edition) -> str:
    return edition.version.title if edition.version else edition.publication.title


def _written_on(editions: list[Edition], actor: Actor) -> set[object]:
    """Those on which the reader saved something since they were opened: whoever wrote does not review."""
    by_key = {edition.publication.record_key: edition for edition in editions}
    saved = Event.objects.filter(subject__in=by_key, verb="edition_write", by=actor.key)
    return {by_key[one.subject].pk for one in saved if one.at >= by_key[one.subject].opened_at}
