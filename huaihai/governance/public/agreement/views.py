"""What everybody may read of the agreement: versions, texts, who signed, the members, and what changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.governance.agreement import comparing, document, proof, reading
from huaihai.governance.models import AgreementVersion
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor

ANYBODY = Actor.public()  # what is public is the same for everybody, signed in or not


@guards.public
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """What is in force, all versions that were opened, and the members."""
    today = clock.today()
    rows = reading.versions(ANYBODY, on=today)
    context = {
        "rows": rows,
        "current": next((row for row in rows if row.is_current), None),
        "members": reading.members(on=today),
    }
    return render(request, "governance/public/agreement/agreement.html", context)


@guards.public
@require_safe
def version(request: HttpRequest, key: str) -> HttpResponse:
    """One version: text, annexes, who signed when."""
    held, today = _version(key), clock.today()
    context = {
        "version": held,
        "row": reading.row_of(held, on=today),
        "shown": document.shown(held),
        "signatories": reading.signatories(held, on=today),
        "is_intact": document.is_intact(held),
        "before": _before(request, held),
    }
    return render(request, "governance/public/agreement/version.html", context)


@guards.public
@require_safe
def changes(request: HttpRequest, key: str) -> HttpResponse:
    """What changed since another version."""
    held = _version(key)
    before = _before(request, held)
    if before is None or not held.has_text:
        raise Http404
    context = {"version": held, "before": before, "lines": comparing.compared(before, held)}
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


def _before(request: HttpRequest, held: AgreementVersion) -> AgreementVersion | None:
    return reading.comparable(ANYBODY, held, request.GET.get("since", ""))
