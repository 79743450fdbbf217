"""The entries as staff see them, and the steps that all subjects share: declaring, and the second voice."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands import moving
from huaihai.brands.entering.office import reads_reports
from huaihai.brands.life import ENTRY
from huaihai.brands.models import Entry, PairDecision
from huaihai.brands.office import shell
from huaihai.brands.office.forms import AgreementForm, DeclarationForm, RefusalForm, outcome_words
from huaihai.brands.office.shell import MENU_KEY, take_part
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.governance import membership
from huaihai.kit import clock
from huaihai.kit.paging import page_of


@require_safe
@readers
def entries(request: HttpRequest) -> HttpResponse:
    """All entries, narrowed by stage, city and kind."""
    bodies = membership.members_on(clock.today())
    chosen = {
        "stage": _one_of(request.GET.get("stage", ""), ENTRY.stages),
        "kind": _one_of(request.GET.get("kind", ""), Entry.Kind.values),
        "city": _one_of(request.GET.get("city", ""), [body.region_code for body in bodies]),
    }
    rows = Entry.objects.visible_to(actor_of(request)).select_related("body", "business")
    names = {"stage": "stage", "kind": "kind", "city": "body__region_code"}
    rows = rows.filter(**{names[key]: value for key, value in chosen.items() if value})
    return show(
        request,
        "brands/office/entries.html",
        current=MENU_KEY,
        page=page_of(rows.order_by("-opened_at", "-id"), request.GET.get("page")),
        chosen=chosen,
        stages=list(ENTRY.stages.items()),
        kinds=Entry.Kind.choices,
        bodies=bodies,
        reads_money=reads_reports(request),
    )


@require_safe
@readers
def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry with everything that staff may do about it."""
    found = shell.entry_or_404(request, pk)
    return render(request, "brands/office/entry.html", shell.shell(request, found))


@asking
@readers
def declaration(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the reader has a conflict of interest."""
    found = shell.entry_or_404(request, pk)
    question = Question(
        current=MENU_KEY,
        title=_("Conflict of interest"),
        button=pgettext_lazy("conflict", "Declare it"),
        back=found.office_url,
        back_label=found.name,
        lead=_(
            "Everybody who has a part in a decision says this first. That you declared is public; what, is not."
        ),
        is_shown=shell.may_declare(actor_of(request)),
    )
    return ask(
        request,
        question,
        form=DeclarationForm,
        act=lambda form: moving.declare(found, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("Your declaration is stored."),
        to=found.office_url,
    )


@asking
@readers
def agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second voice agrees."""
    decision = _decision_or_404(request, pk)
    return take_part(
        request,
        _answering(decision, _("Agree with this decision"), _("I agree: decide it so")),
        decision.entry,
        form=AgreementForm,
        act=lambda form: moving.agree(decision, by=actor_of(request), at=clock.now()),
        done=_("It is decided."),
        to=decision.entry.office_url,
    )


@asking
@readers
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second voice does not agree."""
    decision = _decision_or_404(request, pk)
    return take_part(
        request,
        _answering(decision, _("Not agree with this decision"), _("I do not agree")),
        decision.entry,
        form=RefusalForm,
        act=lambda form: moving.not_agree(
            decision, why=form.cleaned_data["why"], by=actor_of(request), at=clock.now()
        ),
        done=_("The matter is open again."),
        to=decision.entry.office_url,
    )


def _answering(decision: PairDecision, title: object, button: object) -> Question:
    is_open = decision.state == PairDecision.State.PROPOSED
    return Question(
        current=MENU_KEY,
        title=str(title),
        button=str(button),
        back=decision.entry.office_url,
        back_label=decision.entry.name,
        template="brands/office/answer.html",
        context={"decision": decision, "proposed": outcome_words(decision)},
        closed="" if is_open else _("This was decided meanwhile."),
    )


def _decision_or_404(request: HttpRequest, pk: UUID) -> PairDecision:
    rows = PairDecision.objects.filter(entry__in=Entry.objects.visible_to(actor_of(request)))
    found = rows.select_related("entry__body", "entry__business", "proposed_for").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _one_of(typed: str, known: object) -> str:
    return typed if typed in list(known) else ""  # type: ignore[call-overload]  # any collection of keys
