"""The register as an open file, with the platform's signature beside it: `docs/guides/clauses-file.md`."""

import hashlib
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.kit import clock, guards
from huaihai.kit.canonical import canonical
from huaihai.law.clauses.register import Clause, held
from huaihai.members.actors import Actor
from huaihai.record import signatures
from huaihai.supervision.models import ClauseFinding

FORMAT: Final = "huaihai-clauses/1"
LICENCE: Final = "CC-BY-4.0"


@require_safe
@guards.public
def file(_request: HttpRequest) -> HttpResponse:
    """The whole register, and which cities found its clauses; no shop is named. Raises Http404 where there is none."""
    body = _body()
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="clauses.json"'
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
    return answer


@require_safe
@guards.public
def signature(_request: HttpRequest) -> HttpResponse:
    """The signature under the file as it is now."""
    sha256 = hashlib.sha256(_body()).hexdigest()
    made = signatures.signed(sha256=sha256, of=FORMAT, name="clauses.json", at=clock.now())
    answer = HttpResponse(made, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="clauses.sig.json"'
    return answer


def _body() -> bytes:
    register = held()
    if not register.clauses:
        raise Http404
    rows = ClauseFinding.objects.visible_to(Actor.public()).select_related("body").order_by("noted_at", "pk")
    return canonical(
        {
            "format": FORMAT,
            "alliance": alliance.load().key,
            "licence": LICENCE,
            "trades": [{"code": one.code, "zh": one.zh, "en": one.en} for one in register.trades.values()],
            "clauses": [_clause(one) for one in register.clauses.values()],
            "findings": [_finding(one) for one in rows],
        }
    )


def _clause(one: Clause) -> dict[str, Any]:
    return {
        "code": one.code,
        "trades": list(one.trades),
        "title": {"zh": one.zh, "en": one.en},
        "wordings": list(one.wordings),
        "article": one.article,
        "sureness": one.sureness.value,
        "in_force_from": one.in_force_from.isoformat() if one.in_force_from else None,
        "why": one.why,
        "fair": one.fair,
    }


def _finding(one: ClauseFinding) -> dict[str, Any]:
    return {
        "city": one.body.region_code,
        "clause": one.clause or None,
        "title": one.title or None,
        "wording": one.wording,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
    }
