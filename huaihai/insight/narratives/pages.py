"""The consumer's own page of a narrative: agree, write, approve word for word, take back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases.consumer.tracking.access import with_case
from huaihai.cases.models import Case
from huaihai.desk.asking import ask, asking, outside
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import facts, life, protecting, verbs
from huaihai.insight.narratives.forms import ApprovalForm, ConsentForm, TextForm
from huaihai.insight.narratives.life import ALIVE, NARRATIVE, WRITTEN
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

TEMPLATE = "insight/narratives/own.html"


@asking
@with_case
def narrative(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """What was begun and how it stands; before that, what the consumer agrees to."""
    if request.method != "POST" or not _may_begin(case, _newest(case)):
        return render(request, TEMPLATE, _context(request, case, {}))
    return _ask(
        request,
        case,
        ("consent", ConsentForm),
        act=lambda form: verbs.begin(case, agreed=form.version, by=actor, at=clock.now()),
        done=_("This is what the program proposes. Please change it as you like."),
    )


@asking
@with_case
def text(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """The consumer's words."""
    row = _newest(case)
    if request.method != "POST" or row is None or row.stage not in WRITTEN:
        return _back(request, case)
    return _ask(
        request,
        case,
        ("text", partial(TextForm, seen=row.version)),
        act=lambda form: verbs.write(row, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()),
        done=_("Stored. Please read it once more below, and then approve it."),
    )


@asking
@with_case
def approval(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Word for word."""
    row = _newest(case)
    if request.method != "POST" or row is None or row.stage not in WRITTEN:
        return _back(request, case)
    return _ask(
        request,
        case,
        ("approval", partial(ApprovalForm, seen=row.version, asks=True)),
        act=lambda form: verbs.approve(row, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()),
        done=_("Thank you. Somebody of the association reads it now; then it is published."),
    )


@asking
@with_case
def withdrawal(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Gone at once."""
    row = _newest(case)
    if request.method != "POST" or row is None or not NARRATIVE.can("withdraw", row.stage):
        return _back(request, case)
    return _ask(
        request,
        case,
        ("withdrawal", forms.Form),
        act=lambda _form: verbs.withdraw(row, by=actor, at=clock.now()),
        done=_("It is gone from this site. What others have copied before cannot be called back.")
        if row.stage == "published"
        else _("It is erased."),
    )


def _ask(
    request: HttpRequest,
    case: Case,
    what: tuple[str, Callable[..., forms.Form]],
    *,
    act: Callable[[Any], object],
    done: str,
) -> HttpResponse:
    """Do it, or show the page as it is now, with what was typed and why it cannot be done."""
    name, form = what
    sent: dict[str, forms.Form] = {}

    def made(data: QueryDict, _files: object) -> forms.Form:
        return sent.setdefault(name, form(data))

    question = outside(
        TEMPLATE,
        back=reverse("my-narrative", args=[case.pk]),
        now=lambda _row: _(
            "It was changed meanwhile, in another window perhaps. Please look at it as it is now."
        ),
        frame=lambda request, _current: _context(request, case, sent),
    )
    return ask(request, question, form=made, act=act, done=done, to=question.back)


def _context(request: HttpRequest, case: Case, sent: Mapping[str, forms.Form]) -> dict[str, Any]:
    row = _newest(case)
    context: dict[str, Any] = {"case": case, "row": row, "may_begin": _may_begin(case, row), "form": None}
    if context["may_begin"]:
        context |= {"wording": life.VERSIONS[life.CURRENT], "consent": ConsentForm()}
    elif row is not None:
        found = protecting.found_in(case, row.text) if row.stage in WRITTEN else ()
        context |= {
            "stage": row.stage_label,
            "parts": list(facts.parts(row.text, found)),
            "found": sorted({str(facts.KINDS[span.kind]) for span in found}),
            "is_written": row.stage in WRITTEN,
            "may_withdraw": NARRATIVE.can("withdraw", row.stage),
        }
        if row.stage in WRITTEN:
            context |= _forms(request, row, asks=bool(found))
    return context | {name: _renewed(form, row) for name, form in sent.items() if name in context}


def _forms(request: HttpRequest, row: Narrative, *, asks: bool) -> dict[str, forms.Form]:
    kept = guards.kept_post(request) if request.method == "GET" else None
    hash_now = protecting.hash_of(row.text)
    return {
        "text": _typed(kept, row) or TextForm(seen=row.version, initial={"text": row.text}),
        "approval": ApprovalForm(seen=row.version, initial={"shown": hash_now}, asks=asks),
    }


def _renewed(form: forms.Form, row: Narrative | None) -> forms.Form:
    """The form as it was sent, good for the row as it is now: version and hash."""
    if row is not None and "seen" in form.fields:
        data = cast("QueryDict", form.data).copy()
        data["seen"] = str(row.version)
        if "shown" in form.fields:
            data["shown"] = protecting.hash_of(row.text)
        form.data = data
    return form


def _typed(kept: QueryDict | None, row: Narrative) -> TextForm | None:
    """What was typed before the sign-in had ended."""
    return TextForm(kept, seen=row.version) if kept and "text" in kept else None


def _newest(case: Case) -> Narrative | None:
    row: Narrative | None = Narrative.objects.filter(case=case).order_by("-consented_at", "-pk").first()
    if row is not None:
        row.case = case
    return row


def _may_begin(case: Case, row: Narrative | None) -> bool:
    return verbs.is_offered(case) and (row is None or row.stage not in ALIVE)


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, _("That cannot be done any more. This is how it stands now."))
    return redirect("my-narrative", case_id=case.pk)
