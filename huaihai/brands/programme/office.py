"""Basis and criteria for the staff: what is written down, what is on its way, and each step."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.programme import content, facts, verbs
from huaihai.brands.programme.forms import BasisForm, JsonForm, NumbersForm
from huaihai.brands.programme.verbs import BASIS, CRITERIA
from huaihai.desk.asking import MakeForm, Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.verbs import Desk
from huaihai.governance.lives import OPEN_MOTIONS
from huaihai.governance.models import Motion
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MENU_KEY = "brand-programme"
MOST = 32_767  # what a version's number can be
VERSIONS = 30  # that a page lists
HOME = "office-brand-programme"


@require_safe
@readers
def programme(request: HttpRequest) -> HttpResponse:
    """Which form runs today and why; bases and versions, the newest first."""
    today = clock.today()
    page = page_of(Basis.objects.select_related("resolution", "end_proposed_for"), request.GET.get("page"))
    moved, counting = on_their_way(), standing.criteria_on(today)
    versions = CriteriaVersion.objects.select_related("resolution").defer("content").order_by("-number")
    return show(
        request,
        "brands/programme/office/programme.html",
        current=MENU_KEY,
        basis=standing.basis_on(today),
        counting=counting,
        page=page,
        bases=[
            (
                row,
                *facts.of_basis(row, today),
                moved.get(str(row.pk)),
                verbs.may_confirm(actor_of(request), row),
            )
            for row in page.rows
        ],
        versions=[
            (row, *facts.of_version(row, counting), moved.get(str(row.pk))) for row in versions[:VERSIONS]
        ],
        no_criteria=CriteriaVersion.objects.count() == 0,
    )


@require_safe
@readers
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version in words, and what can be done with it."""
    found = version_or_404(number)
    read = content.criteria_of(found)
    others = CriteriaVersion.objects.exclude(pk=found.pk).order_by("-number").values_list("number", flat=True)
    return show(
        request,
        "brands/programme/office/version.html",
        current=MENU_KEY,
        version=found,
        state=facts.of_version(found, standing.criteria_on(clock.today())),
        motion=on_their_way().get(str(found.pk)),
        others=list(others[:VERSIONS]),
        hearts=facts.hearts(read),
        rules=facts.rules(read),
        admission=facts.admission(read),
        clocks=facts.clocks(read),
        note=content.name_of(read.note),
        months=read.look_back_months,
    )


@require_safe
@readers
def comparison(request: HttpRequest) -> HttpResponse:
    """Two versions beside each other."""
    before, after = (version_or_404(_number(request.GET.get(name, ""))) for name in ("from", "to"))
    return show(
        request,
        "brands/programme/office/comparison.html",
        current=MENU_KEY,
        before=before,
        after=after,
        changes=facts.changes(before.content, after.content),
    )


def basis_or_404(pk: UUID) -> Basis:
    """A basis that is written down. Raises Http404."""
    return get_object_or_404(Basis.objects.select_related("resolution", "end_proposed_for"), pk=pk)


def version_or_404(number: int) -> CriteriaVersion:
    """A version that is fixed. Raises Http404."""
    if number > MOST:
        raise Http404
    return get_object_or_404(CriteriaVersion.objects.select_related("resolution"), number=number)


def on_their_way() -> dict[str, Motion]:
    """Motions that are drafted or open, by the key of the basis or version that they would adopt."""
    found: dict[str, Motion] = {}
    for motion in Motion.objects.filter(stage__in=("draft", *OPEN_MOTIONS)):
        for one in motion.effects:
            if one["kind"] in (BASIS, CRITERIA):
                found[one["facts"].get("basis") or one["facts"]["criteria"]] = motion
    return found


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST)) else MOST + 1


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
        act=lambda form: verbs.record_basis(form.paper(), by=actor_of(request), at=clock.now()),
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
        lambda _seen: verbs.draft_basis_motion(found, by=actor_of(request), at=clock.now()),
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
        lambda _seen: verbs.draft_criteria_motion(found, by=actor_of(request), at=clock.now()),
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
        act=lambda made: verbs.fix_criteria(
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


@asking
@readers
def end_taken_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office does not propose any more that a basis ends."""
    found = basis_or_404(pk)
    return press(
        request,
        office_question(request, _("Basis and criteria"), ""),
        lambda _seen: verbs.take_end_back(found, by=actor_of(request), at=clock.now()),
        done=_("The proposal is taken back. The basis goes on."),
        carries_version=False,
    )


BASES = Desk(
    "office-brand-basis",
    (verbs.propose_end, verbs.confirm_end),
    find=lambda _request, pk: basis_or_404(pk),
    home=lambda _basis: reverse(HOME),
    called=lambda _basis: _("Basis and criteria"),
    current=MENU_KEY,
)
