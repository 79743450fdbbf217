"""The entries as staff see them, and the steps that all subjects share: declaring, and the second voice."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
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
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, Options, by
from huaihai.desk.lives import Words
from huaihai.desk.tables import Cell, Column
from huaihai.desk.verbs import Desk, page
from huaihai.governance import membership
from huaihai.kit import clock
from huaihai.kit.local_words import in_script

DECIDED = _("This was decided meanwhile.")


def _cities(_request: HttpRequest) -> Options:
    bodies = membership.members_on(clock.today())
    cities = [(body.region_code, in_script(body.short_name)) for body in bodies]
    return by("body__region_code", cities, _("all"))


def _links(request: HttpRequest) -> list[tuple[Words, str]]:
    money = (_("Reports about money"), reverse("office-brand-money"))
    return [
        (_("Recommendations to be matched"), reverse("office-brand-nominations")),
        (_("Recommend as a city"), reverse("office-brand-nominate")),
        (_("Penalties and licences"), reverse("office-brand-imports")),
        *([money] if reads_reports(request) else []),
        (_("My assessments"), reverse("office-brand-assessments")),
        (_("Proceedings about conduct"), reverse("office-brand-proceedings")),
        (_("Reports of misuse"), reverse("office-brand-misuse")),
        (_("Basis and criteria"), reverse("office-brand-programme")),
    ]


STAGE, KIND = pgettext_lazy("brands", "Stage"), pgettext_lazy("brands", "Kind")
LIST = List[Entry](
    _("Entries of the three hearts"),
    current=MENU_KEY,
    rows=lambda request: (
        Entry.objects.visible_to(actor_of(request)).select_related("body").order_by("-opened_at", "-id")
    ),
    columns=(
        Column(
            pgettext_lazy("of an entry", "Name"),
            lambda row: Cell(in_script(row.name), row.office_url),
            sort=("name",),
        ),
        Column(pgettext_lazy("brands", "Number"), lambda row: row.number, sort=("number",)),
        Column(KIND, lambda row: row.get_kind_display(), sort=("kind",)),
        Column(_("City"), lambda row: in_script(row.body.short_name), sort=("body__position",)),
        Column(STAGE, lambda row: row.stage_label, sort=("stage",)),
    ),
    choices=(
        Choice("stage", STAGE, by("stage", ENTRY.stages.items(), _("all")), as_menu=True),
        Choice("kind", KIND, by("kind", Entry.Kind.choices, _("all")), as_menu=True),
        Choice("city", _("City"), _cities, as_menu=True),
    ),
    links=_links,
    empty=_("There is no entry like this."),
    file="entries",
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
    current=MENU_KEY,
    thing="decision",
    template="brands/office/answer.html",
)
