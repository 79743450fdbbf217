"""Slips for buyers on the spot: up to thirty for a re-visit, each good for one rating."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands.actions.moving import moving
from huaihai.brands.evidence import codes
from huaihai.brands.evidence.actions.visitors import require_visitor
from huaihai.brands.lives import DIRECTORY
from huaihai.brands.models import Entry, Revisit, Slip, SlipSheet
from huaihai.brands.powers import Who
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

MOST = 30
GOOD_FOR = timedelta(days=21)  # a week to make the visit, two for the buyer to answer


def make_sheet(entry: Entry, *, count: int, by: Actor, at: datetime) -> SlipSheet:
    """Slips that a visitor carries along. Raises NotAllowed, NotPossible (there are unused ones), Unfit."""
    visitor = require_visitor(entry, by)
    if not 1 <= count <= MOST:
        raise Unfit("count", _("Between 1 and 30 slips."))
    if entry.stage not in DIRECTORY:
        raise NotPossible(_("Only what stands in the directory is rated."))
    today = local_day(at)
    with transaction.atomic():
        with moving(entry, "note", who=Who.STAFF, noted="slips made", by=by, at=at) as move:
            if SlipSheet.objects.filter(entry=entry, revisit=None, expires_on__gte=today).exists():
                raise NotPossible(_("There are slips for this entry that were not handed out yet."))
            move.facts["slips"] = count
        sheet = SlipSheet.objects.create(
            entry=entry,
            account_id=visitor.account,
            slips_count=count,
            made_at=at,
            expires_on=today + GOOD_FOR,
        )
        Slip.objects.bulk_create(
            Slip(sheet=sheet, code_hash=codes.fingerprint(codes.code(sheet.pk, number)))
            for number in range(1, count + 1)
        )
    return sheet


def hand_out(revisit: Revisit) -> None:
    """The slips that this visitor had along belong to this re-visit from now on."""
    rows = SlipSheet.objects.filter(entry=revisit.entry_id, account=revisit.account_id, revisit=None)
    held = rows.filter(expires_on__gte=revisit.visited_on).first()
    if held is not None:
        held.revisit = revisit
        held.save(update_fields=["revisit"])
