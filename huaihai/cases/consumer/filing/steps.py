"""The steps of filing, and what each page shows around its form. Which steps a draft has follows from what it says:

begun at a place, its business is known and its story short; where a pledge is used, a page tells what it gives and
asks where the goods go back; where a standing offer fits, its page comes in between;
once one is taken, only who you are, and the agreement itself, are left.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huaihai.cases import at_once, pledged
from huaihai.cases.consumer.filing import drafts
from huaihai.cases.models import Case
from huaihai.kit import clock

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
        initial = {"draft": drafts.token(case)} | options.pop("initial", {})
        super().__init__(data, initial=initial, **options)
        if self.is_bound:  # a new name each time, so that it lives for thirty days from now
            renewed = data.copy()
            renewed[drafts.FIELD] = drafts.token(case)
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
