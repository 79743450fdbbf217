"""Slips for buyers on the spot: up to thirty for a re-visit, each good for one rating."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands.actions.moving import lock
from huaihai.brands.evidence import codes
from huaihai.brands.evidence.actions.visitors import Visitor, require_visitor
from huaihai.brands.lives import DIRECTORY
from huaihai.brands.models import Entry, Revisit, Slip, SlipSheet
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

MOST = 30
GOOD_FOR = timedelta(days=21)  # a week to make the visit, two for the buyer to answer


def make_sheet(entry: Entry, *, count: int, by: Actor, at: datetime) -> SlipSheet:
    """Slips that a visitor carries along. The record, which is public, hears of them with the re-visit: nobody shall
    know beforehand that somebody comes. Raises NotAllowed, NotPossible (there are unused ones), Unfit.
    """
    visitor = require_visitor(entry, by, local_day(at))
    if not 1 <= count <= MOST:
        raise Unfit("count", _("Between 1 and 30 slips."))
    if entry.stage not in DIRECTORY:
        raise NotPossible(_("Only what stands in the directory is rated."))
    today = local_day(at)
    with transaction.atomic():
        lock(entry.pk)
        if SlipSheet.objects.filter(entry=entry, revisit=None, expires_on__gte=today).exists():
            raise NotPossible(_("There are slips for this entry that were not handed out yet."))
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


def sheet_of(entry: Entry, visitor: Visitor, visited_on: date) -> SlipSheet | None:
    """The slips that this visitor had along."""
    rows = SlipSheet.objects.filter(entry=entry, account=visitor.account, revisit=None)
    found: SlipSheet | None = rows.filter(expires_on__gte=visited_on).first()
    return found


def hand_out(sheet: SlipSheet, revisit: Revisit) -> None:
    """They belong to this re-visit from now on."""
    sheet.revisit = revisit
    sheet.save(update_fields=["revisit"])
