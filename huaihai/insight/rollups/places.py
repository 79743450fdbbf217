"""Where cases belong: the city and county of each body, and the city of each county and zone.

A case belongs to the city of its home body. Its county is where the consumer lives, if that is a county or zone of
this city; else, where the consumer named no county of it, that of the home body, if a county or a body below one
wrote it down. Somebody who lives outside the city has no county in it.
"""

from collections.abc import Iterable
from typing import Any

from huaihai.members.models import Organisation, PlaceAlias

Home = tuple[Any, str, str]  # the body's key, city code, county code or ""
Seat = tuple[str, str]  # a county's or zone's code, the code of its city


def homes() -> list[Home]:
    """Every body with the codes of the city and county that it is or stands under ("" without one)."""
    kinds = Organisation.Kind
    found: list[Home] = []
    above: dict[str, tuple[str, str]] = {}  # path → city, county
    for node in Organisation.objects.order_by("path").only("path", "kind", "region_code"):
        parent = node.path.rstrip("/").rpartition("/")[0] + "/"
        city, county = above.get(parent, ("", ""))
        if node.kind == kinds.CITY:
            city, county = node.region_code, ""
        elif node.kind == kinds.COUNTY:
            county = node.region_code
        above[node.path] = city, county
        found.append((node.pk, city, county))
    return found


def seats(bodies: Iterable[Home]) -> list[Seat]:
    """Every county and zone with its city."""
    known = list(bodies)
    counties = {county: city for _pk, city, county in known if county}
    cities = {pk: city for pk, city, _county in known}
    zones = {
        code: cities[organisation]
        for code, organisation in PlaceAlias.objects.order_by("code").values_list("code", "organisation_id")
    }
    return sorted((zones | counties).items())
