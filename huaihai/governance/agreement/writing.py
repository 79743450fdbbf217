"""What the office does with a version (writing, annexes, opening, withdrawing), and a body: signing, leaving."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.verbs import ConfirmForm
from huaihai.governance import secretariat, standing
from huaihai.governance.agreement import document, facts, signing, verbs
from huaihai.governance.agreement.forms import AnnexForm, DraftForm, LeavingForm, SignatureForm, StayingForm
from huaihai.governance.agreement.pages import AGREEMENTS, MENU, address, seen_version, what_stands
from huaihai.governance.agreement.signing import AlreadySigned
from huaihai.governance.models import AgreementVersion, Annex
from huaihai.kit import clock, local_words, spoken
from huaihai.members.models import Account, Organisation


@readers
@asking
def new(request: HttpRequest) -> HttpResponse:
    """A new draft; it begins with text and annexes of the version in force, if that has any."""
    current = AgreementVersion.in_force_on(clock.today())
    source = current if current is not None and current.has_text else None
    initial: dict[str, Any] = {"not_before_on": clock.today()}
    lead = ""
    if source is not None:
        initial |= {"title": source.title, "text": source.text}
        lead = _("It begins with the text and the annexes of “%(title)s”, which is in force.") % {
            "title": source.shown_title
        }
    question = Question(
        current=MENU,
        title=gettext_lazy("Write a new version"),
        button=gettext_lazy("Save the draft"),
        back=reverse("office-agreement"),
        back_label=gettext_lazy("Agreement"),
        lead=lead,
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=partial(DraftForm, seen=0, initial=initial),
        act=lambda form: verbs.begin(**form.facts(), annexes_of=source, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The draft is saved. Only staff see it."),
        to=address,
    )


@readers
@asking
def annex(request: HttpRequest, key: str, place: int | None = None) -> HttpResponse:
    """A new annex, or new words for one."""
    held = seen_version(request, key)
    row = get_object_or_404(held.annexes, position=place) if place is not None else None
    initial = {"kind": row.kind, "title": row.title, "text": row.text} if row else {}
    title = gettext_lazy("Change this annex") if row else gettext_lazy("Add an annex")
    return ask(
        request,
        AGREEMENTS.question(actor_of(request), held, "revise", title, button=gettext_lazy("Save the annex")),
        form=partial(AnnexForm, seen=held.version, initial=initial),
        act=lambda form: verbs.put_annex(held, annex=row, **form.facts(), **_by(request, form)),
        done=gettext_lazy("The annex is saved."),
        to=address,
    )


@readers
@asking
def annex_removal(request: HttpRequest, key: str, place: int) -> HttpResponse:
    """An annex is taken out."""
    held = seen_version(request, key)
    row: Annex = get_object_or_404(held.annexes, position=place)
    question = AGREEMENTS.question(
        actor_of(request),
        held,
        "revise",
        _("Take “%(title)s” out?") % {"title": row.title},
        button=gettext_lazy("Take it out"),
        lead=gettext_lazy("The draft loses this annex and its text. Copy what you still need first."),
        tone="late",
    )
    return ask(
        request,
        question,
        form=partial(ConfirmForm, seen=held.version),
        act=lambda form: verbs.drop_annex(held, annex=row, **_by(request, form)),
        done=gettext_lazy("The annex is taken out."),
        to=address,
    )


def _by(request: HttpRequest, form: Any) -> dict[str, Any]:
    return {"seen": form.version_seen, "by": actor_of(request), "at": clock.now()}


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
        closed="" if held in facts.to_sign(body, on=clock.today()) else _why_not(held, body),
        template="governance/office/agreement/signature.html",
        context={"body": body, **_of_text(held)},
        now=what_stands,
    )
    initial = {"document_hash": held.document_hash}
    return ask(
        request,
        question,
        form=partial(SignatureForm, account=_account(request), initial=initial),
        act=lambda form: signing.sign(
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
    earliest = signing.earliest_last_day(today)
    question = _of_members(
        title=gettext_lazy("Give notice that your body leaves"),
        button=gettext_lazy("Give notice"),
        tone="late",
        template="governance/office/agreement/leaving.html",
        context={
            "body": body,
            "earliest": earliest,
            "rule": signing.notice_rule(today),
            "is_secretariat": body == secretariat.secretariat_on(today),
        },
    )
    return ask(
        request,
        question,
        form=partial(LeavingForm, account=_account(request), initial={"last_on": earliest}),
        act=lambda form: signing.give_notice(
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
    notice = signing.standing_notice(body, on=clock.today())
    lead = _("%(body)s would leave after %(day)s. It stays a member if you take the notice back.")
    question = _of_members(
        title=gettext_lazy("Take the notice back"),
        button=gettext_lazy("Take the notice back"),
        lead=lead % {"body": local_words.in_script(body.name), "day": spoken.full_day(notice.last_on)}
        if notice
        else "",
        closed=signing.hindrance_of(notice) if notice else gettext_lazy("There is no notice to take back."),
    )
    return ask(
        request,
        question,
        form=partial(StayingForm, account=_account(request)),
        act=lambda _form: signing.take_back(body=body, by=actor_of(request), at=clock.now()),
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
        "row": facts.row_of(held, on=clock.today()),
        "shown": document.in_blocks(held, as_written=True),
    }


def _why_not(held: AgreementVersion, body: Organisation) -> str:
    there = held.signatures.filter(organisation=body).select_related("organisation").first()
    return str(AlreadySigned(there)) if there is not None else what_stands(held)
