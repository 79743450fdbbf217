"""Why no card is sold, or nothing noted, in words."""

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.prepaid import life
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.models import Issuer


def why_no_sale(issuer: Issuer) -> str:
    """Why no card can be sold under this pledge now; empty if one can."""
    if issuer.stage not in life.SELLS:
        return why_not(issuer)
    if issuer.guarantee_fen is None:
        return _("The bank has not said yet what the guarantee is worth. Please ask it to; it has a letter.")
    if issuer.below_since is not None:
        return _(
            "The guarantee is below what was pledged. Put more in at the bank, and ask it to say the new balance: it "
            "has a letter. Then cards can be sold again."
        )
    return ""


def why_not(issuer: Issuer) -> str:
    """Why nothing is sold, or noted, in this stage."""
    if issuer.stage in ("silent", "settled"):
        return _("The shop was stated to be closed; nothing is sold or noted here any more.")
    if issuer.stage == "ended":
        return _("The pledge has ended; no card is sold under it. Cards that were sold go on to be used.")
    return _("This pledge is not in force; no card is sold under it.")


def require_covered(issuer: Issuer) -> None:
    """Nobody sells below the own pledge. Raises NotPossible, which takes the sale back."""
    if counting.is_below(issuer):
        covered, pledged = counting.ratio(issuer) or 0, issuer.ratio_permille
        raise NotPossible(
            _(
                "After this %(covered)s %% would be covered, and %(pledged)s %% are pledged. Put more in at the bank "
                "first, and ask it to say the new balance."
            )
            % {"covered": covered // 10, "pledged": pledged // 10}
        )
