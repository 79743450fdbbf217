"""Businesses that a text seems to name, and that are not among those who are heard."""

from django.db.models import F, Value
from django.db.models.functions import Length, StrIndex

from huaihai.businesses.models import Business
from huaihai.education.content import PARTS
from huaihai.education.models import Edition

SHORTEST = 4  # a shorter name of the register stands in many texts by chance
MOST = 8


def unheard(edition: Edition) -> list[str]:
    """Brands and makers of its products, and names of the register that stand in it; without those named already."""
    version = edition.version
    if version is None or edition.purpose == Edition.Purpose.WITHDRAWAL:
        return []
    products = list(version.products.all())
    typed = [word.strip() for row in products for word in (row.brand, row.maker)]
    parts = [version.title, version.summary, version.body, *(getattr(version, part) for part in PARTS)]
    rows = Business.objects.standing().annotate(
        n=Length("name"), place=StrIndex(Value("\n".join(parts)), F("name"))
    )
    known = rows.filter(n__gte=SHORTEST, place__gt=0).order_by("name").values_list("name", flat=True)
    heard = list(edition.publication.replies.values_list("name", flat=True))
    found = dict.fromkeys(word for word in (*typed, *known[:MOST]) if word)
    return [word for word in found if not any(word in one or one in word for one in heard)][:MOST]
