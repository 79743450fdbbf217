"""Whether an entry may be promised to a request: asked when it is offered, and once more when the offer is taken up."""

from datetime import date

from django.utils.translation import gettext as _

from huaihai.governance.actions.pools import conflicts
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models import PoolEntry, PoolRequest


def require_active(entry: PoolEntry) -> None:
    """Raises NotPossible for an entry that is paused or withdrawn, and says so."""
    if not entry.is_active:
        told = {
            "entry": entry.shown_as,
            "state": entry.get_state_display(),
            "reason": entry.state_reason or "–",
        }
        raise NotPossible(_("%(entry)s cannot be had now: %(state)s (%(reason)s).") % told)


def require_fit(entry: PoolEntry, request: PoolRequest, *, last_day: date, despite: str) -> None:
    """Raises NotPossible for an entry that is paused, not accredited to the last day, or bound to the very business,
    and Unfit for an interest in the same trade without a reason.
    """
    require_active(entry)
    if not entry.is_accredited_on(last_day):
        raise NotPossible(_("The laboratory's accreditation ends before that. Please renew it in the entry."))
    touching = conflicts.found(entry, request)
    if any(one.is_same_business for one in touching):
        raise NotPossible(
            _("A conflict of interest with this very business is declared. It cannot be granted.")
        )
    if touching and not despite.strip():
        raise Unfit(
            "despite", _("An interest in this trade is declared. Please say why it can still be done.")
        )
