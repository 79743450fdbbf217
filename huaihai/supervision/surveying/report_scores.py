"""The satisfaction measure as sections of a report, beside the national figures, with years and sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Chart, Section, Series, Table
from huaihai.kit import local_words
from huaihai.law.sureness import Sureness
from huaihai.supervision.surveying import faults
from huaihai.supervision.surveying import plan as surveying_plan
from huaihai.supervision.surveying.questionnaire import Questionnaire

PARTS = ("supply", "environment", "rights")


def sections(
    scores: Sequence[Mapping[str, Any]], plan: Mapping[str, Any], questionnaire: Questionnaire
) -> list[Section]:
    """The index with its parts, its items, the groups, the national figures; the parts alone where too few answered."""
    whole, score = scores[0], plan["score"]
    if not whole["shown"] or whole["index"] is None:
        said = _("Too few have answered for a score: %(n)s.") % {"n": whole["n"]}
        return [Section(_("Satisfaction"), (said,))]
    found = [
        Section(_("Satisfaction, 0 to 100"), (_formula(whole),), charts=(_parts(whole, score),)),
        Section(_("What stands behind it"), (_own(),), charts=(_items(whole, questionnaire),)),
    ]
    found += _groups(scores, questionnaire)
    if plan.get("measure") == surveying_plan.SATISFACTION:
        found.append(_national(whole))
    return found


def _formula(whole: Mapping[str, Any]) -> str:
    return _(
        "The index is %(value)s (95%% interval %(low)s to %(high)s, %(n)s answers). Each answer gives 0 to 100 points; "
        "a part is the mean of its questions, the index the mean of its three parts. “Cannot say” counts nowhere."
    ) % _said(whole["index"])


def _own() -> str:
    return _(
        "These questions and their weights are the alliance's own; those of the national measure are not public."
    )


def _parts(whole: Mapping[str, Any], score: Mapping[str, Any]) -> Chart:
    names = {part["key"]: part["name"] for part in score["parts"]}
    rows = [(pgettext("satisfaction", "Index"), whole["index"])]
    rows += [(names[part["key"]], part["score"]) for part in whole["parts"]]
    return _chart(_("Index and its parts"), rows, shape="bars")


def _items(whole: Mapping[str, Any], questionnaire: Questionnaire) -> Chart:
    rows = [
        (questionnaire.by_key[item["question"]].text, item["score"])
        for part in whole["parts"]
        for item in part["items"]
    ]
    return _chart(_("Points of each question"), rows)


def _groups(scores: Sequence[Mapping[str, Any]], questionnaire: Questionnaire) -> list[Section]:
    charts = []
    for key in dict.fromkeys(group["by"] for group in scores if group["by"]):
        by = questionnaire.by_key[key]
        rows = [
            (by.words[group["is"]], group["index"])
            for group in scores
            if group["by"] == key and group["shown"] and group["index"]
        ]
        if len(rows) > 1:
            charts.append(_chart(by.text, rows))
    words = _(
        "Where two intervals overlap, the difference may be chance. Groups with too few answers are not shown; this is "
        "no ranking."
    )
    return [Section(_("By group"), (words,), charts=tuple(charts))] if charts else []


def _national(whole: Mapping[str, Any]) -> Section:
    national = surveying_plan.data()["national"]
    ours = {part["key"]: part["score"] for part in whole["parts"]} | {"index": whole["index"]}
    names = {part["key"]: part["name"] for part in surveying_plan.data()["parts"]}
    keys = (*PARTS, "index")
    rows = [(pgettext("satisfaction", "here"), *(_with_margin(ours.get(key)) for key in keys), "")]
    rows += [
        (
            str(year["year"]),
            *(year.get(key, "–") for key in keys),
            _known(year["mark"]),
        )
        for year in reversed(national["years"])
    ]
    head = (
        _("Year"),
        *(names[key] for key in PARTS),
        pgettext("satisfaction", "Index"),
        _("How well known"),
    )
    return Section(
        _("Beside the national measure"),
        (local_words.said(_Both(national["caution"])), national["scope_zh"]),
        tables=(
            Table(f"{national['what']}（{national['source']}）", head, tuple(rows), frozenset({1, 2, 3, 4})),
        ),
    )


def _known(mark: str) -> str:
    if mark == Sureness.DERIVED:
        return pgettext("measure of a year", "worked out from other published numbers")
    return local_words.said(Sureness(mark))


class _Both:
    """Words in two languages, out of the data file."""

    def __init__(self, held: Mapping[str, str]) -> None:
        self.zh, self.en = held["zh"], held["en"]


def _chart(caption: str, rows: Sequence[tuple[str, Mapping[str, Any] | None]], shape: Any = "dots") -> Chart:
    held = [(label, one) for label, one in rows if one]
    return Chart(
        caption=caption,
        labels=tuple(label for label, _one in held),
        series=(
            Series(
                pgettext("satisfaction", "Points"),
                tuple(float(one["value"]) for _label, one in held),
                tuple(max(0.0, float(one["low"])) for _label, one in held),
                tuple(min(100.0, float(one["high"])) for _label, one in held),
            ),
        ),
        shape=shape,
        digits=1,
        table=Table(
            caption,
            (
                "",
                pgettext("satisfaction", "Points"),
                _("95% interval"),
                pgettext("count of answers", "Answers"),
            ),
            tuple((label, faults.points(one["value"]), _interval(one), str(one["n"])) for label, one in held),
            frozenset({1, 2, 3}),
        ),
    )


def _interval(one: Mapping[str, Any]) -> str:
    return f"{faults.points(one['low'])}–{faults.points(one['high'])}"


def _with_margin(one: Mapping[str, Any] | None) -> str:
    return f"{faults.points(one['value'])} ({_interval(one)})" if one else "–"


def _said(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": faults.points(one["value"]),
        "low": faults.points(one["low"]),
        "high": faults.points(one["high"]),
        "n": one["n"],
    }
