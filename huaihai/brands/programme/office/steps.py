"""What the office can do: write a basis down, fix criteria, draft the motions."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.brands.models import CriteriaVersion
from huaihai.brands.programme import content
from huaihai.brands.programme.actions import bases, criteria, drafting
from huaihai.brands.programme.office.forms import BasisForm, JsonForm
from huaihai.brands.programme.office.numbers import NumbersForm
from huaihai.brands.programme.office.views import MENU_KEY, basis_or_404, version_or_404
from huaihai.desk.asking import MakeForm, Question, ask, asking, press
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance.models import Motion
from huaihai.kit import clock

HOME = "office-brand-programme"


@asking
@readers
def new_basis(request: HttpRequest) -> HttpResponse:
    """Write a legal basis down."""
    lead = _(
        "It gives no title yet: the alliance adopts it by vote. Only an approval, or a provincial list that the "
        "programme builds on, is a basis."
    )
    return ask(
        request,
        office_question(request, _("Write a legal basis down"), _("Write it down"), lead=lead),
        form=BasisForm,
        act=lambda form: bases.record_basis(form.paper(), by=actor_of(request), at=clock.now()),
        done=_("It is written down. Next: the motion that adopts it."),
        to=reverse(HOME),
    )


@asking
@readers
def basis_motion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The motion that adopts a basis, drafted with its words and its effect."""
    found = basis_or_404(pk)
    return press(
        request,
        office_question(request, _("Draft the motion"), _("Draft the motion")),
        lambda _seen: drafting.draft_basis_motion(found, by=actor_of(request), at=clock.now()),
        done=_("The motion is drafted. Table it when it reads well."),
        to=_motion_page,
        carries_version=False,
    )


@asking
@readers
def new_numbers(request: HttpRequest) -> HttpResponse:
    """New criteria by changing numbers."""
    template = "brands/programme/office/numbers.html"
    return _new(request, partial(NumbersForm, base=content.base()), template=template)


@asking
@readers
def new_json(request: HttpRequest) -> HttpResponse:
    """New criteria as JSON, for everything that is no number."""
    return _new(request, partial(JsonForm, base=content.base()), template="brands/programme/office/json.html")


@asking
@readers
def criteria_motion(request: HttpRequest, number: int) -> HttpResponse:
    """The motion that adopts a version, drafted with its words and its effect."""
    found = version_or_404(number)
    return press(
        request,
        office_question(request, _("Draft the motion"), _("Draft the motion"), to=_page_of(found)),
        lambda _seen: drafting.draft_criteria_motion(found, by=actor_of(request), at=clock.now()),
        done=_("The motion is drafted. Table it when it reads well."),
        to=_motion_page,
        carries_version=False,
    )


def _new(request: HttpRequest, form: MakeForm, *, template: str) -> HttpResponse:
    lead = _(
        "The version is fixed under its hash and cannot be changed any more. It counts once it is adopted by vote."
    )
    question = office_question(
        request, _("New criteria"), _("Fix this version"), lead=lead, template=template
    )
    return ask(
        request,
        question,
        form=form,
        act=lambda made: criteria.fix_criteria(
            made.made(), reason=made.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=_("The version is fixed. Next: the motion that adopts it."),
        to=_page_of,
    )


def office_question(
    request: HttpRequest,
    title: Promise,
    button: Promise | str,
    *,
    lead: Promise | str = "",
    template: str = "desk/question.html",
    tone: str = "",
    to: str = "",
) -> Question:
    """What these pages have in common. Raises Http404 for whoever does not act for the office."""
    if not acts_as_office(request):
        raise Http404
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=to or reverse(HOME),
        back_label=_("Basis and criteria"),
        lead=lead,
        template=template,
        tone=tone,
    )


def _page_of(version: CriteriaVersion) -> str:
    return reverse("office-brand-criteria", args=[version.number])


def _motion_page(motion: Motion) -> str:
    return reverse("office-motion", args=[motion.pk])
