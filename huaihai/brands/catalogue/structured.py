"""An entry for machines, in the words of schema.org (JSON-LD). No rating stands in it: what we know is no stars."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from huaihai import alliance
from huaihai.brands.models import Entry, EntryPicture
from huaihai.businesses.place_names import whole_address
from huaihai.businesses.register.addresses import whole

TYPES = {
    "shop": "Store",
    "restaurant": "Restaurant",
    "factory": "LocalBusiness",
    "product": "Product",
    "service": "Service",
    "live-room": "OnlineStore",
    "market": "ShoppingCenter",
    "street": "ShoppingCenter",
    "scenic-area": "TouristAttraction",
}
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}  # so that no text ends the element


def of(
    request: HttpRequest, entry: Entry, *, told: dict[str, Any], pictures: list[EntryPicture], address: str
) -> SafeString:
    """The content of a `script` of type application/ld+json, which is data and never run."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES[entry.kind],
        "@id": address,
        "url": address,
        "name": entry.name,
        "identifier": entry.number,
    }
    if told["name"]:
        found["alternateName"] = told["name"]
    if told["line"]:
        found["description"] = told["line"]
    if pictures:
        found["image"] = [
            whole(request, reverse("brand-picture", args=[entry.number, one.number])) for one in pictures
        ]
    found |= _of_kind(entry)
    said = json.dumps(found, ensure_ascii=False, sort_keys=True)
    return mark_safe(said.translate(_ESCAPED))  # noqa: S308 # what could end the element is escaped


def _of_kind(entry: Entry) -> dict[str, Any]:
    maker = {"@type": "Organization", "name": entry.business.name}
    if entry.kind == "product":
        return {"brand": maker}
    if entry.kind == "service":
        return {"provider": maker | {"address": _address(entry)}}
    return {"address": _address(entry)}


def _address(entry: Entry) -> dict[str, str]:
    codes = {city.code: city for city in alliance.load().cities}
    city = codes.get(entry.body.region_code)
    found = {"@type": "PostalAddress", "addressCountry": "CN"}
    if city:
        found |= {"addressRegion": city.province, "addressLocality": city.name}
    if entry.place:
        found["streetAddress"] = whole_address(entry.place.region_code, entry.place.address, between=" ")
    return found
