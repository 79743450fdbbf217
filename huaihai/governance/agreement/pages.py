"""The agreement for staff and for everybody: versions, texts, changes, members; what forms ask."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.verbs import Desk
from huaihai.governance import standing
from huaihai.governance.agreement import document, facts, proof, signing, verbs
from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.models import AgreementVersion
from huaihai.governance.secretariat import is_office_today
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

MENU = "agreement"


@readers
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """What is in force, what is being signed, and what the reader's body has to do."""
    actor, today = actor_of(request), clock.today()
    rows = facts.versions(actor, on=today)
    being_signed = next((row for row in rows if row.stage == "open"), None)
    return show(
        request,
        "governance/office/agreement/versions.html",
        current=MENU,
        rows=rows,
        in_force=next((row for row in rows if row.is_current), None),
        being_signed=being_signed,
        missing=facts.missing(being_signed.version, on=today) if being_signed else [],
        to_sign=facts.to_sign(standing.delegation_of(actor), on=today),
    )


@readers
@require_safe
def version(request: HttpRequest, key: str) -> HttpResponse:
    """One version: its text, annexes, signatories, and what can be done with it."""
    actor, today = actor_of(request), clock.today()
    held = seen_version(request, key)
    row = facts.row_of(held, on=today)
    return show(
        request,
        "governance/office/agreement/version.html",
        current=MENU,
        version=held,
        row=row,
        shown=document.in_blocks(held),
        signatories=facts.with_names(facts.signatories(held, on=today)),
        must_sign=held in facts.to_sign(standing.delegation_of(actor), on=today),
        is_intact=document.is_intact(held),
        can={verb: held.can(verb, today) for verb in ("revise", "open", "withdraw")},
        before=_before(request, held),
        record=facts.record(held),
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
        lines=document.compared(before, held),
    )


@readers
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Who belongs to the alliance, since when, what it signed, and who leaves."""
    today, body = clock.today(), standing.delegation_of(actor_of(request))
    rows = facts.members(on=today)
    own = next((row for row in rows if row.body == body and row.state == "member"), None)
    return show(
        request,
        "governance/office/agreement/members.html",
        current=MENU,
        rows=rows,
        own=own,
        notice_rule=signing.notice_rule(today),
    )


def seen_version(request: HttpRequest, key: str) -> AgreementVersion:
    """The version of this key, if the reader may see it; else 404."""
    return get_object_or_404(AgreementVersion.objects.visible_to(actor_of(request)), key=key)


def address(held: AgreementVersion) -> str:
    """The page of the version."""
    return reverse("office-agreement-version", args=[held.key])


def what_stands(version: AgreementVersion) -> str:
    """How the version stands now, in a sentence."""
    stage = AGREEMENT.stages[version.stage_on(clock.today())]
    return _("It is now: %(stage)s.") % {"stage": stage}


def _before(request: HttpRequest, held: AgreementVersion) -> AgreementVersion | None:
    return facts.comparable(actor_of(request), held, request.GET.get("since", ""))


def _why_not_now(held: AgreementVersion, verb: str) -> tuple[str, ...]:
    """A version stands where its day has brought it, not only where a verb has left it."""
    return () if held.can(verb, clock.today()) else (what_stands(held),)


AGREEMENTS = Desk[AgreementVersion](
    "office-agreement",
    verbs=(verbs.open_for_signing, verbs.revise, verbs.withdraw),
    find=seen_version,
    home=address,
    called=lambda held: held.shown_title,
    may=is_office_today,
    hinders=_why_not_now,
    now=what_stands,
    keys=lambda held: [held.key],
    current=MENU,
    thing="version",
)
ANYBODY = Actor.public()  # what is public is the same for everybody, signed in or not


@guards.same_for_all
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """What is in force, all versions that were opened, and the members."""
    today = clock.today()
    rows = facts.versions(ANYBODY, on=today)
    context = {
        "rows": rows,
        "current": next((row for row in rows if row.is_current), None),
        "members": facts.members(on=today),
    }
    return render(request, "governance/public/agreement/agreement.html", context)


@guards.same_for_all
@require_safe
def public_version(request: HttpRequest, key: str) -> HttpResponse:
    """One version: text, annexes, who signed when."""
    held, today = _version(key), clock.today()
    context = {
        "version": held,
        "row": facts.row_of(held, on=today),
        "shown": document.in_blocks(held),
        "signatories": facts.signatories(held, on=today),
        "is_intact": document.is_intact(held),
        "before": _public_before(request, held),
    }
    return render(request, "governance/public/agreement/version.html", context)


@guards.same_for_all
@require_safe
def public_changes(request: HttpRequest, key: str) -> HttpResponse:
    """What changed since another version."""
    held = _version(key)
    before = _public_before(request, held)
    if before is None or not held.has_text:
        raise Http404
    context = {"version": held, "before": before, "lines": document.compared(before, held)}
    return render(request, "governance/public/agreement/changes.html", context)


@guards.public
@require_safe
def file(request: HttpRequest, key: str) -> HttpResponse:
    """The file that was kept when the version last changed; it can be checked without this platform."""
    held = _version(key)
    if not held.files.exists():
        raise Http404
    answer = HttpResponse(proof.signed_file(held), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{held.key}.json"'
    return answer


def _version(key: str) -> AgreementVersion:
    return get_object_or_404(AgreementVersion.objects.visible_to(ANYBODY), key=key)


def _public_before(request: HttpRequest, held: AgreementVersion) -> AgreementVersion | None:
    return facts.comparable(ANYBODY, held, request.GET.get("since", ""))
