"""The review, for staff: results with the linter's findings, opinions, letters to authorities."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotPossible
from huaihai.desk.verbs import NOT_NOW
from huaihai.kit import clock
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.members import directory
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, project_or_404
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.shape import GradingError
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import AuthorityLetter, Opinion, Project
from huaihai.supervision.testing import wording
from huaihai.supervision.testing.buying.buyers import who_bought
from huaihai.supervision.testing.hearing import facts as hearing_facts
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.publishing.facts import Results, results_of
from huaihai.supervision.testing.publishing.table import narrowed
from huaihai.supervision.testing.review import verbs
from huaihai.supervision.testing.review.verbs import LONGEST, LONGEST_NAME, LONGEST_REASON, Letter

MOST_FINDINGS = 50


@dataclass(frozen=True)
class Computed:
    """What is computed now: the table, its fingerprint, what the linter found (None: not asked), or what is missing."""

    shown: Results | None = None
    results_hash: str = ""
    findings: tuple[str, ...] | None = None
    lacking: tuple[str, ...] = ()
    results: list[dict[str, Any]] = field(default_factory=list)


def computed(project: Project, *, is_checked: bool = False) -> Computed:
    """The table. `is_checked`: also how firm each place is and what the linter finds, which takes longer."""
    try:
        file = building.checked_file(project, firm=is_checked)
    except GradingError as error:
        return Computed(lacking=tuple(wording.sentence(one) for one in error.problems[:MOST_FINDINGS]))
    findings = tuple(wording.sentence(one) for one in lint(file)[:MOST_FINDINGS]) if is_checked else None
    return Computed(
        shown=results_of(file | {"project": {"number": project.number, "cities": []}}),
        results_hash=building.results_hash(file["results"]),
        findings=findings,
        results=file["results"],
    )


class AgainForm(SeenForm):
    """Why a published test is looked at again."""

    reason = Words(label=_("Why, in words for everybody"), max_length=LONGEST_REASON)


class OpinionForm(forms.Form):
    """An opinion of exactly the results on the page (`read` is their hash)."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    is_fit = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[("yes", _("It is fit to go out.")), ("no", _("Back: something has to be looked at again."))],
        widget=forms.RadioSelect,
    )
    text = Words(
        label=_("Your opinion"),
        max_length=LONGEST,
        help_text=_("If it is fit to go out, everybody reads this, without your name."),
    )

    of = Line(
        label=_("Whose signed paper is it?"),
        help_text=_("Only if somebody outside wrote it. Not published."),
        required=False,
        max_length=LONGEST_NAME,
    )

    def __init__(self, *args: Any, is_leader: bool, must_name: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_leader:
            del self.fields["of"]
        else:  # who bought does not judge: only the paper of somebody else
            self.fields["of"].required = must_name
        name_what_is_needed(self)


class LetterForm(forms.Form):
    """The letter with which unsafe products were handed on."""

    products = forms.MultipleChoiceField(
        label=_("Which products?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one.")},
    )
    authority = Line(label=_("Which authority?"))
    letter = Line(label=pgettext_lazy("authority", "Number of the letter"), max_length=60)
    handed_on = Day(label=_("Handed over on"), earliest=-400, latest=0)
    text = Words(
        label=pgettext_lazy("authority", "What it says"),
        required=False,
        max_length=2000,
        help_text=_("Not published. The printed letter names product, batch and what failed by itself."),
    )

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], **options: Any) -> None:
        options["initial"] = {"products": [key for key, _name in products]}
        super().__init__(*args, **options)
        self.fields["products"].choices = products  # type: ignore[attr-defined]  # a ChoiceField
        name_what_is_needed(self)

    def said(self) -> Letter:
        """What the action is told."""
        return Letter(**{name: value for name, value in self.cleaned_data.items() if name != "products"})


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
    unsafe = verbs.unsafe(plan, held.results)
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
        is_shown=verbs.may_give_opinion(actor_of(request), found, at=clock.now()),
        closed="" if found.stage == "checking" and held.shown is not None else NOT_NOW,
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
        act=lambda form: verbs.give_opinion(
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
        is_shown=powers.leads(actor_of(request), found, on=clock.today()),
        closed=PROJECT.why_not("look again", found.stage),
    )
    return ask(
        request,
        question,
        form=partial(AgainForm, seen=found.version),
        act=lambda form: verbs.look_again(
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
    waiting = verbs.not_handed(found, computed(found).results)
    question = Question(
        current=MENU_KEY,
        title=_("Hand unsafe products to the authority"),
        button=_("Keep it"),
        back=_address(found),
        back_label=_("Results and review"),
        lead=_("Print the letter first; here stands which authority got it, when, and its number."),
        is_shown=powers.leads(actor_of(request), found, on=clock.today()),
        closed="" if waiting and found.stage == "checking" else _("Nothing waits to be handed over."),
    )
    return ask(
        request,
        question,
        form=partial(LetterForm, products=list(waiting.items())),
        act=lambda form: verbs.hand_to_authority(
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
        goods=hearing_facts.goods_of(found, [product]),
        letter=letter,
        body=found.lead or directory.root(),
        square=hearing_facts.square(
            request,
            letter.letter if letter else found.number,
            "比较试验发现不安全商品",
            found,
            on=letter.handed_on if letter else clock.today(),
        ),
    )


def _may_give_opinion(request: HttpRequest, project: Project) -> bool:
    may = verbs.may_give_opinion(actor_of(request), project, at=clock.now())
    return may and project.stage == "checking"


def _own(project: Project, product: str) -> Any:
    """The product's results in words. Raises Http404."""
    try:
        results = hearing_facts.all_results(project)
    except NotPossible as error:
        raise Http404 from error
    if product not in results:
        raise Http404
    return hearing_facts.in_words(project, [results[product]])


def _found(request: HttpRequest, project: UUID) -> Project:
    found = project_or_404(request, project)
    if found.kind != Project.Kind.TEST or not may_read(request, found):
        raise Http404
    return found


def _address(project: Project) -> str:
    return reverse("office-test-results", args=[project.pk])
