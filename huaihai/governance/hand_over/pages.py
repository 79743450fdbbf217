"""The pages of the hand-over: whose turn it is, one with its list, the list as it was signed, and what both do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import Moved, NotPossible
from huaihai.desk.verbs import NOT_NOW
from huaihai.governance import secretariat, standing
from huaihai.governance.hand_over import verbs
from huaihai.governance.hand_over.items import KINDS
from huaihai.governance.hand_over.verbs import next_turn
from huaihai.governance.models import HandOver, SecretariatTerm
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.form_fields import SeenForm, Words
from huaihai.members.forms import SignedForm
from huaihai.members.models import Account, Organisation
from huaihai.record import events

MENU_KEY = "hand-over"
SHOWN = 12
TONES = {"planned": "", "listed": "warn", "half_signed": "warn", "signed": "ok"}


@dataclass(frozen=True)
class Side:
    """One of the two bodies, and its signature under the list in force."""

    key: str
    label: str
    body: Organisation
    signed_at: datetime | None
    person: str


@require_safe
@readers
def overview(request: HttpRequest) -> HttpResponse:
    """Who is the secretariat, who comes next, what is under way, and what was."""
    today = clock.today()
    rows = visible(request)
    under_way = rows.under_way(today).first()
    turn = next_turn(today)
    is_office = standing.is_office(actor_of(request), on=today)
    context = {
        **frame(request, MENU_KEY),
        "term": secretariat.term_on(today),
        "under_way": card(under_way) if under_way else None,
        "turn": turn,
        "may_plan": under_way is None and turn is not None and turn.is_agreed and is_office,
        "rota": secretariat.turns_after(today)[:SHOWN],
        "terms": SecretariatTerm.objects.select_related("organisation").order_by("-from_on")[:SHOWN],
        "earlier": rows.exclude(pk=under_way.pk if under_way else None)[:SHOWN],
    }
    return render(request, "governance/office/hand_over/overview.html", context)


@require_safe
@readers
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One hand-over: how it stands, what to do next, and its list, also on paper."""
    context = page_context(request, hand_over_or_404(request, pk))
    return render(request, "governance/office/hand_over/one.html", context)


@require_safe
@readers
def as_json(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The list in force in the very form that was hashed and signed, with its signatures."""
    row = hand_over_or_404(request, pk)
    if not row.hash:
        raise Http404
    signatures = [
        {"side": side.key, "body": side.body.key, "hash": row.hash, "at": side.signed_at.isoformat()}
        for side in _sides(row)
        if side.signed_at
    ]
    content = {"document": row.document, "sha256": row.hash, "signatures": signatures}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def hand_over_or_404(request: HttpRequest, pk: UUID) -> HandOver:
    """One that the reader may see, with its bodies and its resolution."""
    found: HandOver = get_object_or_404(visible(request), pk=pk)
    return found


def visible(request: HttpRequest) -> Any:
    """Hand-overs that the reader may see."""
    rows = HandOver.objects.visible_to(actor_of(request))
    return rows.select_related("from_body", "to_body", "resolution")


def page_context(request: HttpRequest, row: HandOver) -> dict[str, Any]:
    """What the page, the form of a signature and the page of an answer 409 show of a hand-over."""
    today = clock.today()
    both = _sides(row)
    mine = row.side_of(standing.delegation_of(actor_of(request)))
    lines = row.document.get("open", [])
    return {
        **frame(request, MENU_KEY),
        **card(row),
        "kinds": [(KINDS.get(kind, kind), list(group)) for kind, group in groupby(lines, _kind_of)],
        "count": len(lines),
        "made_at": datetime.fromisoformat(row.document["made_at"]) if row.hash else None,
        "sides": both,
        "mine": mine,
        "next_step": _next_step(row, both, today=today),
        "rests_on": _rests_on(row),
        "why_called_off": _why_called_off(row) if row.stage == "called_off" else "",
        "may_list": bool(mine) and row.stage in ("planned", "listed", "half_signed"),
        "may_sign": bool(mine) and row.stage in ("listed", "half_signed") and not row.has_signed(mine),
        "may_call_off": mine == "to" and row.is_under_way(today),
    }


def card(row: HandOver) -> dict[str, Any]:
    """A hand-over with its colour, and whether its day has passed."""
    return {
        "hand_over": row,
        "tone": TONES.get(row.stage, "calm"),
        "is_late": row.is_late(clock.today()),
        "is_open": row.is_under_way(clock.today()),
    }


def _kind_of(line: dict[str, Any]) -> str:
    line["last_on"] = date.fromisoformat(line["due_on"]) if line["due_on"] else None
    return str(line["kind"])


def _sides(row: HandOver) -> list[Side]:
    """Who hands over and who takes over, with their signatures."""
    return [
        Side(
            "from",
            pgettext("hand-over", "hands over"),
            row.from_body,
            row.from_signed_at,
            _person(row.from_signed_by),
        ),
        Side(
            "to",
            pgettext("hand-over", "takes over"),
            row.to_body,
            row.to_signed_at,
            _person(row.to_signed_by),
        ),
    ]


def _person(key: str) -> str:
    found = Account.objects.filter(pk=key.removeprefix("account:")).first() if key else None
    return found.shown_name if found else ""


def _next_step(row: HandOver, both: list[Side], *, today: date) -> str:
    """What happens next, and whose turn it is."""
    words = {
        "from": _name(row.from_body),
        "to": _name(row.to_body),
        "day": spoken.day(row.begins_on or row.on, today=today),
        "who": next((_name(side.body) for side in both if side.signed_at is None), ""),
    }
    sentences = {
        "planned": _("Next: make the list. It gathers by itself what is open; either body can do it."),
        "listed": _("Next: %(from)s goes through the list with %(to)s, and both sign it."),
        "half_signed": _("Next: %(who)s still has to sign the list."),
        "signed": _("Both sides have signed. On %(day)s at 00:00 %(to)s becomes the secretariat.")
        if row.is_under_way(today)
        else _("%(to)s has been the secretariat since %(day)s."),
        "called_off": _("This hand-over was called off. The office stayed with %(from)s."),
    }
    return sentences[row.stage] % words


def _rests_on(row: HandOver) -> str:
    if row.resolution is not None:
        return _("resolution %(number)s") % {"number": row.resolution.number}
    return local_words.in_script(row.source)


def _why_called_off(row: HandOver) -> str:
    """The words of the body, or the resolution that names another one."""
    event = events.history(row.record_key).filter(verb="call off").last()
    if event is None:
        return ""
    number = str(event.facts.get("resolution", "")).removeprefix("resolution:")
    return _("resolution %(number)s") % {"number": number} if number else event.text


def _name(body: Organisation) -> str:
    return local_words.in_script(body.short_name)


class SignForm(SignedForm):
    """One side signs the list that it had on the page."""

    hash = forms.RegexField(regex=r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    is_read = forms.BooleanField(
        label=gettext_lazy("I have read the list, and my body stands by it."),
        error_messages={"required": gettext_lazy("Please read the list first, then tick here.")},
    )

    def __init__(self, *args: Any, account: Account, list_hash: str, **options: Any) -> None:
        options["initial"] = {"hash": list_hash, **(options.get("initial") or {})}
        super().__init__(*args, account=account, **options)


class CallOffForm(SeenForm):
    """Why the body cannot take over."""

    reason = Words(
        label=gettext_lazy("Why your body cannot take over"),
        help_text=gettext_lazy("All bodies read this."),
        max_length=1000,
    )


@asking
@readers
def planned(request: HttpRequest) -> HttpResponse:
    """Plan the next agreed turn of the rota."""
    title = gettext_lazy("Rota and hand-over")
    return press(
        request,
        Question(MENU_KEY, title=title, button=title, back=reverse("office-hand-over"), back_label=title),
        lambda _seen: _plan(request),
        done=gettext_lazy("The hand-over is planned. Next, make its list."),
        to=_address,
        carries_version=False,
    )


@asking
@readers
def listing_made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the list, or make it again."""
    row = hand_over_or_404(request, pk)
    return press(
        request,
        _question(request, row, gettext_lazy("Make the list")),
        lambda seen: verbs.make_list(row, seen=seen, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The list is made. A signature under an older list has ended."),
    )


@asking
@readers
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the list with the code of the authenticator app."""
    row = hand_over_or_404(request, pk)
    account: Any = request.user
    question = _question(
        request,
        row,
        gettext_lazy("Sign the hand-over list"),
        button=gettext_lazy("Sign for my body"),
        tone="seal",
        by=("from", "to"),
        needs="may_sign",
        template="governance/office/hand_over/sign.html",
    )
    return ask(
        request,
        question,
        form=partial(SignForm, account=account, list_hash=row.hash),
        act=lambda form: _sign(request, row, form),
        done=gettext_lazy("Signed for your body."),
        to=question.back,
    )


@asking
@readers
def calling_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The body that should take over cannot."""
    row = hand_over_or_404(request, pk)
    lead = _("The office stays with %(from)s until a resolution names another body.")
    question = _question(
        request,
        row,
        gettext_lazy("Call this hand-over off"),
        button=gettext_lazy("Call it off"),
        lead=lead % {"from": local_words.in_script(row.from_body.short_name)},
        tone="late",
        by=("to",),
        needs="may_call_off",
    )
    return ask(
        request,
        question,
        form=partial(CallOffForm, seen=row.version),
        act=lambda form: verbs.call_off(
            row,
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("The hand-over is called off. The office stays where it is."),
        to=question.back,
    )


def _question(
    request: HttpRequest, row: HandOver, title: Any, *, by: Collection[str] = (), needs: str = "", **more: Any
) -> Question:
    """What every page about one hand-over has in common; that of an answer 409 says how it stands. `by` are the sides
    that are asked, `needs` is what has to hold on its page.
    """
    context = page_context(request, row)
    common: dict[str, Any] = {
        "title": title,
        "button": title,
        "back": _address(row),
        "back_label": gettext_lazy("Back to the hand-over"),
        "template": "governance/office/hand_over/question.html",
        "refusal": "governance/office/hand_over/refused.html",
        "is_shown": not by or context["mine"] in by,
        "closed": NOT_NOW if needs and not context[needs] else "",
    }
    return Question(MENU_KEY, context=context, **common | more)


def _address(row: HandOver) -> str:
    return reverse("office-hand-over-one", args=[row.pk])


def _plan(request: HttpRequest) -> HandOver:
    turn = verbs.next_turn(clock.today())
    if turn is None or str(turn.pk) != request.POST.get("turn"):
        raise NotPossible(_("The rota has changed since. Please look at it again."))
    return verbs.plan_by_rota(turn, by=actor_of(request), at=clock.now())


def _sign(request: HttpRequest, row: HandOver, form: SignForm) -> None:
    try:
        verbs.sign(row, list_hash=form.cleaned_data["hash"], by=actor_of(request), at=clock.now())
    except Moved as error:  # nobody signs a list that was not on the page
        raise NotPossible(_("The list was made again while this page was open.")) from error
