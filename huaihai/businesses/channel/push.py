"""The push list: businesses complained of most that have not joined; who was asked. A no has no price."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai import reactions
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.channel import sms
from huaihai.businesses.channel.office import officers
from huaihai.businesses.channel.verbs import DECIDING
from huaihai.businesses.models import Business, Enrolment, Place, PushInvitation
from huaihai.businesses.pages import city_frame
from huaihai.businesses.register.pages import actor_of
from huaihai.desk.asking import Question, ask, refused
from huaihai.desk.lives import DeskError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import Day, SeenForm, Words
from huaihai.kit.paging import COUNT_TO, PER_PAGE, Page, page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


class AnotherInvited(Moved):
    """A colleague invited, or noted an answer, meanwhile. Carries the business."""

    def __init__(self, business: Business) -> None:
        Exception.__init__(self, f"business {business.pk} was invited meanwhile")
        self.row = business


def invite(
    business: Business, *, body: Organisation, way: str, note: str, seen: int, by: Actor, at: datetime
) -> PushInvitation:
    """The body asks the business to join. A text message leaves at once; a letter or a call is made by a person.

    `seen` is the number of this body's invitations that was on the page. Raises NotAllowed, AnotherInvited, NotPossible
    (it is on the channel), Unfit (no phone to send a message to).
    """
    _may_push(body, by)
    with transaction.atomic():
        held: Business = Business.objects.select_for_update().get(pk=business.pk)
        if held.merged_into_id or channel_facts.covered(on=local_day(at)).filter(pk=held.pk).exists():
            raise NotPossible(
                _("This business is on the fast channel already, or was merged with another entry.")
            )
        if PushInvitation.objects.filter(business=held, body=body).count() != seen:
            raise AnotherInvited(held)
        if way == PushInvitation.Way.SMS and not held.phone:
            raise Unfit("way", _("No phone of this business is known. Please choose another way."))
        made = PushInvitation.objects.create(
            business=held, body=body, invited_at=at, way=way, by=by.key, note=note
        )
        if way == PushInvitation.Way.SMS:
            sms.invite(made, held, at=at)
        facts = {"body": body.key, "way": way}
        events.write(subject=held.record_key, verb="channel_invited", by=by.key, at=at, facts=facts)
    return made


def note_answer(
    invitation: PushInvitation,
    *,
    answer: str,
    next_on: date | None,
    note: str,
    was: str,
    by: Actor,
    at: datetime,
) -> None:
    """What the business said; a later word takes the place of an earlier one, which stays in the record.

    `was` is the answer that was on the page. Raises NotAllowed, AnotherInvited.
    """
    _may_push(invitation.body, by)
    with transaction.atomic():
        business: Business = Business.objects.select_for_update().get(pk=invitation.business_id)
        held = PushInvitation.objects.get(pk=invitation.pk)
        if held.answer != was:
            raise AnotherInvited(business)
        held.answer, held.answered_at, held.next_on = answer, at, next_on
        held.note = note or held.note
        held.save(update_fields=["answer", "answered_at", "next_on", "note"])
        facts = {"body": invitation.body.key, "answer": answer, "was": was}
        events.write(
            subject=business.record_key, verb="channel_invitation_answered", by=by.key, at=at, facts=facts
        )


def _may_push(body: Organisation, by: Actor) -> None:
    is_own = by.organisation is not None and by.organisation.pk == body.pk
    if by.kind != "officer" or not is_own or not by.roles & DECIDING:
        raise NotAllowed(_("Only an officer or the head of the city's association invites."))


ONE_YEAR = 366


class InviteForm(SeenForm):
    """How it was asked."""

    way = forms.ChoiceField(
        label=gettext_lazy("How do you invite?"),
        choices=PushInvitation.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how.")},
    )
    note = Words(
        label=gettext_lazy("A note for your colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """What it said."""

    invitation = forms.UUIDField(widget=forms.HiddenInput)
    was = forms.ChoiceField(
        widget=forms.HiddenInput, required=False, choices=[("", ""), *PushInvitation.Answer.choices]
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("What did it say?"),
        choices=PushInvitation.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it said.")},
    )
    next_on = Day(
        label=gettext_lazy("Ask again on"),
        required=False,
        earliest=0,
        latest=ONE_YEAR,
        help_text=gettext_lazy("Leave empty if nobody should ask again."),
    )
    note = Words(
        label=gettext_lazy("A note for your colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


CITY_DIGITS = 4  # of a region code, which all districts of a city share
BEGINNING = datetime(2000, 1, 1, tzinfo=clock.ZONE)  # before the first complaint


def most_complained_of(body: Organisation, *, days: int, asked: str | None) -> Page[Any]:
    """Five queries, however many rows: the numbers (twice, to know how many there are), names, invitations."""
    today = clock.today()
    since = clock.local_moment(today - timedelta(days=days))
    complained = import_string(reactions.MOST_COMPLAINED)
    found = complained(body, since=since, but_not=channel_facts.covered(on=today).values("pk"))
    counted = found[: COUNT_TO + 1].count()
    total = min(counted, COUNT_TO)
    number = _number(asked, total)
    start = (number - 1) * PER_PAGE
    rows = list(found[start : start + PER_PAGE])
    ids = [row["standing"] for row in rows]
    names = Business.objects.in_bulk(ids)
    last = _latest(PushInvitation.objects.filter(body=body, business__in=ids))
    shown = [
        {
            "business": names[row["standing"]],
            "complaints": row["complaints"],
            "invitation": last.get(row["standing"]),
        }
        for row in rows
        if row["standing"] in names
    ]
    return Page(shown, number, total, counted > COUNT_TO)


def asked_before(body: Organisation, *, asked: str | None) -> Page[Any]:
    """The latest invitation of each business, those to be asked again first; and since when it has joined."""
    newest = PushInvitation.objects.filter(body=body, business=OuterRef("business"))
    latest = newest.order_by("-invited_at", "-pk").values("pk")[:1]
    rows = PushInvitation.objects.filter(body=body, pk=Subquery(latest)).select_related("business")
    order = (F("next_on").asc(nulls_last=True), "-invited_at", "pk")
    page = page_of(rows.order_by(*order), asked)
    ids = [row.business_id for row in page.rows]
    joined = {
        row.business_id: row.joined_on
        for row in Enrolment.objects.live().filter(business__in=ids).only("business_id", "joined_on")
    }
    shown = [
        {"business": row.business, "invitation": row, "joined_on": joined.get(row.business_id)}
        for row in page.rows
    ]
    return Page(shown, page.number, page.total, page.is_more)


def is_of(body: Organisation, business: Business) -> bool:
    """Whether the business concerns this city: it trades there, its complaints are led there, or it was asked by it."""
    if channel_facts.body_of(business, on=clock.today()) == body:
        return True
    places = Place.objects.filter(Q(business=business) | Q(business__merged_into=business))
    places = places.filter(region_code__startswith=body.region_code[:CITY_DIGITS])
    if places.exists() or PushInvitation.objects.filter(body=body, business=business).exists():
        return True
    complained = import_string(reactions.MOST_COMPLAINED)
    return bool(complained(body, since=BEGINNING, but_not=()).filter(standing=business.pk).exists())


def _latest(rows: Any) -> dict[UUID, PushInvitation]:
    return {row.business_id: row for row in rows.order_by("invited_at", "pk")}


def _number(asked: str | None, total: int) -> int:
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    return min(max(1, number), max(1, -(-total // PER_PAGE)))


PERIODS = {"90": 90, "180": 180, "365": 365}
USUAL = "365"


@officers
@require_safe
def push(request: HttpRequest) -> HttpResponse:
    """Most complained of and not joined; or those that were asked."""
    body = _body(request)
    wanted = "asked" if request.GET.get("list") == "asked" else "most"
    period = request.GET.get("days", "")
    period = period if period in PERIODS else USUAL
    asked = request.GET.get("page")
    if wanted == "asked":
        page = asked_before(body, asked=asked)
    else:
        page = most_complained_of(body, days=PERIODS[period], asked=asked)
    context = {
        "page": page,
        "rows": page.rows,
        "wanted": wanted,
        "period": period,
        "periods": list(PERIODS),
        "joined": channel_facts.count_at(body, on=clock.today()),
    }
    return render(request, "businesses/desk/push.html", context)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def business(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """What was asked and said so far, the words of an invitation, and asking (again)."""
    body, held = _body(request), _business(request, business_id)
    page = reverse("desk-push-business", args=[held.pk])
    return ask(
        request,
        _question(body, held),
        form=partial(InviteForm, seen=_count(body, held)),
        act=lambda form: invite(
            held, **form.facts(), body=body, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The invitation is written down."),
        to=page,
    )


@officers
@require_POST
def answer(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """What the business said."""
    body, held = _body(request), _business(request, business_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        shown = _question(body, held)
        context = {**shown.context, "form": InviteForm(seen=_count(body, held)), "answer": form}
        return render(request, shown.template, context)
    said = dict(form.cleaned_data)
    invitation = get_object_or_404(_invitations(body, held), pk=said.pop("invitation"))
    try:
        note_answer(invitation, **said, by=actor_of(request), at=clock.now())
    except DeskError as error:
        why = _("Somebody else changed it meanwhile.") if isinstance(error, AnotherInvited) else str(error)
        back = reverse("desk-push-business", args=[held.pk])
        return refused(request, replace(_question(body, held), back=back), why)
    messages.success(request, _("The answer is written down."))
    return HttpResponseRedirect(reverse("desk-push-business", args=[held.pk]))


@officers
@require_safe
def letter(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """The invitation as a letter to print."""
    context = {"business": _business(request, business_id), "body": _body(request)}
    return render(request, "businesses/desk/letter.html", context)


def _body(request: HttpRequest) -> Organisation:
    """The city's body whose officer is reading; other bodies keep no push list."""
    body = actor_of(request).organisation
    if body is None or body.kind != Organisation.Kind.CITY:
        raise Http404
    return body


def _business(request: HttpRequest, business_id: UUID) -> Business:
    rows = Business.objects.visible_to(actor_of(request)).standing()
    held: Business = get_object_or_404(rows, pk=business_id)
    if not is_of(_body(request), held):
        raise Http404
    return held


def _invitations(body: Organisation, held: Business) -> Any:
    return PushInvitation.objects.filter(body=body, business=held).order_by("-invited_at", "-pk")


def _count(body: Organisation, held: Business) -> int:
    return int(_invitations(body, held).count())


def _question(body: Organisation, held: Business) -> Question:
    asked = list(_invitations(body, held)[:PER_PAGE])
    newest = asked[0] if asked else None
    initial = {"invitation": newest.pk, "was": newest.answer} if newest else {}
    return Question(
        current="",
        title=held.name,
        button="",
        back=reverse("desk-push"),
        back_label=gettext_lazy("Push list"),
        template="businesses/desk/push_business.html",
        frame=city_frame,
        now=lambda _row: "",
        seen=lambda _row: _count(body, held),
        context={
            "business": held,
            "body": body,
            "asked": asked,
            "enrolment": channel_facts.enrolment_for(held, on=clock.today()),
            "answer": AnswerForm(initial=initial) if newest else None,
        },
    )
