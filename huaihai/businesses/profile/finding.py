"""Public pages of businesses, found by name for the search of the site (named in `reactions.SEARCH`)."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from huaihai.businesses.models import Business, Enrolment, PledgeVersion, StandingOfferVersion
from huaihai.businesses.posters.pages import Door
from huaihai.kit.text.normalise import fold

MOST_FOUND, CANDIDATES, LONGEST_SEARCH = 5, 50, 100


def doors(query: str, *, on: date) -> list[Door]:
    """Businesses with a public page in whose names all words stand, for `reactions.SEARCH`."""
    words = fold(query.replace("\x00", "")[:LONGEST_SEARCH]).split()
    if not any(len(word) > 1 for word in words):
        return []
    public = Business.objects.standing().filter(
        Exists(Enrolment.objects.filter(business=OuterRef("pk"), joined_on__lte=on))
        | Exists(PledgeVersion.objects.in_force_on(on).filter(pledge__business=OuterRef("pk")))
        | Exists(StandingOfferVersion.objects.in_force_on(on).filter(offer__business=OuterRef("pk")))
    )
    for word in words:
        public = public.filter(words__says=word)
    rows = [one for one in public.order_by("name")[:CANDIDATES] if _is_named(one, words)]
    return [Door(one.name, reverse("business-profile", args=[one.pk])) for one in rows[:MOST_FOUND]]


def _is_named(business: Business, words: list[str]) -> bool:
    """Signs and links of a business are in its words too; the public finds it by its name."""
    name = fold(business.name)
    return all(word in name for word in words)
