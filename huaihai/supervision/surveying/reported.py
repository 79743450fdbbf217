"""A released survey as a report: every number with its margin, and how many it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.desk.papers.document import Chart, Document, Section, Series, Table
from huaihai.supervision.surveying import reported_method, reported_scores, wording
from huaihai.supervision.surveying.questionnaire import Question, Questionnaire, of_plan
from huaihai.supervision.surveying.standard import VISITORS

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
        caution=wording.caution(is_indicative=file["indicative"]),
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
        found += reported_scores.sections(held.file["scores"], held.plan, held.questionnaire)
    found += [_question(held, one) for one in main]
    if about:
        found.append(Section(_("Who answered"), charts=tuple(_charts(held, about))))
    return (*found, reported_method.section(held.plan, held.file))


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
                    wording.percent(one["share"]),
                    wording.interval(one["low"], one["high"]),
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
        f"{wording.percent(one['share'])} ({wording.interval(one['low'], one['high'])})"
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
