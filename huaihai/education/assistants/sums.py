"""Sums and days for assistants: the calculators of the pages, asked by name and answered with their steps."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from huaihai.cases.triage.sums import CALCULATORS, Calculator, SumForm, part_of
from huaihai.education.assistants.given import Given, Unfit
from huaihai.kit import clock, local_words
from huaihai.kit.money_field import MoneyField
from huaihai.law import answers, deadlines, limits
from huaihai.law.errors import LawError
from huaihai.law.library import article_at, held
from huaihai.law.limits import Limit, Unit
from huaihai.law.triage.cards import Sum
from huaihai.packs.words import of_country
from huaihai.record import clocks

DAY, YES_NO, CHOICE = "day", "yes/no", "choice"


def questions(one: Sum, kind: Calculator) -> dict[str, Any]:
    """A calculator with its questions."""
    return {"sum": one.value, "title": str(kind.title), "questions": _questions(kind.form())}


def _questions(form: SumForm) -> list[dict[str, Any]]:
    rows = []
    for name, field in form.fields.items():
        row: dict[str, Any] = {"name": name, "ask": str(field.label), "in": _unit(field)}
        if field.help_text:
            row["help"] = str(field.help_text)
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            row["choices"] = {str(value): str(words) for value, words in choices}
        if field.required:
            row["needed"] = True
        rows.append(row)
    return rows


def _unit(field: forms.Field) -> str:
    if isinstance(field, MoneyField):
        return of_country().money.name.en
    if isinstance(field, forms.BooleanField):
        return YES_NO
    return CHOICE if isinstance(field, forms.ChoiceField) else DAY


def worked_out(given: Given) -> dict[str, Any]:
    """The sum with its steps; where an answer is missing or does not fit, which and why."""
    named = given.one_of("sum", [one.value for one in CALCULATORS])
    if not named:
        return {"sums": [questions(one, kind) for one, kind in CALCULATORS.items()]}
    one = Sum(named)
    typed = given.answers("answers")
    part = part_of(one, {f"{named}-{name}": words for name, words in typed.items()})
    if part.result is None:
        wrong = {name: " ".join(map(str, errors)) for name, errors in part.form.errors.items()}
        return {**questions(one, CALCULATORS[one]), "missing": wrong}
    result = part.result
    return {
        "sum": named,
        "answer": result.answer,
        "how": [str(line) for line in result.how],
        "articles": [citation(path) for path in result.articles],
        "how_sure": local_words.said(result.sureness),
        "is_over": result.is_over,
    }


def citation(path: str) -> str:
    """An article of the library as it is cited; the path itself where it holds none."""
    article = article_at(path)
    if article is None:
        return path
    return f"{held()[article.statute].name}{article.zh if article.number is not None else ''}"


UNDER: Final = [one for one in limits.BY_NAME.values() if one.unit is not Unit.HOURS]


def due(given: Given) -> dict[str, Any]:
    """The last day of a time limit; without one, the limits there are."""
    lang = "en" if local_words.is_foreign() else "zh"
    named = given.text("limit").upper().replace("-", "_")
    if not named:
        today = clock.today()
        return {"limits": answers.for_rules([one for one in UNDER if one.is_in_force(today)], lang).data}
    limit = limits.BY_NAME.get(named)
    if limit is None or limit not in UNDER:
        raise Unfit(_("There is no such time limit. Call due_day without `limit` for those there are."))
    return _due(limit, given, lang)


def _due(limit: Limit, given: Given, lang: str) -> dict[str, Any]:
    start = given.day("start", needed=True)
    if start is None:  # it is needed
        raise Unfit(_("%(name)s is missing.") % {"name": "start"})
    try:
        answer = answers.for_due(deadlines.due(limit, start, calendar=clocks.calendar()), lang)
    except LawError as error:
        raise Unfit(local_words.said(error)) from error
    words = answer.en if lang == "en" else local_words.in_script(answer.zh)
    return {**answer.data, "words": words, "what": local_words.said(limit)}
