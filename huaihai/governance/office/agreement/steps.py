"""What the office does with a version: writing, annexes, opening, withdrawing."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.governance import standing
from huaihai.governance.actions import agreement
from huaihai.governance.models import AgreementVersion, Annex
from huaihai.governance.office.agreement.acting import act, refused, show, what_stands
from huaihai.governance.office.agreement.forms import AnnexForm, BareForm, DraftForm, WithdrawalForm
from huaihai.governance.office.agreement.views import seen_version
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock, guards

steps = require_http_methods(["GET", "HEAD", "POST"])


@readers
@steps
def new(request: HttpRequest) -> HttpResponse:
    """A new draft; it begins with text and annexes of the version in force, if that has any."""
    _check_office(request)
    current = AgreementVersion.in_force_on(clock.today())
    source = current if current is not None and current.has_text else None
    initial: dict[str, Any] = {"not_before_on": clock.today()}
    if source is not None:
        initial |= {"title": source.title, "text": source.text}

    def page(form: forms.Form, **more: Any) -> HttpResponse:
        return show(request, "draft", form=form, source=source, **more)

    if request.method != "POST":
        kept = guards.kept_post(request)
        return page(DraftForm(kept, seen=0, initial=initial), kept=bool(kept))
    form = DraftForm(request.POST, seen=0)
    return act(
        request,
        form,
        lambda: agreement.begin(**form.facts(), annexes_of=source, by=actor_of(request), at=clock.now()),
        page=page,
        done=_("The draft is saved. Only staff see it."),
        to=_to_version,
    )


@readers
@steps
def text(request: HttpRequest, key: str) -> HttpResponse:
    """Title, text and day of a draft."""
    held = seen_version(request, key)
    initial = {"title": held.title, "text": held.text, "not_before_on": held.not_before_on}
    return _step(
        request,
        held,
        "revise",
        DraftForm,
        initial=initial,
        template="draft",
        do=lambda facts: agreement.revise(held, **facts),
        done=_("The draft is saved."),
    )


@readers
@steps
def annex(request: HttpRequest, key: str, place: int | None = None) -> HttpResponse:
    """A new annex, or new words for one."""
    held = seen_version(request, key)
    row = get_object_or_404(held.annexes, position=place) if place is not None else None
    initial = {"kind": row.kind, "title": row.title, "text": row.text} if row else {}
    return _step(
        request,
        held,
        "revise",
        AnnexForm,
        initial=initial,
        template="annex",
        annex=row,
        do=lambda facts: agreement.put_annex(held, annex=row, **facts),
        done=_("The annex is saved."),
    )


@readers
@steps
def annex_removal(request: HttpRequest, key: str, place: int) -> HttpResponse:
    """An annex is taken out."""
    held = seen_version(request, key)
    row: Annex = get_object_or_404(held.annexes, position=place)
    return _step(
        request,
        held,
        "revise",
        BareForm,
        template="annex_removal",
        annex=row,
        do=lambda facts: agreement.drop_annex(held, annex=row, **facts),
        done=_("The annex is taken out."),
    )


@readers
@steps
def opening(request: HttpRequest, key: str) -> HttpResponse:
    """The draft is opened for signing."""
    held = seen_version(request, key)
    return _step(
        request,
        held,
        "open",
        BareForm,
        template="opening",
        annexes=list(held.annexes.all()),
        do=lambda facts: agreement.open_for_signing(held, **facts),
        done=_("It is open for signing. Every member sees it now."),
    )


@readers
@steps
def withdrawal(request: HttpRequest, key: str) -> HttpResponse:
    """A version is given up."""
    held = seen_version(request, key)
    return _step(
        request,
        held,
        "withdraw",
        WithdrawalForm,
        template="withdrawal",
        do=lambda facts: agreement.withdraw(held, **facts),
        done=_("It is withdrawn."),
    )


def _step(
    request: HttpRequest,
    held: AgreementVersion,
    verb: str,
    form_class: Any,
    *,
    template: str,
    do: Any,
    done: Promise | str,
    initial: dict[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    def page(form: forms.Form, **more: Any) -> HttpResponse:
        return show(request, template, form=form, version=held, **context, **more)

    if request.method == "POST":
        form = form_class(request.POST, seen=held.version)

        def verb_done() -> AgreementVersion:
            facts = form.facts() | {"seen": form.version_seen, "by": actor_of(request), "at": clock.now()}
            result: AgreementVersion = do(facts)
            return result

        return act(request, form, verb_done, page=page, done=done, to=_to_version)
    _check_office(request)
    kept = guards.kept_post(request)
    form = form_class(kept, seen=held.version, initial=initial)
    if not held.can(verb, clock.today()):
        return refused(request, what_stands(held), form=form if kept else None)
    return page(form, kept=bool(kept))


def _check_office(request: HttpRequest) -> None:
    """The pages that change something are there for the secretariat in office; a POST says why it is refused."""
    if request.method != "POST" and not standing.is_office(actor_of(request), on=clock.today()):
        raise Http404


def _to_version(version: AgreementVersion) -> str:
    return reverse("office-agreement-version", args=[version.key])
