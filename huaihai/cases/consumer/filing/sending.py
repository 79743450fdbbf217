"""Check your answers and send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huaihai.cases import pledged
from huaihai.cases.case_facts import money_words
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import gates, papers, questions, receipts, shop, steps
from huaihai.cases.consumer.filing.business import TRACES
from huaihai.cases.consumer.filing.steps import Draft, with_draft
from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.compiled import unread
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.intake import KeyReused


class SendForm(steps.FilingForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


KEY: Final = forms.CharField(max_length=64)


@dataclass(frozen=True)
class Row:
    """One answer, and where to change it."""

    label: str
    value: str | Promise
    change_url: str
    is_text: bool = False


@dataclass(frozen=True)
class Way:
    """Which bodies take it, and why, in words; `home` is None if no body of the alliance can."""

    why: str
    home: Organisation | None
    lead: Organisation | None


class NotAnswered(Exception):
    """A question is still open: `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def send(request: HttpRequest) -> HttpResponse:
    """The last press. The draft is read once, locked; what else became of it meanwhile, its page says."""
    case_id, keep = steps.taken_up(request), partial(receipts.keep, request)
    if case_id is None or request.session.session_key is None:
        # A browser whose session is gone gets one with this answer: a code kept in one that never arrived is lost.
        return with_draft(check)(request)
    try:
        key = KEY.clean(request.POST.get("key"))
        draft, by = unread(Case, case_id), Actor.consumer({case_id})
        intake.submit(draft, key=key, by=by, at=clock.now(), check=_see_whether_answered, keep=keep)
    except NotAnswered as error:
        return redirect(steps.address(error.name))
    except KeyReused:
        return redirect("file-receipt")
    except Unfit as error:
        return with_draft(partial(check, error=error.message))(request)
    except (ValidationError, NotPossible, Case.DoesNotExist):
        return with_draft(check)(request)
    return redirect("file-receipt")


def _see_whether_answered(case: Case) -> None:
    draft = Draft(case)
    if ahead := _ahead(draft):
        raise NotAnswered(ahead)


def _ahead(draft: Draft) -> str:
    return questions.missing(draft) or (questions.SETTLEMENT if draft.takes else "")


def check(request: HttpRequest, case: Case, error: str = "") -> HttpResponse:
    """All answers with links to change them, the way it will go, and the button that sends it."""
    draft = Draft(case)
    if ahead := _ahead(draft):
        return redirect(steps.address(ahead))
    form = SendForm(case, request.POST or None, initial={"key": uuid4().hex})
    if error:
        form.add_error(None, error)
    more = {"rows": rows_of(draft), "way": way_of(draft), "away": gates.away(case)}
    more |= {"withheld": papers.withheld(case), "consents_url": steps.change_url("consent")}
    return questions.page(request, questions.CHECK, form, draft, **more)


def way_of(draft: Draft) -> Way:
    """Where the rules send it, from what is known."""
    route = draft.route
    if route is None:
        return Way(_("Please say where you live first."), None, None)
    lead = directory.body_for(route.lead) if route.lead else None
    return Way(local_words.either(zh=route.why_zh, en=route.why_en), draft.receiver, lead)


def rows_of(draft: Draft) -> list[Row]:
    """What was answered, one row a question, in the order in which it was asked."""
    row = questions.row_of(draft)
    found = []
    for name, (label, said, asked_as) in ROWS.items():
        if name in row or asked_as:
            value = said(draft)
            found.append(Row(str(label), value, steps.change_url(asked_as or name), is_text=name == "story"))
    return found


def _photo(draft: Draft) -> str:
    files = draft.case.evidence.count()
    return ngettext("%(n)d file", "%(n)d files", files) % {"n": files} if files else _("No files")


def _problem(draft: Draft) -> str:
    case = draft.case
    title = local_words.said(draft.card.title) if draft.card else choices.nature(case.nature)
    return " · ".join(filter(None, (title, choices.category(case.category))))


def _paid(draft: Draft) -> str:
    case = draft.case
    bought, came = _day(case.bought_on), _day(case.received_goods_on)
    return " · ".join(
        filter(
            None,
            (
                money_words(case.price_fen),
                _("bought on %(day)s") % {"day": bought} if bought else "",
                _("received on %(day)s") % {"day": came} if came else "",
            ),
        )
    )


def _shop(draft: Draft) -> str:
    stated = draft.case.stated_business
    where = str(shop.BOUGHT[draft.case.bought][0]) if draft.case.bought else ""
    said = dict.fromkeys(str(stated[name]) for name in (*TRACES, "platform") if stated.get(name))
    return " · ".join(filter(None, (where, *said, choices.name_of(draft.region) or _("Not known where"))))


def _pledge(draft: Draft) -> str:
    found = pledged.of(draft.case, today=clock.today())
    if found is None:
        return ""
    place = found.return_place or {}
    back = " · ".join(filter(None, (place.get("name"), place.get("address"))))
    kind = f"{found.kind}{_(': ')}{found.first}" if found.first else str(found.kind)
    return " · ".join(filter(None, (kind, back)))


def _wants(draft: Draft) -> str:
    case = draft.case
    return " · ".join(filter(None, (choices.remedy_list(case.remedies), money_words(case.asked_fen))))


def _person(draft: Draft) -> str:
    person = draft.case.complainant
    phone = person.phone + ("" if person.confirmed_at else _(" (not confirmed yet)")) if person.phone else ""
    lives = choices.name_of(draft.case.consumer_at)
    child = _("for a child under 14, as parent or guardian") if person.is_for_child else ""
    other = _("for %(name)s, who agrees") % {"name": person.acts_for} if person.acts_for else ""
    return " · ".join(filter(None, (person.name, phone, person.email, lives, child, other)))


def _consents(draft: Draft) -> str:
    given = papers.given(draft.case)
    words = {
        "other_body": _("the association of the other city"),
        "business": _("the business"),
    }
    wanted = ["other_body", "business"] if papers.may_cross(draft) else ["business"]
    return " · ".join(
        f"{words[one]}{_(': ')}{_('agreed') if given[one] else _('not agreed')}" for one in wanted
    )


def _day(on: date | None) -> str:
    return spoken.day(on, today=clock.today()) if on else ""


# By question: its label, its answer in words, and under which name it is asked again if not under its own.
ROWS: Final[Mapping[str, tuple[Promise | str, Callable[[Draft], str], str]]] = {
    "photos": (gettext_lazy("Photos"), _photo, "photo"),
    "story": (gettext_lazy("What happened"), lambda draft: draft.case.story, ""),
    "matter": (gettext_lazy("What is wrong"), _problem, "problem"),
    "shop": (gettext_lazy("The business"), _shop, ""),
    "paid": (gettext_lazy("Paid"), _paid, ""),
    "pledge": (gettext_lazy("Pledge you use"), _pledge, ""),
    "remedies": (gettext_lazy("What you ask for"), _wants, ""),
    "wishes": (gettext_lazy("What you ask for"), _wants, ""),
    "already": (
        gettext_lazy("Told before"),
        lambda draft: gates.already_words(draft.case) or _("Nobody so far"),
        "",
    ),
    "home": (gettext_lazy("You"), _person, ""),
    "consent": (gettext_lazy("May get it"), _consents, ""),
}
