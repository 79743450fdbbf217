"""Ways to answer: addresses with a code, opened and closed; the public part of a project's plan."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import lock
from huaihai.supervision.models import Project, SurveyLink
from huaihai.supervision.sealing import seal
from huaihai.supervision.surveying import codes
from huaihai.supervision.surveying.powers import require_part

MOST_TOKENS = 20_000
LONGEST_PLACE = 60
ANSWERABLE = (
    "registered",
    "running",
)  # stages in which a way in may be opened; answers are taken while it runs


def open_link(project: Project, *, place: str = "", tokens: int = 0, by: Actor, at: datetime) -> SurveyLink:
    """A new address; with `tokens`, only for so many personal codes. Raises NotAllowed, NotPossible, Unfit."""
    require_part(project, by, at)
    said = storable_name(place)
    if len(said) > LONGEST_PLACE:
        raise Unfit("place", _("This is too long. Please shorten it."))
    if not 0 <= tokens <= MOST_TOKENS:
        raise Unfit("tokens", _("At most %(most)s codes at once.") % {"most": MOST_TOKENS})
    with transaction.atomic():
        held = lock(project.pk)
        if held.stage not in ANSWERABLE:
            raise NotPossible(_("Codes are made once the plan is registered, until collecting ends."))
        link = SurveyLink.objects.create(
            project=held,
            code=codes.new_code(),
            place=said,
            tokens=tokens,
            opened_at=at,
            opened_by=by.key,
        )
        seal(held, "survey link opened", [], by=by, at=at, facts={"code": link.code, "tokens": tokens})
    return link


def close_link(link: SurveyLink, *, by: Actor, at: datetime) -> SurveyLink:
    """Nobody can begin there any more. Raises NotAllowed, NotPossible."""
    require_part(link.project, by, at)
    with transaction.atomic():
        held = lock(link.project_id)
        link.refresh_from_db()
        if link.closed_at is not None:
            raise NotPossible(_("It is closed already."))
        link.closed_at = at
        link.save(update_fields=["closed_at"])
        seal(held, "survey link closed", [], by=by, at=at, facts={"code": link.code})
    return link
