"""What both sides may fetch: the agreement, once the signed paper has come back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.cases.business import standing
from huaihai.cases.consumer.tracking.access import open_case
from huaihai.cases.letters.opening import by_letter
from huaihai.cases.letters.verbs import actor_of
from huaihai.cases.models import Case, IssuedPaper, LetterCode, PaperScan
from huaihai.cases.papers.pages import scan_of
from huaihai.kit import guards, local_words
from huaihai.law import papers
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class SignedPaper:
    """One file of a signed paper, and where this reader fetches it."""

    title: str
    paper: IssuedPaper
    scan: PaperScan
    url: str


def of(case: Case, actor: Actor, address: str) -> list[SignedPaper]:
    """The files for this party. `address` is the name of its page: of the consumer, the business, the letter."""
    if case.has_no("papers"):
        return []
    rows = IssuedPaper.objects.visible_to(actor).filter(case=case).defer("content").prefetch_related("scans")
    return [
        SignedPaper(
            local_words.said(papers.forms()[row.form]),
            row,
            scan,
            reverse(address, args=_args(case, address, scan)),
        )
        for row in rows
        for scan in row.scans.all()
    ]


@guards.consumer
@require_safe
def for_consumer(request: HttpRequest, case_id: UUID, scan_id: UUID) -> Any:
    """A file of the signed agreement."""
    case, actor = open_case(request, case_id)
    return _handed(case, actor, scan_id)


@guards.business
@require_safe
def for_business(request: HttpRequest, case_id: UUID, scan_id: UUID) -> Any:
    """The same, for the business."""
    situation = standing.situation_of(request, case_id)
    return _handed(situation.case, situation.actor, scan_id)


@by_letter
@require_safe
def for_letter(_request: HttpRequest, held: LetterCode, scan_id: UUID) -> Any:
    """The same, for a business that came with a letter code."""
    return _handed(held.case, actor_of(held), scan_id)


def _handed(case: Case, actor: Actor, scan_id: UUID) -> Any:
    rows = IssuedPaper.objects.visible_to(actor).filter(case=case)
    return scan_of(get_object_or_404(rows, scans=scan_id), scan_id)


def _args(case: Case, address: str, scan: PaperScan) -> list[UUID]:
    return [scan.pk] if address == "letter-signed" else [case.pk, scan.pk]
