"""What is nominated: one business with one thing it offers; and the entry on which nominations of it gather."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from huaihai.brands.lives import LIVE
from huaihai.brands.models import Entry
from huaihai.businesses import pledges
from huaihai.businesses.models import Business, Place
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import fold, storable_name
from huaihai.members import directory
from huaihai.members.models import Organisation

NAMED = frozenset(
    {Entry.Kind.PRODUCT, Entry.Kind.SERVICE, Entry.Kind.LIVE_ROOM}
)  # these have a name of their own
LONGEST = 80  # characters of a name
LONGEST_NAME = 120
MOST_LIVE = 200  # entries of one business that are looked through


@dataclass(frozen=True)
class Thing:
    """What is meant. `what` names a product, service or live room; for all other kinds the place itself is meant."""

    business: Business
    kind: str
    place: Place | None = None
    what: str = ""

    @property
    def name(self) -> str:
        """What people read, as long as the business has said nothing else."""
        owner = self.place.sign if self.place is not None and self.place.sign else self.business.name
        return (f"{self.what} · {owner}" if self.what else owner)[:LONGEST_NAME]


def fitted(thing: Thing) -> Thing:
    """The thing as it is kept. Raises Unfit (kind, place, what), NotPossible (the business is gone)."""
    business = pledges.standing(thing.business)
    if business.is_gone:
        raise NotPossible(_("This business is closed."))
    if thing.kind not in Entry.Kind.values:
        raise Unfit("kind", _("Please choose one of these."))
    if thing.place is not None and thing.place.business_id not in pledges.beneath(business):
        raise Unfit("place", _("This place does not belong to the business."))
    what = storable_name(thing.what) if thing.kind in NAMED else ""
    if thing.kind in NAMED and not what:
        raise Unfit("what", _("Please say what it is called."))
    if len(what) > LONGEST:
        raise Unfit("what", _("This is too long. Please shorten it."))
    if mask(what).finds:
        raise Unfit("what", _("Please leave out telephone numbers, addresses and other personal data."))
    return replace(thing, business=business, what=what)


def city_of(thing: Thing) -> Organisation:
    """The body of the member city that the thing is in. Raises NotPossible for one that lies elsewhere."""
    code = thing.place.region_code if thing.place is not None else ""
    codes = [code] if code else [thing.business.registered_at, *_codes(thing.business)]
    for one in codes:
        body = directory.body_at(one) if one else None
        if body is not None and body.city is not None:
            return body.city
    raise NotPossible(_("This is not in one of the cities of the alliance, as far as the register knows."))


def live_entry(thing: Thing) -> Entry | None:
    """The entry on which nominations of this thing gather; None if there is none."""
    rows = Entry.objects.filter(business=thing.business, kind=thing.kind, stage__in=LIVE)
    same = [row for row in rows.order_by("opened_at", "pk")[:MOST_LIVE] if fold(row.what) == fold(thing.what)]
    exact = [row for row in same if row.place_id == (thing.place.pk if thing.place else None)]
    loose = [row for row in same if thing.place is None or row.place_id is None]
    found: Entry | None = next(iter(exact or loose), None)
    return found


def _codes(business: Business) -> list[str]:
    rows = Place.objects.filter(business=business).exclude(region_code="")
    return list(rows.order_by("region_code", "pk").values_list("region_code", flat=True)[:LONGEST])
