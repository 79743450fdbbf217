"""The nine in one for everybody: what each means, who answers, what shows it; and the table of duties."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.governance import charter
from huaihai.governance.models import CharterOwner, Evidence
from huaihai.governance.public.charter import shown
from huaihai.kit import clock, filestore, guards
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def nine(request: HttpRequest) -> HttpResponse:
    """All parts, and who does what."""
    ours = alliance.load()
    parts = shown.all_parts(clock.today())
    sources = {(one.part.source, one.part.mark) for one in parts}
    context = {
        "parts": parts,
        "source": sources.pop() if len(sources) == 1 else None,
        "duties": charter.duties(ours),
        "not_ours": charter.not_ours(ours),
    }
    return render(request, "governance/public/charter/nine.html", context)


@require_safe
@guards.public
def part(request: HttpRequest, key: str) -> HttpResponse:
    """One part, with all its evidence and everybody who answered for it."""
    found = charter.part(alliance.load(), key)
    if found is None:
        raise Http404
    rows = shown.with_links(Evidence.objects.filter(key=key))
    page = page_of(rows, request.GET.get("page"))
    owners = CharterOwner.objects.filter(key=key).select_related("organisation", "resolution")
    context = {
        "part": found,
        "page": page,
        "evidence": shown.shown_rows(page.rows),
        "owners": [(owner, shown.body_words(owner.organisation)) for owner in owners[:20]],
    }
    return render(request, "governance/public/charter/part.html", context)


@require_safe
@guards.public
def evidence_file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The file of evidence that stands: a photo's safe copy, or a PDF to save."""
    row = get_object_or_404(Evidence.objects.standing(), pk=evidence_id, kind=Evidence.Kind.FILE)
    try:
        return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
            sha256=row.sha256, kind=row.file_kind, name=row.file_name, derivative=row.derivative
        )
    except FileNotFoundError as error:
        raise Http404 from error
