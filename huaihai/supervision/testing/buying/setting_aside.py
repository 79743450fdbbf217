"""Setting a sample aside: it stays in the record and is used no more; its product can be bought again."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Sample, SetAside

LONGEST = 500  # characters


def set_aside(sample: Sample, *, reason: str, by: Actor, at: datetime) -> SetAside:
    """By the leading body. Raises NotAllowed, NotPossible (aside already; it was measured), Unfit."""
    powers.require_leader(sample.project, by, at)
    said = storable_name(reason)[:LONGEST]
    if not said:
        raise Unfit("reason", _("Please say why."))
    with moving(sample.project, "observe", noted="sample put away", by=by, at=at) as move:
        rows = Sample.objects.filter(pk=sample.pk)
        if not rows.in_use().exists():
            raise NotPossible(_("This sample was set aside: %(code)s.") % {"code": sample})
        made = SetAside(sample=sample, reason=said, at=at, by=by.key)
        move.rows.append(made)
        move.facts |= {"sample": str(sample.pk)}
        rows.update(stage=Sample.Stage.ASIDE)
    return made
