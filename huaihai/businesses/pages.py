"""What pages of this room share: the side of a business's desk, bare buttons, names of places, addresses above."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance, reactions
from huaihai.businesses.models import Business, Place, PledgeVersion
from huaihai.kit import guards, local_words
from huaihai.kit.ways import way
from huaihai.law.errors import UnknownPlace
from huaihai.law.places import place

PAGES: tuple[tuple[str, Promise | str], ...] = (
    ("business-channel", gettext_lazy("Fast channel")),
    ("business-stalls", gettext_lazy("Stalls and shops")),
    ("business-standing", gettext_lazy("Standing offers")),
    ("business-people", gettext_lazy("Our people")),
    ("business-pledges", gettext_lazy("Our pledges")),
    ("business-posters", gettext_lazy("Posters for the door")),
    ("business-connections", gettext_lazy("Connections of our systems")),
    ("business-funds", gettext_lazy("Advance compensation")),
    ("business-prepaid", gettext_lazy("Prepaid cards")),
    ("business-replies", gettext_lazy("Named in a text")),
    ("business-sweeps", gettext_lazy("Found in a sweep")),
    ("business-tests", gettext_lazy("Tests of our goods")),
    ("business-brands", gettext_lazy("Directory and three hearts")),
    ("business-corrections", gettext_lazy("Have a public fact corrected")),
)


def items(request: HttpRequest) -> list[dict[str, Any]]:
    """What stands at the side under “Your business”; a page that an installation leaves out is left out."""
    found = []
    for name, label in PAGES:
        if url := way(name):
            is_current = request.path.startswith(url)
            found.append({"label": label, "url": url, "count": None, "is_current": is_current})
    return found


def frame(request: HttpRequest, _current: str = "") -> dict[str, Any]:
    """What `kit/desk.html` asks of a page of the business's desk."""
    return {"desk": import_string(reactions.BUSINESS_ASIDE)(request), "desk_name": _("Business desk")}


def city_frame(_request: HttpRequest, _current: str = "") -> dict[str, Any]:
    """What it asks of a page of a city's officers; what stands at its side says the room of cases."""
    return {"desk_name": _("Desk")}


type View = Callable[..., HttpResponse]


def button_on(page: str) -> Callable[[View], View]:
    """Acts by POST alone. Whoever had to sign in first is told that nothing was done; `page` is the name of its URL."""

    def decorate(view: View) -> View:
        @wraps(view)
        def pressed(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            if guards.kept_post(request):
                messages.warning(
                    request, _("Your sign-in had ended, and nothing was done. Please press it again.")
                )
            return HttpResponseRedirect(reverse(page))

        return pressed

    return decorate


def place_name(code: str) -> str:
    """The name of a place as people say it; an unknown code stays as it is."""
    for city in alliance.load().cities:
        if city.code == code:
            return local_words.place(city.name)
        for county in city.counties:
            if county.code == code:
                return local_words.place(city.name) + local_words.place(county.name)
    try:
        return local_words.place(place(code).full_name) if code else ""
    except UnknownPlace:
        return code


def whole_address(code: str, street: str, *, between: str = "") -> str:
    """The name of the place and then the street; a place that the street names itself is written once."""
    name, rest = place_name(code), street.strip()
    for known in _full_names(code):
        rest = rest.removeprefix(known).strip()
    return rest if name and rest.startswith(name) else between.join(filter(None, (name, rest)))


def _full_names(code: str) -> list[str]:
    """Province, city and county as addresses write them, the largest first."""
    try:
        found = place(code)
        above = [one for one in (found.province_code, found.city_code) if one and one != found.code]
        return [place(one).name for one in above] + [found.name]
    except UnknownPlace:
        return []


def place_choices(held: str = "") -> list[tuple[str, Any]]:
    """Not known, the counties under their cities, and the place that stands there now if it is another."""
    choices: list[tuple[str, Any]] = [("", _("not known"))]
    known = {""}
    for city in alliance.load().cities:
        whole = _("%(city)s, district not known") % {"city": local_words.place(city.name)}
        counties = [(county.code, local_words.place(county.name)) for county in city.counties]
        choices.append((local_words.place(city.name), [(city.code, whole), *counties]))
        known |= {city.code, *(county.code for county in city.counties)}
    return choices if held in known else [*choices, (held, place_name(held))]


def file_at(place: Place, version: PledgeVersion | None = None, **more: str) -> str:
    """Where a complaint about this place begins, using this version if it is given."""
    query = {"pledge": str(version.pk)} if version is not None else {}
    try:
        return reverse("file-at-place", kwargs={"place_id": place.pk}, query=(query | more) or None)
    except NoReverseMatch:
        return reverse("file-start")


def profile_of(business: Business) -> str:
    """The public numbers of a business; empty where there is no such page."""
    return way("business-profile", business.pk)
