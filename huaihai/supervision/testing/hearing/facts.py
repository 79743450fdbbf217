"""What a notice tells: a maker's own results, in values and in words, which goods they are, the code on its letter."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huaihai.desk import codes
from huaihai.desk.lives import NotPossible
from huaihai.desk.papers import squares
from huaihai.kit import sealing
from huaihai.kit.network import whole
from huaihai.members import directory
from huaihai.supervision.grading.shape import PlanError, ReadingError
from huaihai.supervision.models import (
    Exclusion,
    MakerAnswer,
    MakerNotice,
    Objection,
    Photo,
    Project,
    Sample,
)
from huaihai.supervision.testing.publishing import building, facts
from huaihai.supervision.testing.publishing.building import bought_of

GOODS = ("product", "name", "batch", "bought_on", "shop")  # of what is told: which goods


def all_results(
    project: Project, computed: Sequence[Mapping[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """What is told of every product, by its key, plain JSON; `computed` are the results, where they are known.

    Raises NotPossible while they cannot be computed.
    """
    try:
        found = building.results(project) if computed is None else computed
    except (PlanError, ReadingError) as error:
        raise NotPossible(_("The results cannot be computed yet: readings are missing.")) from error
    results = {one["product"]: one for one in found}
    out = {row.product: row for row in Exclusion.objects.filter(project=project)}
    told = {}
    for key, bought in bought_of(project).items():
        facts = {
            "product": key,
            "name": f"{bought.brand} {bought.model}".strip(),
            "batch": bought.batch,
            "bought_on": bought.bought_on.isoformat(),
            "shop": bought.shop,
        }
        told[key] = (
            facts | {"taken_out": out[key].reason} if key in out else facts | _result(results.get(key))
        )
    return told


def results_of(told: Mapping[str, dict[str, Any]], products: Sequence[str]) -> list[dict[str, Any]]:
    """Those of some products, in their order."""
    return [told[key] for key in products if key in told]


def _result(one: Mapping[str, Any] | None) -> dict[str, Any]:
    if one is None:
        return {}
    names = ("items", "total", "grade", "downgrades", "no_grade")
    return {name: one[name] for name in names}


@dataclass(frozen=True)
class Goods:
    """One product as it was bought; `codes` of its samples, main ones and spare ones, as printed."""

    name: str
    maker: str
    maker_code: str
    batch: str
    codes: tuple[str, ...]


def names_of(project: Project) -> dict[str, str]:
    """What the products that were bought are called, by their keys. One query."""
    return {key: f"{row.brand} {row.model}".strip() for key, row in bought_of(project).items()}


def goods_of(project: Project, products: Sequence[str]) -> list[Goods]:
    """Those of these products that were bought, in the plan's order. Two queries."""
    bought = {key: row for key, row in bought_of(project).items() if key in products}
    roots = {row.root_id: key for key, row in bought.items()}
    samples = Sample.objects.in_use().filter(purchase__in=roots).order_by("code")
    codes: dict[str, list[str]] = {key: [] for key in bought}
    for one in samples:
        codes[roots[one.purchase_id]].append(one.shown_code)
    return [
        Goods(
            name=f"{row.brand} {row.model}".strip(),
            maker=row.maker,
            maker_code=row.maker_code,
            batch=row.batch,
            codes=tuple(codes[key]),
        )
        for key, row in bought.items()
    ]


@dataclass(frozen=True)
class Line:
    """One item of a product: its value, what the plan asks, its points, and whether it failed."""

    name: str
    standard: str
    value: str
    limit: str
    points: str
    failed: bool
    is_second: bool


@dataclass(frozen=True)
class ProductInWords:
    """A product's results in words. `taken_out` is the reason why it is not in the table any more."""

    key: str
    name: str
    batch: str
    bought_on: str
    shop: str
    taken_out: str
    total: str
    grade: str
    downgrades: tuple[str, ...]
    lines: tuple[Line, ...]


def in_words(project: Project, results: Sequence[Mapping[str, Any]]) -> list[ProductInWords]:
    """The results that a notice told (`Telling.results`), product after product."""
    plan = project.registered.plan if project.registered is not None else project.plan
    items = {item["key"]: item for item in plan["items"]}
    rules = {rule["key"]: rule for rule in plan["downgrades"]}
    grades = {grade["key"]: grade["name"] for grade in plan["grades"]}
    return [
        ProductInWords(
            key=one["product"],
            name=one["name"],
            batch=one["batch"],
            bought_on=one["bought_on"],
            shop=one["shop"],
            taken_out=one.get("taken_out", ""),
            total=one.get("total") or "",
            grade=grades.get(one.get("grade") or "", ""),
            downgrades=tuple(
                facts.downgrade(rules[step["key"]], grades, step) for step in one.get("downgrades", ())
            ),
            lines=tuple(_line(row, items[row["item"]]) for row in one.get("items", ())),
        )
        for one in results
    ]


def newest_in_words(notice: MakerNotice) -> list[ProductInWords]:
    """What it was told last; empty: nothing yet."""
    telling = notice.tellings.order_by("-at", "-pk").first()
    return in_words(notice.project, telling.results) if telling is not None else []


def _line(row: Mapping[str, Any], item: Mapping[str, Any]) -> Line:
    return Line(
        name=item["name"],
        standard=f"{item.get('standard', '')} {item.get('clause', '')}".strip(),
        value=facts.value(row, item),
        limit=facts.limit(item),
        points=facts.tidy(row["points"], 1),
        failed=row["failed"],
        is_second=row["round"] == "retest",
    )


def answers_of(notice: MakerNotice) -> list[tuple[MakerAnswer, Objection | None, list[Photo]]]:
    """Each of its answers, the objection that it began, and its papers. Three queries."""
    answers = list(notice.answers.order_by("at", "pk"))
    papers = list(Photo.objects.filter(project=notice.project, about__in=[one.seal_key for one in answers]))
    objections = {row.answer_id: row for row in Objection.objects.filter(answer__in=answers)}
    return [
        (one, objections.get(one.pk), [paper for paper in papers if paper.about == one.seal_key])
        for one in answers
    ]


PURPOSE: Final = "test-notice-code"
DIGITS: Final = codes.BITS // 4  # of the fingerprint, hexadecimal


def code_of(row: MakerNotice) -> str:
    """The code of its link in force, without dashes, for whoever cannot scan; empty if it has none.

    It follows from the notice and the number of its link, as the link does, and so ends with it; nothing is stored.
    """
    if not row.link_issue:
        return ""
    mark = sealing.fingerprint_of_code(f"{row.pk}:{row.link_issue}", purpose=PURPOSE)
    return codes.code_of(int(mark[:DIGITS], 16))


def found_by(number: str, code: str, *, at: datetime) -> MakerNotice | None:
    """The notice of this test that the code (as `desk.codes` returns it) opens now; None: no such one."""
    rows = MakerNotice.objects.filter(project__number=number, link_issue__gt=0, link_until__gt=at)
    fitting = [row for row in rows if secrets.compare_digest(code_of(row), code)]
    return fitting[0] if fitting else None


def reference(row: MakerNotice) -> str:
    """What both sides call the letter: the test's number and the end of the notice's own key."""
    return f"{row.project.number}-{row.pk.hex[-6:].upper()}"


def square(request: HttpRequest, number: str, title: str, project: Project, *, on: date) -> SafeString:
    """The signed square of a letter of this project, by which a phone knows that it is ours."""
    sender = (project.lead or directory.root()).name
    content = squares.Content(number, title, sender, on.isoformat(), "")
    return squares.drawn(whole(request, squares.path_of(content)))
