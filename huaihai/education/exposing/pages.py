"""Exposures: the list, one exposure, what can be done with it; what the page of a business shows of them."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business
from huaihai.businesses.posters.pages import Door
from huaihai.cases.models import Case
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lists import Choice, List, Options, button
from huaihai.desk.lives import Unfit
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.education import powers
from huaihai.education.exposing import verbs
from huaihai.education.exposing.forms import ProposalForm
from huaihai.education.exposing.life import ENDED, LIFE
from huaihai.education.models import Exposure
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.law import grounds
from huaihai.members.models import Organisation

MENU_KEY = "exposures"
SHOWN: Options = {
    "": (pgettext_lazy("exposures", "In work"), Q(stage__in=["proposed", "noticed", "ready"])),
    "shown": (pgettext_lazy("exposures", "Published"), lambda rows: rows.in_force()),
    "ended": (pgettext_lazy("exposures", "Ended"), Q(stage__in=ENDED)),
}
TONES = {"shown": "late", "ready": "warn", "noticed": "warn", "cured": "ok"}


@require_safe
@readers
def exposure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One exposure: where it stands, the word of the business, and what can be done now."""
    found = one_or_404(request, pk)
    reply = verbs.reply_of(found)
    context = {
        "exposure": found,
        "tone": TONES.get(found.stage, "calm"),
        "ground": grounds.BY_CODE[found.ground],
        "ground_said": local_words.said(grounds.BY_CODE[found.ground]),
        "reply": reply,
        "is_awaited": verbs.is_awaited(found),
        "acts": EXPOSURES.offered(actor_of(request), found),
        "version": found.publication.newest,
    }
    return render(request, "education/exposing/one.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def choose(request: HttpRequest) -> HttpResponse:
    """Which business? Found in the register by its name or code."""
    if _city(request) is None:
        raise Http404
    words = request.GET.get("q", "").strip()[:80]
    rows = Business.objects.visible_to(actor_of(request)).standing()
    rows = rows.exclude(kind=Business.Kind.GROUP).order_by("name", "pk")
    page = page_of(rows.matching(words) if words else rows.none(), request.GET.get("page"))
    context = {"words": words, "page": page}
    return render(request, "education/exposing/choose.html", frame(request, MENU_KEY) | context)


@asking
@readers
def new(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Proposing to expose this business."""
    actor, city = actor_of(request), _city(request)
    business = get_object_or_404(Business.objects.visible_to(actor).standing(), pk=business_id)
    if city is None:
        raise Http404
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Propose an exposure"),
        button=gettext_lazy("Save the draft"),
        back=reverse("office-exposure-choose"),
        back_label=gettext_lazy("Choose another business"),
        lead=_("It is about %(name)s. Nobody outside sees the draft; the business is told next.")
        % {"name": business.name},
    )
    return ask(
        request,
        question,
        form=partial(ProposalForm, initial={"shown_name": "" if _is_sole(business) else business.name}),
        act=lambda form: verbs.propose(
            business,
            form.content(city.key),
            ground=form.cleaned_data["ground"],
            shown_name=form.cleaned_data["shown_name"],
            publisher=city,
            case=_case(request, form.cleaned_data["case_number"]),
            by=actor,
            at=clock.now(),
        ),
        done=gettext_lazy("The draft is saved. Tell the business next."),
        to=lambda made: reverse("office-exposure", args=[made.pk]),
    )


def one_or_404(request: HttpRequest, pk: UUID) -> Exposure:
    """An exposure that the reader may see."""
    rows = Exposure.objects.visible_to(actor_of(request))
    return get_object_or_404(rows.select_related("publication__publisher", "business", "case"), pk=pk)


def _city(request: HttpRequest) -> Organisation | None:
    """The city body in whose name the reader may expose."""
    actor = actor_of(request)
    city = actor.organisation.city if actor.organisation else None
    return city if city and powers.may_write(actor, city, at=clock.now()) else None


def _is_sole(business: Business) -> bool:
    return Exposure(business=business).is_sole_trader


def _case(request: HttpRequest, number: str) -> Case | None:
    if not number:
        return None
    found: Case | None = Case.objects.visible_to(actor_of(request)).filter(number=number.upper()).first()
    if found is None:
        raise Unfit("case_number", _("There is no complaint of this number that you may see."))
    return found


EXPOSURES = Desk[Exposure](
    "office-exposure",
    find=one_or_404,
    home=lambda found: reverse("office-exposure", args=[found.pk]),
    called=lambda found: found.shown_name,
    life=LIFE,
    may=lambda actor, found: powers.may_write(actor, found.publication.publisher, at=clock.now()),
    carries=lambda found: found.turn,
    now=lambda found: str(found.get_stage_display()),
    current=MENU_KEY,
    thing="exposure",
    verbs=(verbs.hand_in, verbs.notify, verbs.cure, verbs.retract, verbs.drop),
)
LIST = List[Exposure](
    gettext_lazy("Exposures"),
    current=MENU_KEY,
    rows=lambda request: Exposure.objects.visible_to(actor_of(request)).select_related(
        "publication__publisher"
    ),
    columns=(
        Column(
            gettext_lazy("Business"),
            lambda row: Cell(row.shown_name, EXPOSURES.home(row)),
            sort=("shown_name",),
        ),
        Column(gettext_lazy("State"), lambda row: Tag(row.get_stage_display(), TONES.get(row.stage, "calm"))),
        Column(
            gettext_lazy("Published by"),
            lambda row: local_words.in_script(getattr(row.publication.publisher, "short_name", "")),
        ),
        Column(gettext_lazy("Stands until"), lambda row: row.expires_on, sort=("expires_on",)),
    ),
    choices=(Choice("show", gettext_lazy("Which exposures"), SHOWN),),
    buttons=button("office-exposure-choose", gettext_lazy("Propose an exposure"), _city),
    empty=gettext_lazy("There is nothing here now."),
)


def notes(business_ids: Collection[UUID]) -> list[Door]:
    """One line an exposure that stands today, in one query; one that ended or was retracted is nowhere."""
    rows = Exposure.objects.in_force().filter(business__in=business_ids).select_related("publication")
    return [
        Door(row.publication.title, row.publication.get_absolute_url()) for row in rows.order_by("-shown_at")
    ]
