"""The consumer's own page: agree, write, approve word for word, take back."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.consumer.tracking.opening import with_case
from huaihai.cases.models import Case
from huaihai.desk.lives import DeskError, Moved, Unfit
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import knowing, powers, shown, wording
from huaihai.insight.narratives.actions import telling
from huaihai.insight.narratives.forms import ApprovalForm, ConsentForm, TextForm, renewed
from huaihai.insight.narratives.lives import ALIVE, NARRATIVE, WRITTEN
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@with_case
def narrative(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """What was begun and how it stands; before that, what the consumer agrees to."""
    row = _newest(case)
    if request.method != "POST" or not _may_begin(case, row):
        return _page(request, case, row)
    form = ConsentForm(request.POST)
    return _done(
        request,
        case,
        row,
        {"consent": form},
        lambda: telling.begin(case, agreed=form.version, by=actor, at=clock.now()),
        said=_("This is what the program proposes. Please change it as you like."),
    )


@asks
@with_case
def text(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """The consumer's words."""
    row = _newest(case)
    if request.method != "POST" or row is None or row.stage not in WRITTEN:
        return _back(request, case)
    form = TextForm(request.POST, seen=row.version)
    return _done(
        request,
        case,
        row,
        {"text": form},
        lambda: telling.write(
            row, form.cleaned_data["text"], by=actor, at=clock.now(), seen=form.version_seen
        ),
        said=_("Stored. Please read it once more below, and then approve it."),
    )


@asks
@with_case
def approval(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Word for word."""
    row = _newest(case)
    if request.method != "POST" or row is None or row.stage not in WRITTEN:
        return _back(request, case)
    form = ApprovalForm(request.POST, seen=row.version, asks=True)
    return _done(
        request,
        case,
        row,
        {"approval": form},
        lambda: telling.approve(
            row,
            shown=form.cleaned_data["shown"],
            leaves=form.cleaned_data["leaves"],
            by=actor,
            at=clock.now(),
            seen=form.version_seen,
        ),
        said=_("Thank you. Somebody of the association reads it now; then it is published."),
    )


@asks
@with_case
def withdrawal(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """Gone at once."""
    row = _newest(case)
    if request.method != "POST" or row is None or not NARRATIVE.can("withdraw", row.stage):
        return _back(request, case)
    was = row.stage
    telling.withdraw(row, by=actor, at=clock.now())
    messages.success(
        request,
        _("It is gone from this site. What others have copied before cannot be called back.")
        if was == "published"
        else _("It is erased."),
    )
    return redirect("my-narrative", case_id=case.pk)


def _done(
    request: HttpRequest,
    case: Case,
    row: Narrative | None,
    made: dict[str, forms.Form],
    act: Callable[[], object],
    *,
    said: str,
) -> HttpResponse:
    """Do it, or show the page with what was typed and why it cannot be done."""
    (form,) = made.values()
    if not form.is_valid():
        return _page(request, case, row, made)
    try:
        act()
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, case, _newest(case), made)
    except Moved:
        form.add_error(
            None, _("It was changed meanwhile, in another window perhaps. Please look at it as it is now.")
        )
        return _page(request, case, _newest(case), made, status=HTTPStatus.CONFLICT)
    except DeskError as error:
        form.add_error(None, str(error))
        return _page(request, case, _newest(case), made, status=HTTPStatus.CONFLICT)
    messages.success(request, said)
    return redirect("my-narrative", case_id=case.pk)


def _page(
    request: HttpRequest,
    case: Case,
    row: Narrative | None,
    made: dict[str, forms.Form] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {"case": case, "row": row, "may_begin": _may_begin(case, row)}
    if context["may_begin"]:
        context |= {"wording": wording.VERSIONS[wording.CURRENT], "consent": ConsentForm()}
    elif row is not None:
        found = knowing.found_in(case, row.text) if row.stage in WRITTEN else ()
        context |= {
            "stage": row.stage_label,
            "parts": list(shown.parts(row.text, found)),
            "found": sorted({str(shown.KINDS[span.kind]) for span in found}),
            "is_written": row.stage in WRITTEN,
            "may_withdraw": NARRATIVE.can("withdraw", row.stage),
        }
        if row.stage in WRITTEN:
            context |= _forms(request, row, asks=bool(found))
    for name, form in (made or {}).items():
        if name in context:
            context[name] = renewed(form, row)
    context["made"] = next(iter((made or {}).values()), None)
    return render(request, "insight/narratives/own.html", context, status=status)


def _forms(request: HttpRequest, row: Narrative, *, asks: bool) -> dict[str, forms.Form]:
    kept = guards.kept_post(request) if request.method == "GET" else None
    hash_now = knowing.hash_of(row.text)
    return {
        "text": _typed(kept, row) or TextForm(seen=row.version, initial={"text": row.text}),
        "approval": ApprovalForm(seen=row.version, initial={"shown": hash_now}, asks=asks),
    }


def _typed(kept: QueryDict | None, row: Narrative) -> TextForm | None:
    """What was typed before the sign-in had ended."""
    return TextForm(kept, seen=row.version) if kept and "text" in kept else None


def _newest(case: Case) -> Narrative | None:
    row: Narrative | None = Narrative.objects.filter(case=case).order_by("-consented_at", "-pk").first()
    if row is not None:
        row.case = case
    return row


def _may_begin(case: Case, row: Narrative | None) -> bool:
    return powers.is_offered(case) and (row is None or row.stage not in ALIVE)


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, _("That cannot be done any more. This is how it stands now."))
    return redirect("my-narrative", case_id=case.pk)
