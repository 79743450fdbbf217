"""Exposures: the list, one exposure, what can be done with it; what the page of a business shows of them."""

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business
from huaihai.businesses.posters.pages import Door
from huaihai.cases.models import Case
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import Unfit
from huaihai.education import powers
from huaihai.education.content import Content
from huaihai.education.exposing import verbs
from huaihai.education.exposing import verbs as exposing_verbs
from huaihai.education.exposing.life import ENDED, LIFE
from huaihai.education.models import Exposure, PublicationVersion
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.law import grounds, kinds
from huaihai.members.models import Organisation


class ProposalForm(forms.Form):
    """Which business is named, on which ground, and what is said of it."""

    shown_name = Line(
        label=gettext_lazy("The name that the public reads"),
        help_text=gettext_lazy("Of a sole trader the name on the shop's sign, never the owner's name."),
    )
    ground = forms.ChoiceField(label=pgettext_lazy("exposures", "Ground"), widget=forms.RadioSelect)
    case_number = Line(label=gettext_lazy("Number of the complaint"), required=False, max_length=30)
    topic = forms.ChoiceField(label=gettext_lazy("Goods or services"))
    what = Words(
        label=gettext_lazy("What happened"),
        max_length=2000,
        help_text=gettext_lazy(
            "Days and facts, in order. No names of persons, no telephone numbers, no verdicts."
        ),
    )
    evidence = Words(label=pgettext_lazy("exposures", "How we know"), max_length=1000)
    to_do = Words(
        label=gettext_lazy("What consumers should know"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("For example what to keep, what to look at before paying."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(ground.code, local_words.said(ground)) for ground in grounds.EXPOSURE]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        topics = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]

    def content(self, city: str) -> Content:
        """What the first version says; the title is made of the name and the ground."""
        said = self.cleaned_data
        ground = next(one for one in grounds.EXPOSURE if one.code == said["ground"])
        return Content(
            title=f"个案公示：{said['shown_name']}，{ground.zh.removeprefix('经营者')}",
            what=said["what"],
            evidence=said["evidence"],
            to_do=said["to_do"],
            cities=(city,),
            topics=(said["topic"],),
            severity=PublicationVersion.Severity.MODERATE,
            basis=(ground.article,),
        )


class NoticeForm(SeenForm):
    """Telling the business: nothing to fill in."""


class HandInForm(SeenForm):
    """The wording is checked once more; of a sole trader the owner's name is looked for."""

    owner = Line(
        label=gettext_lazy("The owner's name"),
        required=False,
        help_text=gettext_lazy("It is looked for in the text and then forgotten."),
    )

    def __init__(self, *args: Any, is_sole_trader: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_sole_trader:
            self.fields["owner"].widget = forms.HiddenInput()


class EndForm(SeenForm):
    """Why it ends; everybody reads it."""

    reason = Words(
        label=gettext_lazy("Why?"), max_length=500, help_text=gettext_lazy("Everybody reads this.")
    )


MENU_KEY = "exposures"
SHOWN = {
    "": pgettext_lazy("exposures", "In work"),
    "shown": pgettext_lazy("exposures", "Published"),
    "ended": pgettext_lazy("exposures", "Ended"),
}
TONES = {"shown": "late", "ready": "warn", "noticed": "warn", "cured": "ok"}


@require_safe
@readers
def exposures(request: HttpRequest) -> HttpResponse:
    """The exposures of the own body and of those it is asked to sign."""
    chosen = request.GET.get("show", "")
    rows = Exposure.objects.visible_to(actor_of(request)).select_related("publication__publisher")
    if chosen == "shown":
        rows = rows.in_force()
    elif chosen == "ended":
        rows = rows.filter(stage__in=ENDED)
    else:
        chosen, rows = "", rows.filter(stage__in=["proposed", "noticed", "ready"])
    page = page_of(rows, request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES.get(row.stage, "calm")) for row in page.rows],
        "chosen": chosen,
        "choices": SHOWN.items(),
        "may_propose": _city(request) is not None,
    }
    return render(request, "education/exposing/list.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def exposure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One exposure: where it stands, the word of the business, and what can be done now."""
    found, now = one_or_404(request, pk), clock.now()
    may_write = powers.may_write(actor_of(request), found.publication.publisher, at=now)
    reply = found.publication.replies.filter(business=found.business).first()
    context = {
        "exposure": found,
        "tone": TONES.get(found.stage, "calm"),
        "ground": grounds.BY_CODE[found.ground],
        "ground_said": local_words.said(grounds.BY_CODE[found.ground]),
        "reply": reply,
        "is_awaited": reply is not None
        and reply.answered_at is None
        and bool(reply.due_at and reply.due_at > now),
        "can": _can(found) if may_write else set(),
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
        act=lambda form: exposing_verbs.propose(
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


def _can(found: Exposure) -> set[str]:
    """What its stage allows; while its text is in review, the business is told and the text handed in no more."""
    verbs = {verb for verb in LIFE.verbs if LIFE.can(verb, found.stage)}
    if found.publication.editions.latest("number").stage != "draft":
        verbs -= {"notify", "hand in"}
    return {verb.replace(" ", "_") for verb in verbs}


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


ENDS = {
    "cure": (
        verbs.cure,
        gettext_lazy("The business has made good"),
        gettext_lazy("It is taken down everywhere at once, and everybody who got it is told."),
        gettext_lazy("It is taken down."),
    ),
    "retract": (
        verbs.retract,
        gettext_lazy("Retract it"),
        gettext_lazy("It was wrong. It is taken back on every channel and counts nowhere."),
        gettext_lazy("It is retracted."),
    ),
    "drop": (
        verbs.drop,
        gettext_lazy("Drop it"),
        gettext_lazy("It is not published. The draft stays in the record."),
        gettext_lazy("It is dropped."),
    ),
}


@asking
@readers
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Telling the business."""
    found = one_or_404(request, pk)
    lead = gettext_lazy(
        "It is told what is to be published and until when it may answer. Its answer stands beside the text."
    )
    return ask(
        request,
        _question(request, found, "notify", gettext_lazy("Tell the business"), lead),
        form=partial(NoticeForm, seen=found.turn),
        act=lambda form: verbs.notify(found, seen=form.version_seen, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The business is told; its time to answer runs."),
        to=_address(found),
    )


@asking
@readers
def handing_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Checking the wording and handing the text to its reviewers."""
    found = one_or_404(request, pk)
    lead = gettext_lazy(
        "The wording is checked for persons, numbers and verdicts; then other people review and sign it."
    )
    return ask(
        request,
        _question(request, found, "hand in", gettext_lazy("Check and hand in"), lead),
        form=partial(HandInForm, seen=found.turn, is_sole_trader=found.is_sole_trader),
        act=lambda form: verbs.hand_in(
            found,
            owner=form.cleaned_data["owner"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("It is handed in for review."),
        to=_address(found),
    )


@asking
@readers
def ending(request: HttpRequest, pk: UUID, how: str) -> HttpResponse:
    """Made good, retracted or dropped."""
    found = one_or_404(request, pk)
    act, title, lead, done = ENDS[how]
    return ask(
        request,
        _question(request, found, how, title, lead),
        form=partial(EndForm, seen=found.turn),
        act=lambda form: act(
            found,
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=done,
        to=_address(found),
    )


def _question(
    request: HttpRequest, found: Exposure, verb: str, title: Promise | str, lead: Promise | str
) -> Question:
    may = powers.may_write(actor_of(request), found.publication.publisher, at=clock.now())
    return Question(
        current=MENU_KEY,
        title=title,
        button=title,
        back=_address(found),
        back_label=found.shown_name,
        lead=lead,
        is_shown=may and LIFE.can(verb, found.stage),
        now=lambda row: str(row.get_stage_display()),
        seen=lambda row: row.turn,
    )


def _address(found: Exposure) -> str:
    return reverse("office-exposure", args=[found.pk])


def notes(business_ids: Collection[UUID]) -> list[Door]:
    """One line an exposure that stands today, in one query; one that ended or was retracted is nowhere."""
    rows = Exposure.objects.in_force().filter(business__in=business_ids).select_related("publication")
    return [
        Door(row.publication.title, row.publication.get_absolute_url()) for row in rows.order_by("-shown_at")
    ]
