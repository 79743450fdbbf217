"""The pages and files of public data as they were signed, and the office's page of releases."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from ninja.openapi import get_schema

from huaihai import alliance
from huaihai.cases import rights
from huaihai.desk import tables
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.insight.axes import WHOLE
from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD
from huaihai.insight.models import CorrectionOrder, Release
from huaihai.insight.releases import api, by_city_and_trade, changes, facts
from huaihai.insight.releases import content as releases_content
from huaihai.insight.releases.tables import SCHEMA
from huaihai.insight.statistics import keys
from huaihai.kit import clock, guards, signing
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.sealed import open_original
from huaihai.kit.paging import page_of


@require_safe
@guards.same_for_all
def data(request: HttpRequest) -> HttpResponse:
    """What is there, under which terms, and every release with its hash."""
    page = page_of(Release.objects.all(), request.GET.get("page"), per_page=12)
    newest = page.rows[0] if page.rows and page.number == 1 else Release.objects.first()
    context = {
        "page": page,
        "newest": newest,
        "schema": SCHEMA,
        "threshold": THRESHOLD,
        "narrowest": NARROWEST,
    }
    return render(request, "insight/releases/data.html", context)


@require_safe
@guards.same_for_all
def codebook(request: HttpRequest) -> HttpResponse:
    """Tables, columns and codes, for people."""
    context = {
        "groups": releases_content.groups(),
        "tables": releases_content.tables(),
        "schema": SCHEMA,
    }
    return render(request, "insight/releases/codebook.html", context)


@require_safe
@guards.public
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of the API, printed from the types that are checked."""
    told = JsonResponse(dict(get_schema(api.api, "/data/api")), json_dumps_params={"ensure_ascii": False})
    return api.for_all(told, api.FOR_NOW)


KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
A_PAGE = 100
MOST = 10**9


@require_safe
@guards.public
def release(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """A release, byte for byte as it was signed; it never changes."""
    return _signed_file(request, _found(number), form, lasting=True)


@require_safe
@guards.public
def signature(request: HttpRequest, number: str) -> HttpResponse:
    """What signs the JSON file of a release."""
    found = _found(number)
    return api.json(request, release_facts(found), tag=f"sig-{found.file_hash}", at=found.made_at)


@require_safe
@guards.public
def latest(request: HttpRequest) -> HttpResponse:
    """The newest release."""
    return _signed_file(request, _latest(), "json")


@require_safe
@guards.public
def daily(request: HttpRequest) -> HttpResponse:
    """All standing cells as CSV: the same bytes until a release adds or corrects some."""
    return _signed_file(request, _latest(), "csv")


@require_safe
@guards.public
def city_and_trade(_request: HttpRequest, form: str) -> HttpResponse:
    """One table of the newest release in words: what each city received in each trade."""
    found = _latest()
    name = f"{'demo-' if found.is_demo else ''}huaihai-city-and-trade-{found.number}"
    return tables.file(by_city_and_trade.table(found), name, form)


@require_safe
@guards.public
def index(request: HttpRequest) -> HttpResponse:
    """All releases with hashes and signatures, the newest first, for those who mirror them."""
    page = page_of(Release.objects.all(), request.GET.get("page"), per_page=A_PAGE)
    newest = page.rows[0] if page.rows else None
    content = {
        "releases": [release_facts(one) for one in page.rows],
        "page": page.number,
        "next": f"{reverse('data-index')}?page={page.next_number}" if page.has_next else None,
    }
    tag = f"index-{page.number}-{newest.file_hash if newest else ''}-{page.has_next}"
    return api.json(request, content, tag=tag, at=newest.made_at if newest else None)


@require_safe
@guards.public
def codebook_file(request: HttpRequest) -> HttpResponse:
    """What every name and code means."""
    content = releases_content.codebook()
    return api.json(request, content, tag=releases_content.tag_of(content), at=None)


@require_safe
@guards.public
def public_keys(request: HttpRequest) -> HttpResponse:
    """The platform's public keys, also those that sign no more, as PEM."""
    held = sorted(signing.public_keys().items())
    content = {"keys": [{"id": name, "pem": pem} for name, pem in held]}
    return api.json(request, content, tag=releases_content.tag_of(content), at=None)


def release_facts(one: Release) -> dict[str, Any]:
    """A release for programs."""
    return {
        "number": one.number,
        "made_on": local_day(one.made_at).isoformat(),
        "schema": one.schema,
        "sha256": one.file_hash,
        "csv_sha256": one.csv_hash,
        "previous": one.previous_hash or None,
        "bytes": one.size,
        "key": one.key_id,
        "signature": one.signature,
        "json": reverse("data-release", args=[one.number, "json"]),
        "csv": reverse("data-release", args=[one.number, "csv"]),
    }


def _signed_file(request: HttpRequest, found: Release, form: str, *, lasting: bool = False) -> HttpResponse:
    hash_ = found.file_hash if form == "json" else found.csv_hash
    # The same test as in `answers.file`, so that an empty body never goes out but with 304.
    is_known = f'"{hash_}"' in parse_etags(request.headers.get("If-None-Match", ""))
    body = b"" if is_known else kept(hash_)
    name = f"{'demo-' if found.is_demo else ''}huaihai-data-{found.number}.{form}"
    return api.file(request, body, KINDS[form], tag=hash_, at=found.made_at, name=name, lasting=lasting)


def kept(hash_: str) -> bytes:
    """The stored file of this hash."""
    try:
        return b"".join(open_original(hash_))
    except FileNotFoundError as error:
        raise Http404 from error


def _found(number: str) -> Release:
    found = Release.objects.filter(number=int(number)).first() if int(number) < MOST else None
    if found is None:
        raise Http404
    return found


def _latest() -> Release:
    found = facts.latest()
    if found is None:
        raise Http404
    return found


MOST_DIFFERENCES = 200  # differences on a page; all of them are counted
CURRENT = "insight"


class ReasonForm(forms.Form):
    """Why do the numbers change?"""

    reason = forms.CharField(
        label=_("Why do the numbers change?"),
        help_text=_("Everybody reads it. Please name no person and no case."),
        max_length=changes.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@readers
def releases(request: HttpRequest) -> HttpResponse:
    """Releases with what the audit found, and the differences of one year."""
    years = changes.years()
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), next(iter(years), None))
    found = changes.differences(year) if year else []
    own = _places_of(request)
    context: dict[str, Any] = {
        "page": page_of(Release.objects.all(), request.GET.get("page"), per_page=12),
        "years": years,
        "year": year,
        "rows": [_difference_row(one) for one in found if own is None or one.name.place in own][
            :MOST_DIFFERENCES
        ],
        "count": len(found),
        "safe": sum(one.is_safe for one in found),
        "orders": CorrectionOrder.objects.select_related("release")[:5],
        "acts": acts_as_office(request),
    }
    return show(request, "insight/releases/office.html", current=CURRENT, **context)


@asking
@readers
def correction(request: HttpRequest) -> HttpResponse:
    """The secretariat has the next release correct what can be told."""
    question = Question(
        current=CURRENT,
        title=_("Correct published numbers"),
        button=_("Correct them tonight"),
        back=reverse("office-releases"),
        back_label=_("Releases"),
        lead=_(
            "Tonight's release changes every number whose change tells of enough people, and lists each with "
            "this reason. Smaller changes wait."
        ),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=ReasonForm,
        act=lambda form: changes.order(form.cleaned_data["reason"], by=actor_of(request), at=clock.now()),
        done=_("The correction is ordered."),
        to=lambda _made: reverse("office-releases"),
    )


def _places_of(request: HttpRequest) -> set[str] | None:
    """The places whose withheld numbers the reader sees: the own city's, and the whole; None: every one's."""
    actor = actor_of(request)
    if acts_as_office(request) or rights.reads_all(actor):
        return None
    body = actor.organisation.city if actor.organisation is not None else None
    cities = [city for city in alliance.load().cities if body is not None and city.code == body.region_code]
    return {WHOLE, *(place for city in cities for place in (city.code, *(one.code for one in city.counties)))}


def _difference_row(one: changes.Difference) -> dict[str, Any]:
    name = one.name
    return {
        "what": f"{name.period} · {keys.place(name.place)} · {keys.name(name.axis, name.key)}",
        "before": one.before,
        "after": one.after,
        "is_withheld": one.is_withheld,
        "is_safe": one.is_safe,
    }
