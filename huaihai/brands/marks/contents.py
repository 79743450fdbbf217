"""What the mark of an entry says, out of the register as it is today."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.brands.marks.payload import ROOM, Content, shortened
from huaihai.brands.models import Entry
from huaihai.businesses.place_names import whole_address
from huaihai.desk.lives import NotPossible


def content_of(entry: Entry, serial: int) -> Content:
    """The content of the mark with this serial number. Raises NotPossible without a credit code or days."""
    if not entry.business.credit_code:
        raise NotPossible(
            _("The business has no credit code, and a mark without one could be hung up anywhere.")
        )
    if entry.held_since is None or entry.held_until is None:
        raise NotPossible(_("The mark has no days yet."))
    name = shortened(entry.name, ROOM["n"])
    sign = shortened(entry.place.sign, ROOM["d"]) if entry.place is not None else ""
    return Content(
        number=f"{entry.number}-{serial}",
        kind=entry.kind,
        name=name,
        credit_code=entry.business.credit_code,
        since=entry.held_since,
        until=entry.held_until,
        what=shortened(entry.what, ROOM["w"]),
        sign="" if sign == name else sign,
        address=shortened(_where(entry), ROOM["a"]),
    )


def _where(entry: Entry) -> str:
    """The address; of a live room or online shop, its platform."""
    if entry.place is None:
        return entry.business.platform
    with translation.override(settings.LANGUAGE_CODE):  # a mark does not depend on who issues it
        return whole_address(entry.place.region_code, entry.place.address)
