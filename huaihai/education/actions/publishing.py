"""Publishing and withdrawing."""

from datetime import date, datetime

from django.db import transaction

from huaihai.education import lifecycle
from huaihai.education.actions.writing import check_may_write
from huaihai.education.models import Publication
from huaihai.members.actors import Actor
from huaihai.record import events


def publish(publication: Publication, *, on: date, by: Actor, at: datetime) -> Publication:
    """Everybody sees it, under the day `on`. Raises MoveRefusedError, PermissionError."""
    check_may_write(publication.publisher, by, at=at)
    with transaction.atomic():
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        locked.state = lifecycle.after(locked.state, "publish")
        locked.published_on = on
        locked.save()
        facts = {"on": on.isoformat(), "version": locked.current.number}
        events.write(subject=locked.record_key, verb="publication_published", by=by.key, at=at, facts=facts)
    return locked


def withdraw(publication: Publication, *, reason: str, by: Actor, at: datetime) -> Publication:
    """Only its publisher sees it from now on; the reason stands in the record. Raises MoveRefusedError."""
    check_may_write(publication.publisher, by, at=at)
    with transaction.atomic():
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        locked.state = lifecycle.after(locked.state, "withdraw")
        locked.save()
        events.write(subject=locked.record_key, verb="publication_withdrawn", by=by.key, at=at, text=reason)
    return locked
