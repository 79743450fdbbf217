"""Writing evidence, one question a page: what kind, what it shows, which one. Kept in the session in between."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import Unfit
from huaihai.governance.charter import verbs
from huaihai.governance.charter.pages import (
    MENU_KEY,
    ChosenForm,
    FileForm,
    KindForm,
    PageForm,
    WhatForm,
    part_or_404,
)
from huaihai.governance.models import Evidence
from huaihai.kit import clock, filestore
from huaihai.kit.text.normalise import storable_name

KEPT = "charter_evidence"
STEPS = ("kind", "what", "which")
WRITTEN = gettext_lazy("Written down. It is public at once.")

type Act = Callable[[Any], str]  # answers with the address of what comes next


@asking
@readers
def evidence(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """One question of the three."""
    if step not in STEPS:
        raise Http404
    found, actor = part_or_404(key), actor_of(request)
    if request.method != "POST" and verbs.writes_for(actor, key, on=clock.today()) is None:
        raise Http404
    answers = _answers(request, key)
    missing = _first_missing(answers)
    if STEPS.index(step) > STEPS.index(missing):
        return redirect("office-charter-evidence", key, missing)
    form, act = _STEPS[step](request, key, answers)
    before = STEPS.index(step) - 1
    question = Question(
        current=MENU_KEY,
        title=_("%(part)s: new evidence") % {"part": found.title},
        button=gettext_lazy("Publish it") if step == STEPS[-1] else gettext_lazy("Continue"),
        back=_address(key, STEPS[before]) if before >= 0 else reverse("office-charter-part", args=[key]),
        back_label=gettext_lazy("Back") if before >= 0 else found.title,
        lead=_("Step %(step)s of %(steps)s") % {"step": before + 2, "steps": len(STEPS)},
    )
    return ask(request, question, form=form, act=act, done=WRITTEN if step == STEPS[-1] else "", to=str)


def _ask_kind(request: HttpRequest, key: str, answers: dict[str, Any]) -> tuple[MakeForm, Act]:
    def act(form: forms.Form) -> str:
        _keep(request, key, answers | form.cleaned_data)
        return _address(key, "what")

    return partial(KindForm, initial=answers), act


def _ask_what(request: HttpRequest, key: str, answers: dict[str, Any]) -> tuple[MakeForm, Act]:
    def act(form: forms.Form) -> str:
        said = {"text": form.cleaned_data["text"], "on": form.cleaned_data["on"].isoformat()}
        _keep(request, key, answers | said)
        return _address(key, "which")

    return partial(WhatForm, initial=answers), act


def _ask_which(request: HttpRequest, key: str, answers: dict[str, Any]) -> tuple[MakeForm, Act]:
    kind = answers.get("kind", "")

    def act(form: Any) -> str:
        what = WhatForm(answers)
        what.full_clean()  # it fits, or this step would not be open
        verbs.add_evidence(
            key=key, link=_link(form), **what.cleaned_data, by=actor_of(request), at=clock.now()
        )
        request.session.pop(KEPT, None)
        return reverse("office-charter-part", args=[key])

    kinds: dict[str, MakeForm] = {Evidence.Kind.FILE: FileForm, Evidence.Kind.PAGE: PageForm}
    return kinds.get(kind, partial(ChosenForm, kind=kind)), act


_STEPS = {"kind": _ask_kind, "what": _ask_what, "which": _ask_which}


def _link(form: Any) -> verbs.Link:
    if isinstance(form, FileForm):
        upload = form.cleaned_data["file"]
        name = storable_name(upload.name or "")[-120:]
        try:
            return verbs.Link(file=filestore.store(upload), file_name=name)
        except filestore.Refused as error:
            raise Unfit("file", error.message) from error
    return verbs.Link(**form.link())


def _first_missing(answers: dict[str, Any]) -> str:
    if answers.get("kind") not in Evidence.Kind.values:
        return "kind"
    return "which" if WhatForm(answers).is_valid() else "what"  # a day later it may not fit any more


def _answers(request: HttpRequest, key: str) -> dict[str, Any]:
    """What was answered so far for this part; another part begins anew."""
    held = request.session.get(KEPT, {})
    return dict(held["answers"]) if held.get("part") == key else {}


def _keep(request: HttpRequest, key: str, answers: dict[str, Any]) -> None:
    request.session[KEPT] = {"part": key, "answers": answers}


def _address(key: str, step: str) -> str:
    return reverse("office-charter-evidence", args=[key, step])
