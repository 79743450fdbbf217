"""A warning that is begun because somebody handed in what strangers sent in our name."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from huaihai.desk.lives import NotAllowed
from huaihai.education import powers
from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.education.publications import verbs
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.members.actors import Actor

WRITTEN_IN = "zh-hans"


def draft(*, title: str, words: str, by: Actor, at: datetime) -> tuple[str, str]:
    """The record key of the draft and its address; of the alliance for its office, else of the own body.

    Raises NotAllowed, Unfit.
    """
    with translation.override(WRITTEN_IN):
        return _draft(title, words, by, at)


def _draft(title: str, words: str, by: Actor, at: datetime) -> tuple[str, str]:
    publisher = None if standing.is_office(by, on=local_day(at)) else by.organisation
    if not powers.works(by) or not powers.may_write(by, publisher, at=at):
        raise NotAllowed(_("Only staff of the body that publishes a text can do this."))
    content = Content(
        title=title,
        what=words,
        to_do=_("Do not pay, do not tap a link, do not scan, do not call back."),
        to_turn=_(
            "If money is gone, {police}. Who got the same hands it in on this site, at “Is it from us?”."
        ),
    )
    made = verbs.open_first(content, kind=Publication.Kind.WARNING, publisher=publisher, by=by, at=at)
    return made.publication.record_key, reverse("office-publication", args=[made.publication.pk])
