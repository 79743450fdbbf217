"""What a body does: signing, giving notice that it leaves, taking the notice back."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.governance import rotation, standing
from huaihai.governance.actions import agreement_signing, joining
from huaihai.governance.actions.agreement_signing import AlreadySigned
from huaihai.governance.agreement import document, reading
from huaihai.governance.models import AgreementVersion
from huaihai.governance.office.agreement.forms import LeavingForm, SignatureForm, StayingForm
from huaihai.governance.office.agreement.views import MENU, seen_version, what_stands
from huaihai.kit import clock, local_words, spoken
from huaihai.members.models import Account, Organisation


@readers
@asking
def signature(request: HttpRequest, key: str) -> HttpResponse:
    """The whole text, and signing it for one's body."""
    held, body = seen_version(request, key), _own_body(request)
    question = Question(
        current=MENU,
        title=_("Sign “%(title)s”") % {"title": held.title},
        button=gettext_lazy("Sign for this body"),
        back=reverse("office-agreement-version", args=[held.key]),
        back_label=held.shown_title,
        tone="seal",
        closed="" if held in reading.to_sign(body, on=clock.today()) else _why_not(held, body),
        template="governance/office/agreement/signature.html",
        context={"body": body, **_of_text(held)},
        now=what_stands,
    )
    initial = {"document_hash": held.document_hash}
    return ask(
        request,
        question,
        form=partial(SignatureForm, account=_account(request), initial=initial),
        act=lambda form: agreement_signing.sign(
            held,
            body=body,
            document_hash=form.cleaned_data["document_hash"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("Signed for %(body)s.") % {"body": local_words.in_script(body.short_name)},
        to=question.back,
    )


@readers
@asking
def leaving(request: HttpRequest) -> HttpResponse:
    """The body gives notice that it leaves."""
    body, today = _own_body(request), clock.today()
    earliest = joining.earliest_last_day(today)
    question = _of_members(
        title=gettext_lazy("Give notice that your body leaves"),
        button=gettext_lazy("Give notice"),
        tone="late",
        template="governance/office/agreement/leaving.html",
        context={
            "body": body,
            "earliest": earliest,
            "rule": joining.notice_rule(today),
            "is_secretariat": body == rotation.secretariat_on(today),
        },
    )
    return ask(
        request,
        question,
        form=partial(LeavingForm, account=_account(request), initial={"last_on": earliest}),
        act=lambda form: joining.give_notice(
            body=body,
            last_on=form.cleaned_data["last_on"],
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("The notice is given. Until the last day it can be taken back."),
        to=question.back,
    )


@readers
@asking
def staying(request: HttpRequest) -> HttpResponse:
    """The body takes its notice back."""
    body = _own_body(request)
    notice = joining.standing_notice(body, on=clock.today())
    lead = _("%(body)s would leave after %(day)s. It stays a member if you take the notice back.")
    question = _of_members(
        title=gettext_lazy("Take the notice back"),
        button=gettext_lazy("Take the notice back"),
        lead=lead % {"body": local_words.in_script(body.name), "day": spoken.full_day(notice.last_on)}
        if notice
        else "",
        closed=joining.hindrance_of(notice) if notice else gettext_lazy("There is no notice to take back."),
    )
    return ask(
        request,
        question,
        form=partial(StayingForm, account=_account(request)),
        act=lambda _form: joining.take_back(body=body, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The notice is taken back. The body stays a member."),
        to=question.back,
    )


def _of_members(**more: Any) -> Question:
    back = reverse("office-agreement-members")
    return Question(current=MENU, back=back, back_label=gettext_lazy("Members"), **more)


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
