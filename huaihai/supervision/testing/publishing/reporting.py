"""A comparative test as a report: drawn from the released file, for a page, a Word file and print."""

from collections.abc import Mapping
from typing import Any

from huaihai.desk.papers.document import Chart, Document, Section, Series, Table
from huaihai.kit import spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import ngettext, pgettext
from huaihai.supervision.testing.publishing import facts
from huaihai.supervision.testing.publishing.facts import Results, Row, results_of

MOST_IN_CHART = 40
NOTHING = "–"


def report(file: Mapping[str, Any]) -> Document:
    """The whole test in sections."""
    held = results_of(file)
    sections = [
        _results(held),
        _safety(held),
        _method(held),
        _laboratories(held),
        _opinions(held),
        _plans(held),
    ]
    return Document(
        title=file["project"]["title"],
        summary=_summary(held),
        sections=tuple(section for section in sections if section is not None),
        caution=_(
            "These results hold for the samples that were bought, not for all goods of a brand, nor for other "
            "batches. Nobody may advertise with them."
        ),
        sources=tuple(held.plan["basis"]),
    )


def _summary(held: Results) -> str:
    counts = _(", ").join(
        _("%(grade)s %(n)s") % {"grade": grade.name, "n": grade.count} for grade in held.grades if grade.count
    )
    said = _(
        "%(n)s products of %(makers)s makers were bought like any customer buys and measured: %(counts)s."
    ) % {
        "n": len(held.rows),
        "makers": held.makers,
        "counts": counts,
    }
    n = len(held.unsafe)
    unsafe = ngettext("%(n)s failed a safety item.", "%(n)s failed safety items.", n) % {"n": n} if n else ""
    return spoken.run_on((said, unsafe))


def _results(held: Results) -> Section:
    rows = sorted(held.rows, key=lambda row: (row.rank is None, row.rank or 0, row.name))
    charts = [
        Chart(
            _("Products by grade"),
            tuple(grade.name for grade in held.grades),
            (Series(_("Products"), tuple(float(grade.count) for grade in held.grades)),),
            digits=0,
        )
    ]
    if len(rows) <= MOST_IN_CHART:
        totals = tuple(float(row.total) if row.total else None for row in rows)
        charts.append(
            Chart(
                _("Totals, of 100 points"),
                tuple(row.name for row in rows),
                (Series(_("Total"), totals),),
                digits=1,
            )
        )
    return Section(_("Results"), charts=tuple(charts), tables=(_table(held, rows),))


def _table(held: Results, rows: list[Row]) -> Table:
    groups = [group["name"] for group in held.plan["groups"]]
    head = (
        pgettext("results", "Place"),
        pgettext("results", "Product"),
        _("Maker"),
        _("Price ({currency})"),
        _("Grade"),
        _("Total"),
        *groups,
        pgettext("results", "Firmness of the place"),
    )
    lines = tuple(
        (
            str(row.rank or NOTHING),
            row.name,
            row.product["maker"],
            spoken.figures(row.product["price_fen"]),
            row.grade.name if row.grade else NOTHING,
            row.total or NOTHING,
            *(part.points or NOTHING for part in row.parts),
            row.firm or NOTHING,
        )
        for row in rows
    )
    return Table(_("All results"), head, lines, frozenset({0, 3, 5, *range(6, 6 + len(groups))}))


def _safety(held: Results) -> Section | None:
    if not held.unsafe:
        return None
    handed = {one["product"]: one for one in held.file["handed"]}
    lines = tuple(
        (
            row.name,
            row.product["batch"],
            "、".join(row.unsafe),
            handed[row.key]["authority"] if row.key in handed else NOTHING,
            handed[row.key]["on"] if row.key in handed else NOTHING,
        )
        for row in held.unsafe
    )
    named = (pgettext("results", "Product"), _("Batch"), _("Failed"))
    head = (*named, _("Handed to"), pgettext("handed over", "On"))
    return Section(_("Unsafe products"), tables=(Table(_("Unsafe products"), head, lines),))


def _method(held: Results) -> Section:
    names = {group["key"]: group["name"] for group in held.plan["groups"]}
    lines = tuple(
        (
            names[item["group"]],
            item["name"],
            f"{item['standard']} {item['clause']}".strip(),
            str(item["replicates"]),
            item["weight"],
            facts.limit(item) or NOTHING,
        )
        for item in held.plan["items"]
    )
    head = (
        pgettext("plan", "Group"),
        pgettext("plan", "Item"),
        _("Standard and clause"),
        _("Readings"),
        pgettext("test item", "Weight"),
        _("Limit"),
    )
    return Section(
        _("Method"),
        paragraphs=(
            _("Each value becomes points from 0 to 100; points are weighted, added and rounded once."),
            facts.not_applicable(held.plan),
            *facts.downgrades(held.plan),
        ),
        tables=(Table(_("What was measured"), head, lines, frozenset({3, 4})),),
    )


def _laboratories(held: Results) -> Section:
    lines = tuple(
        (lab["name"], lab["cma"] or NOTHING, lab["cnas"] or NOTHING, str(len(lab["items"])))
        for lab in held.file["labs"]
    )
    head = (_("Laboratory"), "CMA", "CNAS", _("Items"))
    return Section(
        _("Who tested"),
        (_("The laboratories saw codes, never brands."),),
        tables=(Table(_("Laboratories"), head, lines, frozenset({3})),),
    )


def _opinions(held: Results) -> Section | None:
    names = {row.key: row.name for row in held.rows}
    told = [
        _("%(who)s on %(product)s: %(text)s")
        % {"who": one["who"], "product": names.get(one["product"], ""), "text": one["text"]}
        for one in held.file["maker_says"]
    ]
    told += [
        _("Objection to %(product)s: %(reason)s")
        % {"product": names.get(one["product"], one["product"]), "reason": one["reason"]}
        for one in held.file["retests"]
    ]
    if held.file["opinion"]:
        told.append(_("Opinion: %(text)s") % {"text": held.file["opinion"]})
    return Section(_("Makers, sellers, experts"), tuple(told)) if told else None


def _plans(held: Results) -> Section:
    lines = tuple(
        (
            str(one["number"]),
            one["registered_at"][:16].replace("T", " "),
            one["reason"] or NOTHING,
            one["hash"],
        )
        for one in held.file["plans"]
    )
    head = (pgettext("plan", "Version"), pgettext("plan", "Registered"), pgettext("plan", "Why"), "SHA-256")
    first = _("First purchase: %(day)s.") % {"day": held.file["first_purchase_on"]}
    return Section(
        _("The plan, registered before anything was bought"),
        (first,),
        tables=(Table(pgettext("plan", "Versions"), head, lines),),
    )
