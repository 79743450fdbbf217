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
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.verbs import Desk, page
from huaihai.governance import membership
from huaihai.kit import clock
from huaihai.kit.paging import page_of

DECIDED = _("This was decided meanwhile.")


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


def _decision_or_404(request: HttpRequest, pk: UUID) -> PairDecision:
    rows = PairDecision.objects.filter(entry__in=Entry.objects.visible_to(actor_of(request)))
    found = rows.select_related("entry__body", "entry__business", "proposed_for").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _one_of(typed: str, known: object) -> str:
    return typed if typed in list(known) else ""  # type: ignore[call-overload]  # any collection of keys


page(
    "declaration",
    "",
    _("Conflict of interest"),
    _("Your declaration is stored."),
    form=DeclarationForm,
    lead=_(
        "Everybody who has a part in a decision says this first. That you declared is public; what, is not."
    ),
    button=pgettext_lazy("conflict", "Declare it"),
    may=lambda actor, _entry: shell.may_declare(actor),
)(moving.declare)
page(
    "agreement",
    "",
    _("Agree with this decision"),
    _("It is decided."),
    form=AgreementForm,
    button=_("I agree: decide it so"),
    asks=take_part,
)(moving.agree)
page(
    "refusal",
    "",
    _("Not agree with this decision"),
    _("The matter is open again."),
    form=RefusalForm,
    button=_("I do not agree"),
    asks=take_part,
)(moving.not_agree)

ENTRIES = Desk(
    "office-brand",
    (moving.declare,),
    find=shell.entry_or_404,
    home=lambda entry: entry.office_url,
    called=lambda entry: entry.name,
    refuses=True,
    current=MENU_KEY,
)
DECISIONS = Desk(
    "office-brand",
    (moving.agree, moving.not_agree),
    find=_decision_or_404,
    home=lambda decision: decision.entry.office_url,
    called=lambda decision: decision.entry.name,
    hinders=lambda decision, _verb: () if decision.state == PairDecision.State.PROPOSED else (str(DECIDED),),
    context=lambda decision: {"entry": decision.entry, "proposed": outcome_words(decision)},
    refuses=True,
    current=MENU_KEY,
    thing="decision",
    template="brands/office/answer.html",
)
