"""A released survey as a report and as a page: every number with its margin, and how many it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.papers.document import Chart, Document, Section, Series, Table
from huaihai.kit import guards
from huaihai.kit.csv_text import csv_file
from huaihai.supervision.models import Project
from huaihai.supervision.public import public_or_404
from huaihai.supervision.releasing import file_of
from huaihai.supervision.surveying import faults, report_scores
from huaihai.supervision.surveying.plan import VISITORS
from huaihai.supervision.surveying.questionnaire import Question, Questionnaire, of_plan


def section(plan: Mapping[str, Any], file: Mapping[str, Any]) -> Section:
    """Who was asked, what was left out by which rule, how it was weighted."""
    sample, answers, weights = plan["sample"], file["answers"], file["weights"]
    rows = [
        (_("Who was asked"), str(faults.SAMPLE_WORDS[sample["kind"]])),
        (_("How people were found"), sample["how"]),
        (_("Received"), str(answers["received"])),
        (_("Left out by the rules of the plan"), str(answers["left_out"])),
        *((str(words), str(answers["flagged"][key])) for key, words in faults.FLAG_WORDS.items()),
        (_("Weights"), _weights(weights)),
    ]
    if weights["method"] != "none":
        rows.append((_("Design effect of the weights (Kish)"), f"{float(weights['design_effect']):.2f}"))
    return Section(_("How it was done"), tables=(Table(_("The survey in short"), ("", ""), tuple(rows)),))


def _weights(weights: Mapping[str, Any]) -> str:
    if weights["method"] == "none":
        return _("none: each answer counts once")
    said = {
        "post-stratification": _(
            "by the known shares of one group (post-stratification), from %(low)s to %(high)s"
        ),
        "raking": _("by the known shares of several groups (raking), from %(low)s to %(high)s"),
    }[weights["method"]]
    return said % {"low": f"{float(weights['smallest']):.2f}", "high": f"{float(weights['largest']):.2f}"}


MOST_COLUMNS = 6  # answers beside each other in a table by group


@dataclass(frozen=True)
class Read:
    """A file, taken apart: the plan that counts, its questions, the tables by question."""

    file: Mapping[str, Any]
    plan: Mapping[str, Any]
    questionnaire: Questionnaire

    @property
    def tables(self) -> dict[str, list[Mapping[str, Any]]]:
        return {table["question"]: table["groups"] for table in self.file["tables"]}


def read(file: Mapping[str, Any]) -> Read:
    """The file with the plan by which it was made: the last registered."""
    plan = file["plans"][-1]["plan"]
    return Read(file, plan, of_plan(plan))


def report(file: Mapping[str, Any]) -> Document:
    """The whole report."""
    held = read(file)
    return Document(
        title=file["project"]["title"],
        summary=summary(held),
        sections=sections(held),
        caution=faults.caution(is_indicative=file["indicative"]),
        sources=tuple(target["source"] for target in held.plan.get("targets") or ()),
    )


def summary(held: Read) -> str:
    """How many answered, and what that is worth."""
    used = held.file["answers"]["used"]
    worth = held.file["weights"].get("n_effective")
    if not worth or held.file["weights"]["method"] == "none":
        return ngettext("%(n)s person's answers count.", "%(n)s people's answers count.", used) % {
            "n": f"{used:,}"
        }
    return _(
        "%(n)s people's answers count. After weighting they are worth %(worth)s equally weighted ones; the margins are "
        "reckoned with that."
    ) % {"n": f"{used:,}", "worth": f"{float(worth):,.0f}"}


def sections(held: Read) -> tuple[Section, ...]:
    """Score, questions, who answered, how it was done."""
    asked = [one for one in held.questionnaire.questions if one.key in held.tables]
    scored = {
        item["question"] for part in (held.plan.get("score") or {}).get("parts", ()) for item in part["items"]
    }
    is_poll = held.plan.get("measure") == VISITORS
    main = [one for one in asked if one.key not in scored and (is_poll or not one.is_group)]
    about = [one for one in asked if one.is_group and one not in main]
    found: list[Section] = []
    if "scores" in held.file:
        found += report_scores.sections(held.file["scores"], held.plan, held.questionnaire)
    found += [_question(held, one) for one in main]
    if about:
        found.append(Section(_("Who answered"), charts=tuple(_charts(held, about))))
    return (*found, section(held.plan, held.file))


def share_chart(question: Question, group: Mapping[str, Any], *, caption: str) -> Chart:
    """The shares of one question with their intervals, and the table beside it."""
    words = question.words
    rows = [(words[one["choice"]], one) for one in group["shares"]]
    return Chart(
        caption=caption,
        labels=tuple(label for label, _one in rows),
        series=(
            Series(
                _("Share"),
                tuple(_hundred(one["share"]) for _label, one in rows),
                tuple(_hundred(one["low"]) for _label, one in rows),
                tuple(_hundred(one["high"]) for _label, one in rows),
            ),
        ),
        unit="%",
        table=Table(
            caption,
            (
                pgettext("survey", "Answer"),
                _("Share"),
                _("95% interval"),
                pgettext("count of answers", "Answers"),
            ),
            tuple(
                (
                    label,
                    faults.percent(one["share"]),
                    faults.interval(one["low"], one["high"]),
                    str(one["n"]),
                )
                for label, one in rows
            ),
            frozenset({1, 2, 3}),
        ),
        digits=1,
    )


def _question(held: Read, question: Question) -> Section:
    groups = held.tables[question.key]
    whole = groups[0]
    if not whole["shown"]:
        return Section(question.text, (_too_few(held, whole["n"]),))
    return Section(
        question.text,
        tuple(_paragraphs(whole)),
        charts=(share_chart(question, whole, caption=_("Share of each answer")),)
        if "shares" in whole
        else (),
        tables=tuple(_by_group(held, question, groups)),
    )


def _paragraphs(group: Mapping[str, Any]) -> Iterator[str]:
    yield _("%(n)s people answered this.") % {"n": f"{group['n']:,}"}
    if mean := group.get("mean"):
        yield _("Mean: %(value)s (95%% interval %(low)s to %(high)s, %(n)s answers).") % {
            "value": f"{float(mean['value']):.2f}",
            "low": f"{float(mean['low']):.2f}",
            "high": f"{float(mean['high']):.2f}",
            "n": mean["n"],
        }


def _charts(held: Read, questions: list[Question]) -> Iterator[Chart]:
    for question in questions:
        whole = held.tables[question.key][0]
        if whole["shown"]:
            yield share_chart(question, whole, caption=question.text)


def _by_group(held: Read, question: Question, groups: list[Mapping[str, Any]]) -> Iterator[Table]:
    """One table a breakdown; each share with its interval, groups too small with their count alone."""
    if len(question.choices) > MOST_COLUMNS or "shares" not in groups[0]:
        return
    for key in dict.fromkeys(group["by"] for group in groups if group["by"]):
        by = held.questionnaire.by_key[key]
        rows = [group for group in groups if group["by"] == key and group["n"]]
        if not any(group["shown"] for group in rows):
            continue
        yield Table(
            _("%(question)s By: %(group)s") % {"question": question.text, "group": by.text},
            ("", pgettext("count of answers", "Answers"), *question.words.values()),
            tuple(_line(by, question, group) for group in rows),
            frozenset(range(1, len(question.choices) + 2)),
        )


def _line(by: Question, question: Question, group: Mapping[str, Any]) -> tuple[str, ...]:
    head = (by.words.get(group["is"], group["is"]), str(group["n"]))
    if not group["shown"]:
        return (*head, *(_("too few") for _choice in question.choices))
    said = (
        f"{faults.percent(one['share'])} ({faults.interval(one['low'], one['high'])})"
        for one in group["shares"]
    )
    return (*head, *said)


def _too_few(held: Read, count: int) -> str:
    return _("%(n)s people answered this. Numbers are shown from %(least)s answers on.") % {
        "n": count,
        "least": held.plan["least"],
    }


def _hundred(share: str) -> float:
    return float(share) * 100


def show(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """The page of a published survey."""
    held = read(file)
    context = {
        "project": project,
        "document": report(file),
        "first": _first(held),
        "file_url": reverse("supervision-file", args=[project.number]),
        "has_rows": file.get("rows") is not None,
        "plans": project.plan_versions.order_by("-number"),
    }
    return render(request, "supervision/surveying/results.html", context)


@require_safe
@guards.public
def table(request: HttpRequest, number: str) -> HttpResponse:
    """All numbers as one table for a spreadsheet."""
    project = public_or_404(number)
    release = project.shown_release
    if release is None or project.kind != Project.Kind.SURVEY:
        raise Http404
    heads = (
        _("Question"),
        pgettext("survey", "By"),
        _("Group"),
        pgettext("survey", "Answer"),
        _("Share or mean"),
        _("Low"),
        _("High"),
        _("Answers"),
        _("Effective number"),
    )
    return csv_file(f"{number}.csv", heads, _lines(read(file_of(release))))


def _lines(held: Read) -> Iterator[tuple[Any, ...]]:
    for key, groups in held.tables.items():
        question = held.questionnaire.by_key[key]
        for group in groups:
            by = held.questionnaire.by_key.get(group["by"])
            head = (question.text, by.text if by else "", by.words[group["is"]] if by else "")
            if not group["shown"]:
                yield (*head, "", "", "", "", group["n"], "")
            for one in group.get("shares", ()):
                said = (question.words[one["choice"]], one["share"], one["low"], one["high"])
                yield (*head, *said, one["n"], group["n_effective"])
            if mean := group.get("mean"):
                yield (
                    *head,
                    _("mean"),
                    *(mean[name] for name in ("value", "low", "high", "n", "n_effective")),
                )


def _first(held: Read) -> dict[str, Any] | None:
    """The number that stands large above all: the index, or the share of the first answer of the visitors' poll."""
    if (scores := held.file.get("scores")) and scores[0].get("index"):
        one = scores[0]["index"]
        said = {name: faults.points(one[name]) for name in ("low", "high")}
        return {
            "words": _("Satisfaction, 0 to 100"),
            "said": faults.points(one["value"]),
            "n": one["n"],
            **said,
        }
    if held.plan.get("measure") != VISITORS or not held.file["tables"]:
        return None
    whole = held.file["tables"][0]["groups"][0]
    if not whole["shown"] or not whole.get("shares"):
        return None
    one, question = whole["shares"][0], held.questionnaire.questions[0]
    said = {name: faults.percent(one[name]) for name in ("low", "high")}
    return {
        "words": question.words[one["choice"]],
        "said": faults.percent(one["share"]),
        "n": whole["n"],
        **said,
    }
