"""The steps of filing, in their order, and what each page shows around its form."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huaihai.cases.consumer.filing import drafts
from huaihai.cases.models import Case

STEPS = (
    "file-story",
    "file-business",
    "file-remedies",
    "file-evidence",
    "file-contact",
    "file-confirm",
    "file-consent",
    "file-check",
)
CHECK = "file-check"
SAVE_LATER = "save_later"


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
    context = {
        "form": form,
        "case": case,
        "step": STEPS.index(name) + 1,
        "steps": len(STEPS),
        "saved": True,
        "save_later": name != CHECK,
        "back_url": _before(request, name, case),
    }
    return render(request, f"cases/consumer/{name.replace('file-', 'file_')}.html", context | more)


def go_on(request: HttpRequest, name: str, case: Case) -> HttpResponse:
    """After a page was saved: to the saved page, back to the check page, or on to the next step."""
    if SAVE_LATER in request.POST:
        return redirect("file-saved")
    if _is_change(request) and name != "file-contact":
        return redirect(CHECK)
    following = STEPS[STEPS.index(name) + 1]
    if following == "file-confirm" and case.complainant.confirmed_at:
        following = CHECK if _is_change(request) else "file-consent"
    return redirect(following)


def first_open(case: Case) -> str:
    """The step where a draft that was left is taken up again."""
    stated = case.stated_business
    done = (
        ("file-story", bool(case.story and case.title)),
        (
            "file-business",
            any(value for name, value in stated.items() if name not in ("region_code", "platform")),
        ),
        ("file-remedies", bool(case.remedies)),
        ("file-contact", bool(case.complainant.name and case.complainant.phone)),
        ("file-confirm", case.complainant.confirmed_at is not None),
    )
    return next((name for name, is_done in done if not is_done), "file-consent")


def change_url(name: str) -> str:
    return f"{reverse(name)}?to=check"


def _is_change(request: HttpRequest) -> bool:
    return request.GET.get("to") == "check"


def _before(request: HttpRequest, name: str, case: Case) -> str:
    if _is_change(request):
        return reverse(CHECK)
    place = STEPS.index(name)
    if place == 0:
        return reverse("file-start")
    before = STEPS[place - 1]
    if before == "file-confirm" and case.complainant.confirmed_at:
        before = "file-contact"
    return reverse(before)
