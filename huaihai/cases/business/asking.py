"""One question a page, for thumbs: a form is asked in parts, and what was answered before is carried along hidden.

Nothing is kept on the server, and nothing is done until the last page was sent. A form that is sent whole (without
the name of a page) is taken as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField, FileField
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from huaihai.cases.case_facts import money_words
from huaihai.cases.case_forms import CaseForm
from huaihai.kit import clock, spoken
from huaihai.kit.money_field import MoneyField

PAGE, BACK = "page", "back"  # names of what the browser sends beside the form's own fields


@dataclass(frozen=True)
class Question:
    """One page: its heading, and the fields it asks for. It is called by the first of them."""

    heading: Promise | str
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.fields[0]


class AskedForm(CaseForm):
    """A form that can be asked page by page. `questions` are in order; `asks` leaves some of them out."""

    questions: tuple[Question, ...] = ()

    def asks(self, question: Question) -> bool:
        """Whether this question is put, after what was answered before."""
        return True


@dataclass(frozen=True)
class Turn:
    """The page that is shown now."""

    form: AskedForm
    question: Question
    number: int
    of: int

    @property
    def is_last(self) -> bool:
        return self.number == self.of

    @property
    def fields(self) -> list[BoundField]:
        """What this page asks."""
        return [self.form[name] for name in self.question.fields]

    @property
    def carried(self) -> list[SafeString]:
        """What the other pages asked, as hidden fields; not what is left out, and no files."""
        names = [name for one in _put(self.form) if one != self.question for name in one.fields]
        return [
            self.form[name].as_hidden() for name in names if not isinstance(self.form.fields[name], FileField)
        ]

    @property
    def told(self) -> list[dict[str, Any]]:
        """On the last page: what was answered before it, to be checked."""
        if not self.is_last:
            return []
        own = {str(self.form[name].label) for name in self.question.fields}
        said = {
            str(self.form[name].label): _money(value)
            if isinstance(self.form.fields[name], MoneyField)
            else value
            for name, value in self.form.cleaned_data.items()
        }
        return [
            {"label": row["label"], "value": _spoken(said.get(row["label"]), row["value"]), "is_text": True}
            for row in self.form.typed()
            if row["label"] not in own
        ]


def first(form: CaseForm) -> Turn | None:
    """The first page of a form that is asked in parts; None for one that is shown whole."""
    put = _put(form) if isinstance(form, AskedForm) else []
    return _turn(form, put[0]) if isinstance(form, AskedForm) and put else None


def following(form: CaseForm, data: Mapping[str, Any]) -> Turn | None:
    """The page that comes after what was sent; None when all was answered, or the form was sent whole.

    A page with a fault comes again with that fault; the faults of pages not asked yet are not told.
    """
    if not isinstance(form, AskedForm) or not form.questions or PAGE not in data:
        return None
    put = _put(form)
    here = next((place for place, one in enumerate(put) if one.name == data[PAGE]), 0)
    if BACK in data:
        form.errors.clear()
        return _turn(form, put[max(here - 1, 0)])
    faulty = next((one for one in put[: here + 1] if any(name in form.errors for name in one.fields)), None)
    if faulty is not None:
        return at(form, faulty.name)
    if here + 1 < len(put):
        form.errors.clear()
        return _turn(form, put[here + 1])
    return None


def at(form: CaseForm, name: str) -> Turn | None:
    """The page on which this field is asked, with the faults of that page alone; the last one for a fault of the
    whole."""
    if not isinstance(form, AskedForm) or not form.questions:
        return None
    put = _put(form)
    found = next((one for one in put if name in one.fields), put[-1])
    for other in list(form.errors):
        if other not in (*found.fields, "__all__", "seen"):
            del form.errors[other]
    return _turn(form, found)


def _spoken(value: Any, typed: str) -> str:
    """A day or a sum as people say it, the rest as typed."""
    if isinstance(value, date):
        return spoken.day(value, today=clock.today())
    return value.words if isinstance(value, _Money) else typed


@dataclass(frozen=True)
class _Money:
    words: str


def _money(fen: int | None) -> _Money | None:
    return _Money(money_words(fen)) if fen is not None else None


def _put(form: AskedForm) -> list[Question]:
    return [one for one in form.questions if form.asks(one)]


def _turn(form: AskedForm, question: Question) -> Turn:
    put = _put(form)
    return Turn(form, question, put.index(question) + 1, len(put))
