"""Saying whether one has a conflict of interest, before having a part in an entry."""

from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai.brands.actions.moving import moving
from huaihai.brands.models import Declaration, Entry
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

# What follows a declaration: called with it, by= and at=, in the same transaction.
FOLLOWED_BY: tuple[str, ...] = (
    "huaihai.brands.assessing.actions.seating.declared",
    "huaihai.brands.conduct.actions.panels.declared",
)


def declare(entry: Entry, *, has_conflict: bool, what: str = "", by: Actor, at: datetime) -> Declaration:
    """Store what this person declares; the record keeps that, not what. Nobody takes a conflict back by saying that
    there is none. Raises NotAllowed, NotPossible, Unfit."""
    if not works(by) or by.organisation is None or by.account_id is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    said = storable(what)[:300]
    if has_conflict and not said:
        raise Unfit("what", _("Please say in a few words what the conflict is."))
    with transaction.atomic():
        with moving(entry, "note", who=Who.STAFF, noted="declared", by=by, at=at) as move:
            before = Declaration.objects.filter(entry=move.entry, account=by.account_id, has_conflict=True)
            if not has_conflict and before.exists():
                raise NotPossible(_("You have declared a conflict of interest here, and that stays."))
            made = Declaration(
                entry=move.entry,
                account_id=by.account_id,
                body=by.organisation.city or by.organisation,
                has_conflict=has_conflict,
                what=said,
                at=at,
            )
            move.rows.append(made)
            move.facts["has_conflict"] = has_conflict
        for name in FOLLOWED_BY:
            import_string(name)(made, by=by, at=at)
    return made
