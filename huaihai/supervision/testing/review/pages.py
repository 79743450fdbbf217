"""The review, for staff: results with the linter's findings, opinions, letters to authorities."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.members import directory
from huaihai.supervision import powers
from huaihai.supervision.models import AuthorityLetter, Opinion, Project
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.testing.buying.buyers import who_bought
from huaihai.supervision.testing.hearing import goods, own_results, wording
from huaihai.supervision.testing.publishing.narrowing import narrowed
from huaihai.supervision.testing.review import actions, correcting
from huaihai.supervision.testing.review.forms import AgainForm, LetterForm, OpinionForm
from huaihai.supervision.testing.review.shown import computed

SHOWN = ("running", "checking", "released", "published")


def may_read(request: HttpRequest, project: Project) -> bool:
    """Whether there are results that the reader may read: once they are to be signed, all staff may."""
    if project.stage in ("released", "published"):
        return True
    return project.stage in SHOWN and powers.looks_into(actor_of(request), project, on=clock.today())


@require_safe
@readers
def results(request: HttpRequest, project: UUID) -> HttpResponse:
    """The table as it would be published, from the readings that are there."""
    found = _found(request, project)
    held = computed(found, is_checked=request.GET.get("check") == "1")
    handed = AuthorityLetter.objects.filter(project=found).order_by("product", "pk")
    plan = found.registered.plan if found.registered is not None else {}
    unsafe = actions.unsafe(plan, held.results)
    names = {row.key: row.name for row in held.shown.rows} if held.shown else {}
    return show(
        request,
        "supervision/testing/review/results.html",
        current=MENU_KEY,
        project=found,
        computed=held,
        narrowed=narrowed(held.shown, request.GET.dict()) if held.shown else None,
        groups=plan.get("groups", ()),
        unsafe=[(key, names.get(key, key), [one for one in handed if one.product == key]) for key in unsafe],
        opinions=Opinion.objects.filter(project=found).order_by("at", "pk"),
        is_leader=powers.leads(actor_of(request), found, on=clock.today()),
        may_give_opinion=_may_give_opinion(request, found),
    )


@asking
@readers
def opinion(request: HttpRequest, project: UUID) -> HttpResponse:
    """An opinion of method and results."""
    found = _found(request, project)
    held = computed(found)
    question = Question(
        current=MENU_KEY,
        title=_("Opinion of method and results"),
        button=_("Give the opinion"),
        back=_address(found),
        back_label=_("Results and review"),
        lead=_(
            "It is about the results as they are now; if a reading changes, somebody has to read them again."
        ),
        is_shown=_may_give_opinion(request, found) and held.shown is not None,
    )
    return ask(
        request,
        question,
        form=partial(
            OpinionForm,
            is_leader=powers.leads(actor_of(request), found, on=clock.today()),
            must_name=actor_of(request).key in who_bought(found),
            initial={"read": held.results_hash},
        ),
        act=lambda form: actions.give_opinion(
            found,
            is_fit=form.cleaned_data["is_fit"] == "yes",
            text=form.cleaned_data["text"],
            read=form.cleaned_data["read"],
            of=form.cleaned_data.get("of", ""),
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The opinion is kept."),
        to=_address(found),
    )


@asking
@readers
def again(request: HttpRequest, project: UUID) -> HttpResponse:
    """A published test goes back to checking."""
    found = _found(request, project)
    title = _("Look at the results again")
    question = Question(
        current=MENU_KEY,
        title=title,
        button=title,
        back=_address(found),
        back_label=_("Results and review"),
        lead=_(
            "What is out stays, and says that it is being looked at. Correct readings with their reason, tell makers "
            "and sellers again, then make the next file: the earlier one can still be read beside it."
        ),
        is_shown=powers.leads(actor_of(request), found, on=clock.today()) and found.stage == "published",
    )
    return ask(
        request,
        question,
        form=partial(AgainForm, seen=found.version),
        act=lambda form: correcting.look_again(
            found,
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is being looked at again; its page says so."),
        to=_address(found),
    )


@asking
@readers
def authority(request: HttpRequest, project: UUID) -> HttpResponse:
    """Handing unsafe products on, all with one letter."""
    found = _found(request, project)
    waiting = actions.not_handed(found, computed(found).results)
    question = Question(
        current=MENU_KEY,
        title=_("Hand unsafe products to the authority"),
        button=_("Keep it"),
        back=_address(found),
        back_label=_("Results and review"),
        lead=_("Print the letter first; here stands which authority got it, when, and its number."),
        is_shown=powers.leads(actor_of(request), found, on=clock.today()) and found.stage == "checking",
        closed="" if waiting else _("Nothing waits to be handed over."),
    )
    return ask(
        request,
        question,
        form=partial(LetterForm, products=list(waiting.items())),
        act=lambda form: actions.hand_to_authority(
            found, form.cleaned_data["products"], form.said(), by=actor_of(request), at=clock.now()
        ),
        done=_("It is noted, and stands in the file."),
        to=_address(found),
    )


@require_safe
@readers
def authority_letter(request: HttpRequest, project: UUID, product: str) -> HttpResponse:
    """The letter to the authority, to be printed."""
    found = _found(request, project)
    told = _own(found, product)
    letter = AuthorityLetter.objects.filter(project=found, product=product).order_by("-at").first()
    return show(
        request,
        "supervision/testing/review/letter.html",
        current=MENU_KEY,
        project=found,
        told=told,
        goods=goods.of_products(found, [product]),
        letter=letter,
        body=found.lead or directory.root(),
    )


def _may_give_opinion(request: HttpRequest, project: Project) -> bool:
    may = actions.may_give_opinion(actor_of(request), project, at=clock.now())
    return may and project.stage == "checking"


def _own(project: Project, product: str) -> Any:
    """The product's results in words. Raises Http404."""
    try:
        results = own_results.all_of(project)
    except NotPossible as error:
        raise Http404 from error
    if product not in results:
        raise Http404
    return wording.told(project, [results[product]])


def _found(request: HttpRequest, project: UUID) -> Project:
    found = project_or_404(request, project)
    if found.kind != Project.Kind.TEST or not may_read(request, found):
        raise Http404
    return found


def _address(project: Project) -> str:
    return reverse("office-test-results", args=[project.pk])
