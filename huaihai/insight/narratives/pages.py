"""The consumer's own page: agree, write, approve word for word, take back. And the forms of all pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.cases.consumer.tracking.access import with_case
from huaihai.cases.models import Case
from huaihai.desk.lives import DeskError, Moved, Unfit
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import facts, life, protecting, verbs
from huaihai.insight.narratives.life import ALIVE, CURRENT, NARRATIVE, WRITTEN
from huaihai.insight.narratives.protecting import LONGEST, hash_of
from huaihai.insight.narratives.verbs import LONGEST_ANSWER
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import SeenForm, Words
from huaihai.members.actors import Actor


class ConsentForm(forms.Form):
    """Never ticked beforehand."""

    agreed = forms.BooleanField(
        label=gettext_lazy("I have read this, and I want others to read what happened"),
        error_messages={"required": gettext_lazy("Please read and tick it first.")},
    )
    wording = forms.CharField(widget=forms.HiddenInput, initial=CURRENT, required=False)

    @property
    def version(self) -> str:
        """The version of the wording that was on the page."""
        return str(self.cleaned_data["wording"])


class TextForm(SeenForm):
    """The consumer's text."""

    text = Words(
        label=gettext_lazy("What others will read"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
    )


class ApprovalForm(SeenForm):
    """Word for word; `leaves` is asked where something is marked."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leaves = forms.BooleanField(
        required=False,
        label=gettext_lazy("What is marked may stay: it tells neither who I am nor who anybody else is"),
    )

    def __init__(self, *args: Any, asks: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks:
            del self.fields["leaves"]


class PublicationForm(SeenForm):
    """The second reader agrees to what was on the page."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TakingOutForm(SeenForm):
    """Parts that have to go; nothing can be added."""

    parts = Words(label=gettext_lazy("Words to take out, one part a line, exactly as they stand in the text"))
    answer = Words(
        label=gettext_lazy("What the consumer is told"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def lines(self) -> list[str]:
        """The parts."""
        return str(self.cleaned_data["parts"]).splitlines()


class RefusalForm(SeenForm):
    """Why not."""

    answer = Words(
        label=gettext_lazy("What the consumer is told"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


__all__ = ["ApprovalForm", "ConsentForm", "PublicationForm", "RefusalForm", "TakingOutForm", "TextForm"]


def renewed(form: forms.Form, row: Narrative | None) -> forms.Form:
    """The form as it was sent, good for the row as it is now: version and hash."""
    if row is not None and "seen" in form.fields:
        data = cast("QueryDict", form.data).copy()
        data["seen"] = str(row.version)
        if "shown" in form.fields:
            data["shown"] = hash_of(row.text)
        form.data = data
    return form


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
        lambda: verbs.begin(case, agreed=form.version, by=actor, at=clock.now()),
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
        lambda: verbs.write(row, form.cleaned_data["text"], by=actor, at=clock.now(), seen=form.version_seen),
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
        lambda: verbs.approve(
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
    verbs.withdraw(row, by=actor, at=clock.now())
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
    for name, form in (made or {}).items():
        if name in context:
            context[name] = renewed(form, row)
    context["made"] = next(iter((made or {}).values()), None)
    return render(request, "insight/narratives/own.html", context, status=status)


def _forms(request: HttpRequest, row: Narrative, *, asks: bool) -> dict[str, forms.Form]:
    kept = guards.kept_post(request) if request.method == "GET" else None
    hash_now = protecting.hash_of(row.text)
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
    return verbs.is_offered(case) and (row is None or row.stage not in ALIVE)


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, _("That cannot be done any more. This is how it stands now."))
    return redirect("my-narrative", case_id=case.pk)
