"""What was bought: twelve pictures, and the kinds of goods and services behind each."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Every kind of the national list stands behind exactly one picture, the likeliest first.
PICTURES: Final[Mapping[str, tuple[str | Promise, tuple[str, ...]]]] = {
    "food": (_("Food and drink"), ("G04", "G08")),
    "clothes": (_("Clothes, daily goods, toys"), ("G02", "G03", "G07")),
    "devices": (_("Appliances, phones, computers"), ("G01",)),
    "car": (_("Cars, e-bikes"), ("G05",)),
    "card": (_("Hairdressing, gym, fun, repair"), ("S01", "S06")),
    "home": (_("Housing, furnishing, caretakers"), ("G06", "S11")),
    "travel": (_("Travel, hotels, transport"), ("S08", "S07")),
    "child": (_("Classes and schools"), ("S03",)),
    "elder": (_("Medicine, health, care"), ("G09", "S09")),
    "online": (_("Telephone, internet, parcels"), ("S04", "S02", "S12")),
    "farm": (_("Seed, fertiliser, farm work"), ("G10", "S14")),
    "other": (_("Other goods and services"), ("O01", "S05", "S10", "S13")),
}


def picture_of(category: str) -> str:
    """The picture behind which this kind stands; "" for none."""
    return next((picture for picture, (_words, kinds) in PICTURES.items() if category in kinds), "")


def kinds_beside(category: str) -> tuple[str, ...]:
    """All kinds behind the same picture."""
    picture = picture_of(category)
    return PICTURES[picture][1] if picture else ()
