"""The papers on the page of a case: those issued, and those that can be written now."""

from dataclasses import dataclass

from huaihai.cases.models import IssuedPaper
from huaihai.cases.papers import offers
from huaihai.cases.papers.facts import Facts
from huaihai.cases.papers.offers import Offer
from huaihai.cases.situation import Situation
from huaihai.kit import local_words
from huaihai.law import papers
from huaihai.members.models import Account


@dataclass(frozen=True)
class Row:
    """One issued paper in the list."""

    paper: IssuedPaper
    title: str
    who: str
    scans: int


@dataclass(frozen=True)
class Papers:
    """What `cases/papers/part.html` shows."""

    rows: list[Row]
    usual: list[Offer]
    others: list[Offer]


def of(situation: Situation) -> Papers:
    """Newest first; what can be written only for who may write it."""
    facts = Facts(situation)
    names = _names(facts.issued)
    rows = [
        Row(
            row,
            local_words.said(papers.forms()[row.form]),
            names.get(row.issued_by, ""),
            len(row.scans.all()),
        )
        for row in reversed(facts.issued)
    ]
    usual, others = offers.open_to(facts) if facts.parties else ([], [])
    return Papers(rows, usual, others)


def _names(rows: list[IssuedPaper]) -> dict[str, str]:
    keys = {row.issued_by.removeprefix("account:") for row in rows if row.issued_by.startswith("account:")}
    found = Account.objects.filter(pk__in=keys) if keys else ()
    return {account.record_key: account.shown_name for account in found}
