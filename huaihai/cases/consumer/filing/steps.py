"""The draft in hand, and the steps of filing, which follow from what it says.

Begun at a place, its business is known and its story short; where a pledge is used, a page tells what it gives and
asks where the goods go back; where a standing offer fits, its page comes in between; once one is taken, only who you
are, and the agreement itself, are left.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases import at_once, pledged
from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.kit import clock, guards
from huaihai.law import limits
from huaihai.members import actors
from huaihai.members.actors import Actor

CURRENT = "draft_in_hand"  # session key
SALT = "huaihai.cases.draft"
FIELD = "draft"
KEPT = timedelta(days=limits.DRAFT_KEPT.number)


def token(case: Case) -> str:
    """The draft's signed name, for the hidden field of each form."""
    return signing.dumps(str(case.pk), salt=SALT, compress=True)


def take_up(request: HttpRequest, case_id: UUID) -> None:
    """From now on the filing pages of this session are about this draft."""
    actors.remember_case(request, case_id)
    request.session[CURRENT] = str(case_id)


def with_draft(view: Callable[[HttpRequest, Case], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Opens the draft for the view; without one, leads to the start. A draft sent already leads to its receipt."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        case = _in_hand(request)
        if case is None or case.stage == "abandoned":
            messages.warning(request, _("We found no complaint that you had begun here. Please start again."))
            return redirect("file-start")
        if case.stage != "draft":
            return redirect("file-receipt")
        return view(request, case)

    return guards.public(opened)


def consumer_of(case: Case) -> Actor:
    """The consumer of this draft, once the session or the signed name has shown it to be theirs."""
    return Actor.consumer({case.pk})


def in_hand_id(request: HttpRequest) -> UUID | None:
    """The case this session is filing or has just filed."""
    held = request.session.get(CURRENT)
    return UUID(held) if held and UUID(held) in Actor.of_request(request).case_ids else None


def _in_hand(request: HttpRequest) -> Case | None:
    case_id = in_hand_id(request)
    sent = _from_token(request.POST.get(FIELD, ""))
    if sent is not None and sent != case_id:
        known = Actor.of_request(request).case_ids
        if sent not in known and not _of(sent).filter(stage="draft").exists():
            return None  # sent already: from then on only number and receipt code open it
        take_up(request, sent)
        case_id = sent
        if sent not in known:
            messages.info(request, _("You were away for long. What you wrote is still here."))
    return _of(case_id).with_parties().first() if case_id else None


def _of(case_id: UUID) -> CaseQuerySet:
    return Case.objects.visible_to(Actor.consumer({case_id})).filter(pk=case_id)


def _from_token(sent: str) -> UUID | None:
    try:
        return UUID(signing.loads(sent, salt=SALT, max_age=KEPT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


STORY, BUSINESS, REMEDIES, OFFERS = "file-story", "file-business", "file-remedies", "file-offers"
EVIDENCE, CONTACT, CONFIRM = "file-evidence", "file-contact", "file-confirm"
CONSENT, CHECK, SETTLEMENT = "file-consent", "file-check", "file-settlement"
PLEDGE = "file-pledge"
SAVE_LATER = "save_later"
LAST = (CHECK, SETTLEMENT)


def steps_of(case: Case) -> tuple[str, ...]:
    """The pages of this draft, in their order."""
    found = at_once.of(case, on=clock.today())
    known = (STORY,) if case.place_id else (STORY, BUSINESS, REMEDIES)
    known = (*known, PLEDGE) if case.pledge_id else known
    left = (REMEDIES, EVIDENCE) if case.place_id else (EVIDENCE,)
    if not found.keys:
        return (*known, *left, CONTACT, CONFIRM, CONSENT, CHECK)
    if _takes(case, found):
        return (*known, OFFERS, CONTACT, CONFIRM, SETTLEMENT)
    return (*known, OFFERS, *left, CONTACT, CONFIRM, CONSENT, CHECK)


def before_check(case: Case) -> str:
    """The page to see before everything is checked and sent: standing offers not shown yet, or one taken; else none."""
    found = at_once.of(case, on=clock.today())
    if not found.keys:
        return ""
    if at_once.is_to_be_shown(case, found):
        return OFFERS
    return SETTLEMENT if _takes(case, found) else ""


def _takes(case: Case, found: at_once.Found) -> bool:
    taking = at_once.taking_of(case)
    return taking is not None and found.one(str(taking.version_id)) is not None


class FilingForm(forms.Form):
    """A page of the filing. Its hidden field names the draft."""

    draft = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, case: Case, data: Any = None, **options: Any) -> None:
        initial = {"draft": token(case)} | options.pop("initial", {})
        super().__init__(data, initial=initial, **options)
        if self.is_bound:  # a new name each time, so that it lives for thirty days from now
            renewed = data.copy()
            renewed[FIELD] = token(case)
            self.data = renewed


def page(request: HttpRequest, name: str, form: forms.Form, case: Case, **more: Any) -> HttpResponse:
    """The page of one step, with its place in the row, the way back and "save, and go on later"."""
    row = steps_of(case)
    context = {
        "form": form,
        "case": case,
        "step": row.index(name) + 1 if name in row else None,
        "steps": len(row),
        "saved": True,
        "save_later": name not in LAST,
        "back_url": _before(request, name, case, row),
    }
    status = more.pop("status", 200)
    template = f"cases/consumer/{name.replace('file-', 'file_')}.html"
    return render(request, template, context | more, status=status)


def go_on(request: HttpRequest, name: str, case: Case) -> HttpResponse:
    """After a page was saved: to the saved page, back to the check page, or on to the next step."""
    if SAVE_LATER in request.POST:
        return redirect("file-saved")
    if _is_change(request) and name != CONTACT:
        return redirect(CHECK)
    row = steps_of(case)
    if name not in row:  # a page this draft needs no more, opened again
        return redirect(CHECK)
    following = row[row.index(name) + 1]
    if following == CONFIRM and case.complainant.confirmed_at:
        following = CHECK if _is_change(request) else row[row.index(CONFIRM) + 1]
    return redirect(following)


def first_open(case: Case) -> str:
    """The step where a draft that was left is taken up again."""
    stated, person = case.stated_business, case.complainant
    traces = any(value for name, value in stated.items() if name not in ("region_code", "platform"))
    found = at_once.of(case, on=clock.today())
    done = {
        STORY: bool(case.story and case.title),
        BUSINESS: traces or case.place_id is not None,
        REMEDIES: bool(case.remedies),
        PLEDGE: case.return_place_id is not None or not pledged.is_across_shops(case),
        OFFERS: not at_once.is_to_be_shown(case, found),
        CONTACT: bool(person.name and person.reached_by and case.consumer_at),
        CONFIRM: person.confirmed_at is not None,
    }
    row = steps_of(case)
    last = SETTLEMENT if SETTLEMENT in row else CONSENT
    return next((name for name in row if not done.get(name, True)), last)


def change_url(name: str) -> str:
    return f"{reverse(name)}?to=check"


def _is_change(request: HttpRequest) -> bool:
    return request.GET.get("to") == "check"


def _before(request: HttpRequest, name: str, case: Case, row: tuple[str, ...]) -> str:
    if _is_change(request):
        return reverse(CHECK)
    place = row.index(name) if name in row else 0
    if place == 0:
        return reverse("file-start")
    before = row[place - 1]
    if before == CONFIRM and case.complainant.confirmed_at:
        before = CONTACT
    return reverse(before)
