"""What the office does with a version: writing, annexes, opening, withdrawing."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance.actions import agreement
from huaihai.governance.models import AgreementVersion, Annex
from huaihai.governance.office.agreement.forms import AnnexForm, BareForm, DraftForm, WithdrawalForm
from huaihai.governance.office.agreement.views import MENU, seen_version, what_stands
from huaihai.kit import clock


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
        act=lambda form: agreement.begin(
            **form.facts(), annexes_of=source, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The draft is saved. Only staff see it."),
        to=address,
    )


@readers
@asking
def text(request: HttpRequest, key: str) -> HttpResponse:
    """Title, text and day of a draft."""
    held = seen_version(request, key)
    initial = {"title": held.title, "text": held.text, "not_before_on": held.not_before_on}
    button = gettext_lazy("Save the draft")
    return ask(
        request,
        _question(request, held, "revise", gettext_lazy("Change the text"), button=button),
        form=partial(DraftForm, seen=held.version, initial=initial),
        act=lambda form: agreement.revise(held, **form.facts(), **_by(request, form)),
        done=gettext_lazy("The draft is saved."),
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
        _question(request, held, "revise", title, button=gettext_lazy("Save the annex")),
        form=partial(AnnexForm, seen=held.version, initial=initial),
        act=lambda form: agreement.put_annex(held, annex=row, **form.facts(), **_by(request, form)),
        done=gettext_lazy("The annex is saved."),
        to=address,
    )


@readers
@asking
def annex_removal(request: HttpRequest, key: str, place: int) -> HttpResponse:
    """An annex is taken out."""
    held = seen_version(request, key)
    row: Annex = get_object_or_404(held.annexes, position=place)
    question = _question(
        request,
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
        form=partial(BareForm, seen=held.version),
        act=lambda form: agreement.drop_annex(held, annex=row, **_by(request, form)),
        done=gettext_lazy("The annex is taken out."),
        to=address,
    )


@readers
@asking
def opening(request: HttpRequest, key: str) -> HttpResponse:
    """The draft is opened for signing."""
    held = seen_version(request, key)
    question = _question(
        request,
        held,
        "open",
        gettext_lazy("Open it for signing"),
        lead=gettext_lazy(
            "From then on nobody can change the text or the annexes. It is public, and every member may sign."
        ),
        tone="seal",
        template="governance/office/agreement/opening.html",
        context={"version": held, "annexes": list(held.annexes.all())},
    )
    return ask(
        request,
        question,
        form=partial(BareForm, seen=held.version),
        act=lambda form: agreement.open_for_signing(held, **_by(request, form)),
        done=gettext_lazy("It is open for signing. Every member sees it now."),
        to=address,
    )


@readers
@asking
def withdrawal(request: HttpRequest, key: str) -> HttpResponse:
    """A version is given up."""
    held = seen_version(request, key)
    question = _question(
        request,
        held,
        "withdraw",
        _("Withdraw “%(title)s”") % {"title": held.shown_title},
        button=pgettext_lazy("agreement", "Withdraw"),
        lead=gettext_lazy("It can no longer be signed. Signatures given so far stay in the record."),
        tone="late",
    )
    return ask(
        request,
        question,
        form=partial(WithdrawalForm, seen=held.version),
        act=lambda form: agreement.withdraw(held, **form.facts(), **_by(request, form)),
        done=gettext_lazy("It is withdrawn."),
        to=address,
    )


def address(version: AgreementVersion) -> str:
    """The page of the version."""
    return reverse("office-agreement-version", args=[version.key])


def _question(
    request: HttpRequest, held: AgreementVersion, verb: str, title: Promise | str, **more: Any
) -> Question:
    """What every page about one version has in common: it is for the secretariat in office."""
    asked: dict[str, Any] = {
        "current": MENU,
        "title": title,
        "button": title,
        "back": address(held),
        "back_label": held.shown_title,
        "is_shown": acts_as_office(request),
        "closed": "" if held.can(verb, clock.today()) else what_stands(held),
        "now": what_stands,
    }
    return Question(**asked | more)


def _by(request: HttpRequest, form: Any) -> dict[str, Any]:
    return {"seen": form.version_seen, "by": actor_of(request), "at": clock.now()}
