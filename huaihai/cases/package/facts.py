"""What a package holds of a case, read once: for its consumer what the consumer reads, for a court what a party reads.

Words that bodies wrote for one another, notes to the body and sheets of approval are in neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.utils import translation

from huaihai.cases import case_facts, life, promises, timeline, turns
from huaihai.cases.models import Agreement, Case, Evidence, IssuedPaper
from huaihai.cases.papers.facts import CHINESE
from huaihai.desk.papers.official import from_facts
from huaihai.governance import signed
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.law import papers
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.log import proofs
from huaihai.record.models import Event

PARTIES: Final = (life.CONSUMER, life.BUSINESS)
INSIDE: Final = ("approval", "minutes")  # papers that stay in the body


@dataclass(frozen=True)
class Paper:
    """An issued paper: as PDF, and its signed scans."""

    row: IssuedPaper
    title: str
    pdf: bytes


@dataclass(frozen=True)
class Copy:
    """One case for one receiver, at a moment: all that needs the database."""

    case: Case
    audience: str  # CONSUMER or BODY
    made_by: str  # the body that hands it out; "" for the consumer's own
    at: datetime
    evidence: list[Evidence]
    papers: list[Paper]
    history: list[Event]
    lines: list[timeline.Line]
    agreement: Agreement | None
    log_proof: str
    language: str
    page: dict[str, Any]  # the rest of what its page shows


def of(case: Case, audience: str, *, by: Actor, at: datetime) -> Copy:
    """Raises setting.BusyError and NotSetError: its papers could not be set just now."""
    # A court reads Chinese; the consumer, the language of the page.
    language = CHINESE if audience == life.BODY else translation.get_language() or CHINESE
    with translation.override(language):
        return _in(language, case, audience, by=by, at=at)


def _in(language: str, case: Case, audience: str, *, by: Actor, at: datetime) -> Copy:
    history = events.all_of(case.record_key)
    rows = IssuedPaper.objects.visible_to(by).filter(case=case).exclude(form__in=INSIDE)
    return Copy(
        case=case,
        audience=audience,
        made_by=by.organisation.name if audience == life.BODY and by.organisation else "",
        at=at,
        evidence=list(case.evidence.all()),
        papers=[_paper(row) for row in rows.prefetch_related("scans")],
        history=history,
        lines=[
            _worded(line if _are_words_in(line.verb, audience) else _without_words(line))
            for line in reversed(timeline.of(case, audience, history=history))
            if _is_told(line.verb, audience)
        ],
        agreement=Agreement.objects.filter(case=case).select_related("offer").first(),
        log_proof=_log_proof(case, history[-1].number),
        language=language,
        page=_page(case, audience, today=local_day(at)),
    )


def _paper(row: IssuedPaper) -> Paper:
    from huaihai.desk.papers import official_files  # only here: the library of Word files takes 18 MB

    title = local_words.said(papers.forms()[row.form])
    return Paper(row, title, official_files.pdf(from_facts(row.content)))


def _log_proof(case: Case, upto: int) -> str:
    """A case of this minute is not in the log yet."""
    try:
        return proofs.of_last(case.record_key, upto=upto)
    except LookupError:
        return ""


def _readers(audience: str) -> tuple[str, ...]:
    """A court reads what either party reads."""
    return PARTIES if audience == life.BODY else (audience,)


def _is_told(verb: str, audience: str) -> bool:
    return any(timeline.is_told(verb, reader) for reader in _readers(audience))


def _are_words_in(verb: str, audience: str) -> bool:
    return any(timeline.are_words_told(verb, reader) for reader in _readers(audience))


def _without_words(line: timeline.Line) -> timeline.Line:
    return timeline.Line(line.at, line.what, "", line.verb, line.facts, line.to)


def _worded(line: timeline.Line) -> timeline.Line:
    words = case_facts.outside_words(line.verb, line.facts, today=local_day(line.at))
    return replace(line, text="\n".join(filter(None, (words, line.text))))


def record(copy: Copy) -> Iterator[dict[str, Any]]:
    """Every event: whole, without its words (their salted hash stays), or as its hash alone."""
    for event in copy.history:
        if not _is_told(event.verb, copy.audience):
            yield {"number": event.number, "hash": event.hash}
            continue
        told = signed.of_event(event)
        del told["subject"]  # it stands once, above all of them
        if event.text and _are_words_in(event.verb, copy.audience):
            told |= {"text": event.text, "text_salt": event.text_salt}
        yield told


def _page(case: Case, audience: str, *, today: date) -> dict[str, Any]:
    return {
        "person": getattr(case, "complainant", None),
        "business": case_facts.of_business(case),
        "remedies": case_facts.remedy_words(case.remedies),
        "kind": case_facts.kind_words(case),
        "offers": [
            (offer, case_facts.remedy_words(offer.remedies), turns.state_of(offer, today=today).label)
            for offer in case.offers.all()
        ],
        "answers": [(one, local_words.said(one.said) if one.said else "") for one in case.answers.all()],
        "duties": promises.of_case(case, today=today),
        "stage": str(case.stage_info.desk if audience == life.BODY else case.stage_info.consumer),
    }
