"""The public pages of a published test, drawn from the file alone; its unsafe products for the check at home."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.education.check import facts as check_facts
from huaihai.education.check.facts import UnsafeProduct
from huaihai.kit import guards, local_words
from huaihai.members import directory
from huaihai.members.models import Organisation
from huaihai.supervision.grading import files
from huaihai.supervision.models import Project, Release
from huaihai.supervision.public import public_or_404
from huaihai.supervision.releasing import file_of
from huaihai.supervision.testing.publishing import facts, table
from huaihai.supervision.testing.publishing.bands import Bands
from huaihai.supervision.testing.publishing.facts import Results, Row, results_of
from huaihai.supervision.testing.review.verbs import being_corrected

CSV_NAME = "%s-results.csv"


def public_page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """All results of a test, and all that is needed to doubt them."""
    held = results_of(file)
    bands = Bands(held.rows)
    context = {
        **_common(project, held),
        "best": bands.best(held.rows),
        "alike": bands.alike(held.rows),
        "narrowed": table.narrowed(held, request.GET.dict()),
        "readings": len(file["readings"]),
        "releases": project.releases.filter(published_at__isnull=False).order_by("number"),
        "groups": _groups(held),
        "rules": facts.downgrades(held.plan),
        "not_applicable": facts.not_applicable(held.plan),
        "says": _by_product(held, "maker_says"),
        "handed": _by_product(held, "handed"),
        "retests": _by_product(held, "retests"),
        "cities": _cities(file),
        "timeline": _timeline(file),
    }
    return render(request, "supervision/testing/publishing/results.html", context)


@require_safe
@guards.same_for_all
def product(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One product: its grade and place, each item, what its maker says."""
    project, file = _file(number)
    held = results_of(file)
    row = next((row for row in held.rows if row.key == key), None)
    if row is None:
        return _taken_out(request, project, held, key)
    context = {
        **_common(project, held),
        "row": row,
        "to_do": check_facts.what_to_do(),
        "items": _item_rows(held, row),
        "firm": facts.firm_more(row.result, _behind(held, row), is_safe=_are_safe(held, row)),
        "downgrades": _downgrades(held, row),
        "says": [one for one in file["maker_says"] if one["product"] == key],
        "handed": [one for one in file["handed"] if one["product"] == key],
        "retests": [one for one in file["retests"] if one["product"] == key],
        "city": _cities(file, row.product["city"]),
        "readings": _readings(file, key),
    }
    return render(request, "supervision/testing/publishing/product.html", context)


@require_safe
@guards.public
def results_csv(_request: HttpRequest, number: str) -> HttpResponse:
    """Every product and item as one table (docs/guides/test-file.md)."""
    _project, file = _file(number)
    return HttpResponse(
        files.text(file),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{CSV_NAME % number}"'},
    )


def _file(number: str) -> tuple[Project, dict[str, Any]]:
    project = public_or_404(number)
    release = project.shown_release if project.kind == Project.Kind.TEST else None
    if release is None:
        raise Http404
    return project, file_of(release)


def _common(project: Project, held: Results) -> dict[str, Any]:
    return {
        "project": project,
        "release": project.shown_release,
        "again": being_corrected(project),
        "shown": held,
        "plan": held.plan,
        "file": held.file,
        "is_english": local_words.is_foreign(),
    }


def _groups(held: Results) -> list[tuple[str, list[dict[str, Any]]]]:
    """The items group by group, each with its limit in words."""
    found = []
    for group in held.plan["groups"]:
        own = [item for item in held.plan["items"] if item["group"] == group["key"]]
        found.append((group["name"], [{**item, "limit_said": facts.limit(item)} for item in own]))
    return found


def _item_rows(held: Results, row: Row) -> list[dict[str, Any]]:
    return [
        {
            "item": held.items[one["item"]],
            "value": facts.value(one, held.items[one["item"]]),
            "limit": facts.limit(held.items[one["item"]]),
            "points": facts.tidy(one["points"], 1),
            "bar": float(facts.tidy(one["points"], 1) or 0),
            "weight": facts.tidy(row.result["weights"].get(one["item"]), 1),
            "failed": one["failed"],
            "na": one["na"],
            "is_second": one["round"] == "retest",
        }
        for one in row.result["items"]
    ]


def _downgrades(held: Results, row: Row) -> list[str]:
    rules = {rule["key"]: rule for rule in held.plan["downgrades"]}
    names = {grade.key: grade.name for grade in held.grades}
    return [facts.downgrade(rules[step["key"]], names, step) for step in row.result["downgrades"]]


def _behind(held: Results, row: Row) -> str:
    """The product next behind, as the file means it: the first in the file of those with the next higher place."""
    later = [one.rank for one in held.rows if one.rank and row.rank and one.rank > row.rank]
    return next((one.name for one in held.rows if later and one.rank == min(later)), "")


def _are_safe(held: Results, row: Row) -> bool:
    """Whether no product is unsafe within the range of places that the row would take when measured again."""
    if row.unsafe:
        return False
    firm = row.result.get("firmness") or {"rank_low": 0, "rank_high": 0}
    near = [one for one in held.rows if one.rank and firm["rank_low"] <= one.rank <= firm["rank_high"]]
    return not any(one.unsafe for one in near)


def _by_product(held: Results, name: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(name of the product, its address, what is said of it)."""
    rows = {row.key: row for row in held.rows}
    out = {one["key"]: f"{one['brand']} {one['model']}" for one in held.file.get("taken_out", ())}
    found = []
    for one in held.file[name]:
        row = rows.get(one["product"])
        found.append((row.name if row else out.get(one["product"], ""), row.url if row else "", one))
    return found


def _readings(file: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The readings that count: what was corrected is left to the file."""
    codes = {one["code"] for one in file["samples"] if one["product"] == key}
    replaced = {one["replaces"] for one in file["readings"] if one["replaces"]}
    items = {item["key"]: item["name"] for item in file["plans"][-1]["plan"]["items"]}
    return [
        {**one, "item_name": items[one["item"]]}
        for one in file["readings"]
        if one["sample"] in codes and one["id"] not in replaced
    ]


def _timeline(file: Mapping[str, Any]) -> dict[str, Any]:
    """The moments of the plan's versions and the day of the first purchase, as values."""
    plans = [{**one, "at": datetime.fromisoformat(one["registered_at"])} for one in file["plans"]]
    first = file["first_purchase_on"]
    return {
        "registered": plans[0]["at"],
        "changes": plans[1:],
        "first_bought": date.fromisoformat(first) if first else None,
    }


def _cities(file: Mapping[str, Any], *only: str) -> list[str]:
    keys = list(only or file["project"]["cities"])
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "short_name"))
    return [names[key] for key in keys if key in names] or [directory.root().short_name]


def _taken_out(request: HttpRequest, project: Project, held: Results, key: str) -> HttpResponse:
    out = next((one for one in held.file.get("taken_out", ()) if one["key"] == key), None)
    if out is None:
        raise Http404
    context = {**_common(project, held), "out": out}
    return render(request, "supervision/testing/publishing/taken_out.html", context)


MOST_TESTS = 200  # newest; what is kept of each is small


def of_tests() -> list[UnsafeProduct]:
    """For `reactions.UNSAFE_PRODUCTS`: by the file that the public reads today; a test taken back says nothing."""
    newest = Release.objects.filter(project=OuterRef("pk"), published_at__isnull=False).order_by("-number")
    tests = Project.objects.public().filter(kind=Project.Kind.TEST, withdrawn_at=None)
    rows = (
        tests.annotate(out=Subquery(newest.values("pk")[:1]))
        .exclude(out=None)
        .order_by("-published_at", "-pk")
    )
    return [row for out in rows.values_list("out", flat=True)[:MOST_TESTS] for row in _of_release(out)]


@lru_cache(maxsize=MOST_TESTS)
def _of_release(release: UUID) -> tuple[UnsafeProduct, ...]:
    """What its file says; a file never changes."""
    file = file_of(Release.objects.get(pk=release))
    held, project = results_of(file), file["project"]
    return tuple(
        UnsafeProduct(
            test=project["title"],
            test_url=reverse("supervision-project", args=[held.number]),
            url=row.url,
            name=str(held.plan.get("what", "")),
            brand=row.product["brand"],
            model=row.product["model"],
            maker=row.product["maker"],
            batch=row.product["batch"],
            failed=row.unsafe,
        )
        for row in held.unsafe
    )
