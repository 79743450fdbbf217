"""What the page behind a poster's QR says about the fund that stands behind this business."""

from datetime import date

from django.utils.translation import gettext as _

from huaihai.businesses.models import Place
from huaihai.businesses.register.doors import Door
from huaihai.cases.business.sections import address
from huaihai.compensation import coverage
from huaihai.compensation.public import terms_shown


def doors(place: Place, *, on: date) -> list[Door]:
    """For `reactions.POSTER_DOORS`: the nearest fund that carries its badge."""
    held = coverage.answering(place.business_id, on=on)
    found = next(((fund, terms) for fund, terms in held if fund.carries_badge), None)
    if found is None:
        return []
    fund, terms = found
    text = _("If the business does not pay what it owes you, this fund can pay you first.")
    if terms.pays_at_once:
        text = f"{text} {_('At once:')} {terms_shown.at_once(terms)}"
    return [Door(fund.name, address("fund", fund.pk), text)]
