"""From a published text back to the early warning of which it came (named in `reactions.TEXT_DOORS`)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.businesses.register.doors import Door
from huaihai.education.models import Publication
from huaihai.insight.models import AlarmText


def of_text(publication: Publication) -> list[Door]:
    """How complaints led to this text. One query."""
    if not AlarmText.objects.filter(publication=publication).exists():
        return []
    told = _("More complaints than usual led us to look into this. How that is noticed")
    return [Door(_("Early warning"), reverse("early-warning"), told)]
