"""What everybody reads: the list, the same for programs, and the numbers of what is gone."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.insight.models import Narrative, NarrativeNumber
from huaihai.insight.narratives import facts, protecting
from huaihai.insight.narratives.facts import choices_of, filter_of
from huaihai.kit import guards
from huaihai.kit.canonical import canonical
from huaihai.kit.csv_text import csv_file
from huaihai.kit.network import whole
from huaihai.kit.paging import page_of

SCHEMA = "huaihai-narratives/1"
A_PAGE, A_FILE, GONE_A_PAGE, READ = 100, 1000, 5000, 10
LABELS = {
    "category": _("Trade"),
    "nature": _("What went wrong"),
    "outcome": _("How it ended"),
    "quarter": _("Quarter"),
    "place": _("City"),
}
COLUMNS = ("id", "quarter", "place", "category", "nature", "outcome", "amount", "text", "sha256")


@require_safe
@guards.public
def narratives(request: HttpRequest) -> HttpResponse:
    """Published stories, narrowed as asked."""
    wanted, choices = filter_of(request.GET), choices_of()
    page = page_of(wanted.rows(), request.GET.get("page"), per_page=READ)
    filters = [(name, LABELS[name], choices[name], getattr(wanted, name)) for name in LABELS]
    context = {
        "page": page,
        "cards": [facts.card(row) for row in page.rows],
        "filters": filters,
        "is_narrowed": bool(wanted.query()),
        "query": wanted.query(),
    }
    return _fresh(render(request, "insight/narratives/list.html", context))


@require_safe
@guards.public
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One story by its number; 410 where it is gone."""
    row = Narrative.objects.published().filter(public_id=public_id).first()
    if row is not None:
        return _fresh(render(request, "insight/narratives/one.html", {"card": facts.card(row)}))
    if NarrativeNumber.objects.filter(pk=public_id).exists():
        return _fresh(render(request, "insight/narratives/gone.html", {"public_id": public_id}, status=410))
    raise Http404


@require_safe
@guards.public
def as_json(request: HttpRequest) -> HttpResponse:
    """A page of a hundred; `page`, and the filters of the list."""
    wanted = filter_of(request.GET)
    page = page_of(wanted.rows(), request.GET.get("page"), per_page=A_PAGE)
    query = wanted.query()
    here = whole(request, reverse("narratives-json"))
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "publisher": alliance.load().platform_name,
        "is_demo": settings.DEMO,
        "gone": whole(request, reverse("narratives-gone")),
        "page": page.number,
        "per_page": A_PAGE,
        "narratives": [_for_programs(row) for row in page.rows],
    }
    if page.has_next:
        found["next"] = f"{here}{query}{'&' if query else '?'}page={page.next_number}"
    return _json(found)


@require_safe
@guards.public
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, a thousand at a time."""
    page = page_of(filter_of(request.GET).rows(), request.GET.get("page"), per_page=A_FILE)
    lines = ([_for_programs(row)[name] for name in COLUMNS] for row in page.rows)
    answer = _fresh(csv_file(f"narratives-{page.number}.csv", COLUMNS, lines))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@guards.public
def gone(request: HttpRequest) -> HttpResponse:
    """The numbers of what is not published any more: whoever holds a copy deletes these."""
    page = page_of(NarrativeNumber.objects.gone(), request.GET.get("page"), per_page=GONE_A_PAGE)
    found: dict[str, Any] = {
        "schema": f"{SCHEMA}/gone",
        "page": page.number,
        "gone": [row.public_id for row in page.rows],
    }
    if page.has_next:
        found["next"] = f"{whole(request, reverse('narratives-gone'))}?page={page.next_number}"
    return _json(found)


def _for_programs(row: Narrative) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "quarter": row.quarter,
        "place": row.place,
        "category": row.category,
        "nature": row.nature,
        "outcome": row.outcome,
        "amount": row.amount,
        "text": row.text,
        "sha256": protecting.hash_of(row.text),
    }


def _json(found: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(canonical(found), content_type="application/json; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return _fresh(answer)


def _fresh(answer: HttpResponse) -> HttpResponse:
    """Nothing on the way may keep it, nor a search engine: what is withdrawn is gone at once."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer
