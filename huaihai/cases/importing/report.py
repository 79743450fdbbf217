"""What an import took and what not, and why: in words, as JSON, and as a file with the ids of all messages."""

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from huaihai.cases.importing.drafting import REASONS, TAKEN, Outcome
from huaihai.cases.importing.recognising import word_list
from huaihai.members.models import Organisation

WHY: dict[str, Promise | str] = {
    "imported_before": _("imported before"),
    "empty": _("no text"),
    "unreadable": _("characters that cannot be stored"),
    "broken_row": _("the row does not have as many columns as the head"),
    "too_long": _("longer than 10,000 characters"),
    "same_id": _("the number stands in the file twice"),
    "same_text": _("the same text stands in the file already"),
    "no_consumer_word": _("no word of the list"),
    "too_few_points": _("some words of the list, but too few points"),
}


def as_data(outcome: Outcome, home: Organisation, *, with_ids: bool) -> dict[str, Any]:
    """For programs. Ids only, never a text."""
    told: dict[str, Any] = {
        "source": outcome.source,
        "home": home.key,
        "seen": outcome.seen,
        "taken": outcome.taken,
        "not_taken": {reason: len(outcome.ids[reason]) for reason in REASONS},
        "taken_by_group": dict(outcome.groups.most_common()),
        "threshold": word_list().threshold,
    }
    if with_ids:
        told["ids"] = {name: outcome.ids[name] for name in (TAKEN, *REASONS)}
    return told


def as_json(outcome: Outcome, home: Organisation, *, with_ids: bool = False) -> str:
    return json.dumps(as_data(outcome, home, with_ids=with_ids), ensure_ascii=False, indent=2)


def as_lines(outcome: Outcome, home: Organisation) -> list[str]:
    """For people."""
    told = {"seen": outcome.seen, "taken": outcome.taken, "home": home.name}
    first = now("%(seen)s messages read; %(taken)s became drafts of %(home)s.") % told
    left = outcome.seen - outcome.taken
    lines = [first, now("Not taken: %(left)s.") % {"left": left}]
    lines += [f"  {len(outcome.ids[reason]):>6}  {WHY[reason]}" for reason in REASONS if outcome.ids[reason]]
    return lines
