"""Which visits count, and what blind coders make of open answers and photos."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Visit, VisitCode, VisitRuling
from huaihai.supervision.visiting import rows


def rule(visit: Visit, *, counts: bool, reason: str, by: Actor, at: datetime) -> VisitRuling:
    """Say that a visit counts, or does not, and why. Its twins change with it: of one assignment one visit counts.

    Raises NotAllowed, NotPossible, Unfit.
    """
    project = visit.assignment.sampled.draw.project
    powers.require_leader(project, by, at)
    said = storable_name(reason)
    if not said:
        raise Unfit("reason", _("Please say why."))
    with moving(project, "observe", noted="rule on visit", by=by, at=at) as move:
        made = VisitRuling(visit=visit, counts=counts, reason=said, at=at, by=by.key)
        others = visit.assignment.visits.exclude(pk=visit.pk) if counts else Visit.objects.none()
        move.rows += [made] + [
            VisitRuling(visit=other, counts=False, reason=said, at=at, by=by.key) for other in others
        ]
        move.facts |= {"place": visit.assignment.sampled.code, "counts": counts}
    return made


def code(visit: Visit, item: str, *, code: str, by: Actor, at: datetime) -> VisitCode:
    """A coder's own code for one item of one visit; a second one corrects the first. Empty: it cannot be told.

    Raises NotAllowed (no coder of this project, or the visitor), NotPossible, Unfit (no such item or code).
    """
    project = visit.assignment.sampled.draw.project
    is_coder = powers.holds(by, project, rows.CODER)
    if by.account_id is None or not is_coder or by.account_id == visit.assignment.account_id:
        raise NotAllowed(_("Only who has the part of a coder here, and made no visit, can do that."))
    asked = rows.plan_of(project).by_key.get(item)
    if asked is None or not asked.is_coded:
        raise Unfit("code", _("This item is not coded."))
    if code and code not in {choice.key for choice in asked.codes}:
        raise Unfit("code", _("Please choose one of the codes."))
    with moving(project, "observe", noted="code visit", by=by, at=at) as move:
        before = VisitCode.objects.filter(
            visit=visit, item=item, coder_id=by.account_id, replaced_by=None
        ).first()
        if before is not None and before.code == code:
            raise NotPossible(_("This is what you have noted already."))
        made = VisitCode(
            visit=visit,
            item=item,
            coder_id=by.account_id,
            code=code,
            replaces=before,
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts |= {"item": item, "corrects": before is not None}
    return made
