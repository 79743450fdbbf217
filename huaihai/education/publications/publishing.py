"""Texts are written in versions, published and withdrawn; an edition goes out, and everybody is told."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from huaihai.education import content as education_content
from huaihai.education import markup, repairs, search
from huaihai.education.content import PARTS, Content
from huaihai.education.library import citing
from huaihai.education.models import (
    Edition,
    LessonMonth,
    LessonPart,
    LessonStage,
    Publication,
    PublicationCity,
    PublicationTopic,
    PublicationVersion,
    WarnedProduct,
)
from huaihai.education.publications.life import EDITION, PUBLICATION, PUBLISHED
from huaihai.education.sending import verbs as sending_verbs
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import fold, storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


def draft(
    content: Content,
    *,
    kind: str,
    slug: str,
    position: int = 0,
    publisher: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> Publication:
    """A new publication that nobody sees yet. Raises PermissionError, UnstorableTextError."""
    check_may_write(publisher, by, at=at)
    with transaction.atomic():
        publication = Publication(kind=kind, slug=slug, position=position, publisher=publisher)
        publication.save(force_insert=True)
        show(publication, write_version(publication, content, by=by, at=at))
        _note(publication, "publication_drafted", by=by, at=at, facts={"kind": kind, "slug": slug})
    return publication


def revise(publication: Publication, content: Content, *, by: Actor, at: datetime) -> Publication:
    """Another version takes the place of the last, which stays; for texts that need no edition.

    Raises NotPossible, PermissionError.
    """
    check_may_write(publication.publisher, by, at=at)
    with transaction.atomic():
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        PUBLICATION.after("revise", locked.state)
        version = write_version(locked, content, by=by, at=at)
        show(locked, version)
        _note(locked, "publication_revised", by=by, at=at, facts={"version": version.number})
    return locked


def check_may_write(publisher: Organisation | None, by: Actor, *, at: datetime) -> None:
    """Officers write for their own part of the tree, the secretariat for the alliance. Raises PermissionError."""
    if by.kind == "system":
        return
    if by.kind != "officer" or by.organisation is None:
        raise PermissionError("only officers publish")
    if publisher is None and not standing.is_office(by, on=local_day(at)):
        raise PermissionError("only the secretariat in office publishes for the alliance")
    if publisher is not None and not publisher.is_within(by.organisation):
        raise PermissionError("an officer publishes for the own body only")


def write_version(
    publication: Publication, content: Content, *, by: Actor, at: datetime
) -> PublicationVersion:
    """One more version, which nobody is shown yet; the cities it concerns see the publication from now on."""
    last = publication.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = PublicationVersion(
        publication=publication,
        number=last + 1,
        title=storable_name(content.title),
        summary=storable_name(content.summary),
        cities=list(content.cities),
        topics=list(content.topics),
        period_from=content.period_from,
        period_until=content.period_until,
        severity=content.severity,
        body=storable(content.body),
        is_marked_up=content.is_marked_up,
        basis=list(content.basis),
        source_name=storable_name(content.source_name),
        source_url=content.source_url,
        source_on=content.source_on,
        mark=content.mark,
        document_hash=education_content.of_content(content),
        content_hash=content.content_hash,
        original=content.original,
        original_encoding=content.original_encoding,
        repair=dict(content.repair),
        written_at=at,
        written_by=by.key,
        **{part: storable(getattr(content, part)) for part in PARTS},
    )
    version.save(force_insert=True)
    WarnedProduct.objects.bulk_create(
        WarnedProduct(version=version, position=place, **vars(product))
        for place, product in enumerate(content.products, start=1)
    )
    if content.lesson:
        LessonPart.objects.create(version=version, **vars(content.lesson))
    _keep_rows(publication, version)
    return version


def show(publication: Publication, version: PublicationVersion) -> None:
    """The public reads this version from now on (of a draft: once it is published)."""
    publication.shown = version
    publication.title = version.title
    publication.summary = version.summary
    words = markup.plain_text(
        version.body, is_marked_up=version.is_marked_up, corrections=repairs.corrections(version)
    )
    parts = [getattr(version, part) for part in PARTS]
    products = [f"{row.name} {row.brand} {row.model} {row.barcode}" for row in version.products.all()]
    publication.plain = "\n".join(filter(None, [*parts, words, *products]))
    publication.folded_title = fold(version.title)
    publication.folded = fold(f"{version.title}\n{version.summary}\n{publication.plain}")
    publication.save()
    publication.city_rows.update(is_shown=False)
    publication.city_rows.filter(city__key__in=version.cities).update(is_shown=True)
    publication.topic_rows.update(is_shown=False)
    publication.topic_rows.filter(topic__in=version.topics).update(is_shown=True)
    _show_lesson(publication, version)
    search.index(publication)
    citing.index(publication)


def _show_lesson(publication: Publication, version: PublicationVersion) -> None:
    """For whom and when the shown version is, as rows that lists can ask for."""
    if publication.kind != Publication.Kind.LESSON:
        return
    publication.stage_rows.all().delete()
    publication.month_rows.all().delete()
    if part := LessonPart.objects.filter(version=version).first():
        LessonStage.objects.bulk_create(
            LessonStage(publication=publication, stage=one) for one in part.stages
        )
        LessonMonth.objects.bulk_create(
            LessonMonth(publication=publication, month=one) for one in part.months
        )


def _keep_rows(publication: Publication, version: PublicationVersion) -> None:
    """The cities and topics of the shown version and of this one; others are forgotten."""
    if version.cities:
        cities = Organisation.objects.cities().filter(key__in=version.cities)
        rows = [PublicationCity(publication=publication, city=city) for city in cities]
        PublicationCity.objects.bulk_create(rows, ignore_conflicts=True)
    publication.city_rows.filter(is_shown=False).exclude(city__key__in=version.cities).delete()
    topics = [PublicationTopic(publication=publication, topic=topic) for topic in version.topics]
    PublicationTopic.objects.bulk_create(topics, ignore_conflicts=True)
    publication.topic_rows.filter(is_shown=False).exclude(topic__in=version.topics).delete()


def _note(
    publication: Publication, verb: str, *, by: Actor, at: datetime, facts: dict[str, Any] | None = None
) -> None:
    events.write(subject=publication.record_key, verb=verb, by=by.key, at=at, facts=facts)


def publish(publication: Publication, *, on: date, by: Actor, at: datetime) -> Publication:
    """Everybody sees it, under the day `on`. Raises NotPossible, PermissionError."""
    check_may_write(publication.publisher, by, at=at)
    with transaction.atomic():
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        locked.state = PUBLICATION.after("publish", locked.state)
        locked.published_on = on
        locked.save()
        facts = {"on": on.isoformat(), "version": locked.current.number}
        events.write(subject=locked.record_key, verb="publication_published", by=by.key, at=at, facts=facts)
    return locked


def withdraw(publication: Publication, *, reason: str, by: Actor, at: datetime) -> Publication:
    """Only its publisher sees it from now on; the reason stands in the record. Raises NotPossible."""
    check_may_write(publication.publisher, by, at=at)
    with transaction.atomic():
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        locked.state = PUBLICATION.after("withdraw", locked.state)
        locked.save()
        events.write(subject=locked.record_key, verb="publication_withdrawn", by=by.key, at=at, text=reason)
    return locked


def go_out(edition: Edition, *, by: Actor, at: datetime) -> Publication:
    """Publish what this edition says; the caller holds the edition's row and has checked what must be there.

    Raises NotPossible.
    """
    edition.stage = EDITION.after("go out", edition.stage)
    edition.out_at = at
    edition.turn += 1
    edition.save()
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=edition.publication_id)
    _change(publication, edition, at)
    facts = {"edition": edition.number, "purpose": edition.purpose, "text": edition.text_hash}
    verb = (
        "publication_withdrawn" if edition.purpose == Edition.Purpose.WITHDRAWAL else "publication_published"
    )
    events.write(
        subject=publication.record_key, verb=verb, by=by.key, at=at, facts=facts, text=edition.reason
    )
    sending_verbs.broadcast(edition, by=by, at=at)
    return publication


def _change(publication: Publication, edition: Edition, at: datetime) -> None:
    publication.out_at = at
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        if not publication.is_withdrawn:  # else: for another reason than before
            publication.state = PUBLICATION.after("withdraw", publication.state)
        publication.save()
        return
    if publication.state != PUBLISHED:
        publication.state = PUBLICATION.after("publish", publication.state)
        publication.published_on = local_day(at)
        publication.first_out_at = publication.first_out_at or at
    assert edition.version is not None  # noqa: S101 # a constraint of the table
    show(publication, edition.version)
