"""Looking at what is masked: the contact's phone of an application."""

from datetime import datetime

from django.db import transaction

from huaihai.businesses.actions.enrolling import may_decide
from huaihai.businesses.models import Enrolment
from huaihai.desk.moving import lock
from huaihai.members.actors import Actor
from huaihai.record import events


def show_contact(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """The record keeps that the officer looked. Raises NotAllowed."""
    may_decide(enrolment, by)
    with transaction.atomic():
        held = lock(enrolment)
        events.write(subject=held.record_key, verb="enrolment contact shown", by=by.key, at=at)
