"""Reading: all versions, one version, what changed between two, the members."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.governance import standing
from huaihai.governance.actions import joining
from huaihai.governance.agreement import comparing, document, reading, told
from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.models import AgreementVersion
from huaihai.kit import clock

MENU = "agreement"


@readers
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """What is in force, what is being signed, and what the reader's body has to do."""
    actor, today = actor_of(request), clock.today()
    rows = reading.versions(actor, on=today)
    being_signed = next((row for row in rows if row.stage == "open"), None)
    return show(
        request,
        "governance/office/agreement/versions.html",
        current=MENU,
        rows=rows,
        in_force=next((row for row in rows if row.is_current), None),
        being_signed=being_signed,
        missing=reading.missing(being_signed.version, on=today) if being_signed else [],
        to_sign=reading.to_sign(standing.delegation_of(actor), on=today),
    )


@readers
@require_safe
def version(request: HttpRequest, key: str) -> HttpResponse:
    """One version: its text, annexes, signatories, and what can be done with it."""
    actor, today = actor_of(request), clock.today()
    held = seen_version(request, key)
    row = reading.row_of(held, on=today)
    return show(
        request,
        "governance/office/agreement/version.html",
        current=MENU,
        version=held,
        row=row,
        shown=document.shown(held),
        signatories=reading.with_names(reading.signatories(held, on=today)),
        must_sign=held in reading.to_sign(standing.delegation_of(actor), on=today),
        is_intact=document.is_intact(held),
        can={verb: held.can(verb, today) for verb in ("revise", "open", "withdraw")},
        before=_before(request, held),
        record=told.record(held),
    )


@readers
@require_safe
def changes(request: HttpRequest, key: str) -> HttpResponse:
    """What changed since another version: the one named in `since`, else the one before."""
    held = seen_version(request, key)
    before = _before(request, held)
    if before is None:
        raise Http404
    return show(
        request,
        "governance/office/agreement/changes.html",
        current=MENU,
        version=held,
        before=before,
        lines=comparing.compared(before, held),
    )


@readers
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the alliance, since when, what it signed, and who leaves."""
    today, body = clock.today(), standing.delegation_of(actor_of(request))
    rows = reading.members(on=today)
    own = next((row for row in rows if row.body == body and row.state == "member"), None)
    return show(
        request,
        "governance/office/agreement/members.html",
        current=MENU,
        rows=rows,
        own=own,
        notice_rule=joining.notice_rule(today),
    )


def seen_version(request: HttpRequest, key: str) -> AgreementVersion:
    """The version of this key, if the reader may see it; else 404."""
    return get_object_or_404(AgreementVersion.objects.visible_to(actor_of(request)), key=key)


def what_stands(version: AgreementVersion) -> str:
    """How the version stands now, in a sentence."""
    stage = AGREEMENT.stages[version.stage_on(clock.today())]
    return _("It is now: %(stage)s.") % {"stage": stage}


def _before(request: HttpRequest, held: AgreementVersion) -> AgreementVersion | None:
    return reading.comparable(actor_of(request), held, request.GET.get("since", ""))
