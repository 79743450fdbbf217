"""What was asked of other bodies in a case, and what they answered, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huaihai.cases import unmasking
from huaihai.cases.models import Help
from huaihai.cases.situation import Situation
from huaihai.kit import local_words
from huaihai.members.directory import body_with
from huaihai.record.models import Event


@dataclass(frozen=True)
class Asked:
    """One request: of which body, what, and its answer (or why there is none)."""

    row: Help
    body: str
    what: str
    answer: str
    is_late: bool


def of_case(situation: Situation, *, is_open: bool) -> list[Asked]:
    """All of a case, the newest first; numbers are masked until the file is open."""
    rows = situation.helps
    return of_rows(rows, situation.history, today=situation.today, is_open=is_open) if rows else []


def of_rows(
    rows: Iterable[Help], history: Iterable[Event], *, today: date, is_open: bool = False
) -> list[Asked]:
    """The same of these rows of one case."""
    asked: dict[str, str] = {}
    ended: dict[str, str] = {}
    for event in history:
        if key := event.facts.get("help"):
            words = event.text if is_open else unmasking.text_masked(event.text)
            (asked if event.verb == "ask_help" else ended)[str(key)] = words
    return [
        Asked(
            row,
            local_words.in_script(body_with(row.body_id).name),
            asked.get(str(row.pk), ""),
            ended.get(str(row.pk), ""),
            row.is_open and row.due_on < today,
        )
        for row in rows
    ]
