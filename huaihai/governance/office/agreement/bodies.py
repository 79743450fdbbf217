"""What a body does: signing, giving notice that it leaves, taking the notice back."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.governance import rotation, standing
from huaihai.governance.actions import agreement_signing, joining
from huaihai.governance.actions.agreement_signing import AlreadySigned
from huaihai.governance.agreement import document, reading
from huaihai.governance.models import AgreementVersion
from huaihai.governance.office.agreement.acting import act, refused, show, what_stands
from huaihai.governance.office.agreement.forms import LeavingForm, SignatureForm, StayingForm
from huaihai.governance.office.agreement.views import seen_version
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock, guards, local_words
from huaihai.members.models import Account, Organisation

steps = require_http_methods(["GET", "HEAD", "POST"])


@readers
@steps
def signature(request: HttpRequest, key: str) -> HttpResponse:
    """The whole text, and signing it for one's body."""
    held, body = seen_version(request, key), _own_body(request)
    initial = {"document_hash": held.document_hash}

    def page(form: forms.Form, **more: Any) -> HttpResponse:
        return show(request, "signature", form=form, body=body, **_of_text(held), **more)

    if request.method != "POST":
        kept = guards.kept_post(request)
        if held not in reading.to_sign(body, on=clock.today()):
            return refused(request, _why_not(held, body))
        return page(SignatureForm(account=_account(request), initial=initial), kept=bool(kept))
    form = SignatureForm(request.POST, account=_account(request))
    return act(
        request,
        form,
        lambda: agreement_signing.sign(
            held,
            body=body,
            document_hash=form.cleaned_data["document_hash"],
            by=actor_of(request),
            at=clock.now(),
        ),
        page=page,
        done=_("Signed for %(body)s.") % {"body": local_words.in_script(body.short_name)},
        to=lambda _signature: reverse("office-agreement-version", args=[held.key]),
    )


@readers
@steps
def leaving(request: HttpRequest) -> HttpResponse:
    """The body gives notice that it leaves."""
    body, today = _own_body(request), clock.today()
    earliest = joining.earliest_last_day(today)

    def page(form: forms.Form, **more: Any) -> HttpResponse:
        return show(
            request,
            "leaving",
            form=form,
            body=body,
            earliest=earliest,
            rule=joining.notice_rule(today),
            is_secretariat=body == rotation.secretariat_on(today),
            **more,
        )

    if request.method != "POST":
        kept = guards.kept_post(request)
        typed = (
            {name: kept.get(name, "") for name in ("last_on", "reason")} if kept else {"last_on": earliest}
        )
        return page(LeavingForm(account=_account(request), initial=typed), kept=bool(kept))
    form = LeavingForm(request.POST, account=_account(request))
    return act(
        request,
        form,
        lambda: joining.give_notice(
            body=body,
            last_on=form.cleaned_data["last_on"],
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            at=clock.now(),
        ),
        page=page,
        done=_("The notice is given. Until the last day it can be taken back."),
        to=lambda _notice: reverse("office-agreement-members"),
    )


@readers
@steps
def staying(request: HttpRequest) -> HttpResponse:
    """The body takes its notice back."""
    body = _own_body(request)
    notice = joining.standing_notice(body, on=clock.today())

    def page(form: forms.Form, **more: Any) -> HttpResponse:
        return show(request, "staying", form=form, body=body, notice=notice, **more)

    if request.method != "POST":
        if notice is None:
            return refused(request, _("There is no notice to take back."))
        return page(StayingForm(account=_account(request)))
    return act(
        request,
        StayingForm(request.POST, account=_account(request)),
        lambda: joining.take_back(body=body, by=actor_of(request), at=clock.now()),
        page=page,
        done=_("The notice is taken back. The body stays a member."),
        to=lambda _notice: reverse("office-agreement-members"),
    )


def _own_body(request: HttpRequest) -> Organisation:
    """The body for which the reader speaks; else 404."""
    body = standing.delegation_of(actor_of(request))
    if body is None:
        raise Http404
    return body


def _account(request: HttpRequest) -> Account:
    account = request.user
    if not isinstance(account, Account):
        raise Http404
    return account


def _of_text(held: AgreementVersion) -> dict[str, Any]:
    return {
        "version": held,
        "row": reading.row_of(held, on=clock.today()),
        "shown": document.shown(held, as_written=True),
    }


def _why_not(held: AgreementVersion, body: Organisation) -> str:
    there = held.signatures.filter(organisation=body).select_related("organisation").first()
    return str(AlreadySigned(there)) if there is not None else what_stands(held)
