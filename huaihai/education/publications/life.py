"""The life of a publication: one table, verb → (from, to); and that of an edition, its run through the procedure.

A withdrawn publication that went out stays on its page, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
STATES = (DRAFT, PUBLISHED, WITHDRAWN)


@dataclass(frozen=True)
class Move:
    """From which states a verb leads to which; `to` is None where the state stays."""

    starts: tuple[str, ...]
    to: str | None


MOVES: Mapping[str, Move] = {
    "revise": Move((DRAFT, PUBLISHED), None),
    "publish": Move((DRAFT, WITHDRAWN), PUBLISHED),
    "withdraw": Move((PUBLISHED,), WITHDRAWN),
}


class MoveRefusedError(ValueError):
    """A verb that this state does not allow. The message names the verb and the state."""


def after(state: str, verb: str) -> str:
    """The state a verb leads to. Raises MoveRefusedError."""
    move = MOVES[verb]
    if state not in move.starts:
        raise MoveRefusedError(f"cannot {verb} a publication that is {state}")
    return move.to or state


REVIEWING = {"first_review": 1, "second_review": 2, "third_review": 3}

EDITION = Life(
    _("publication"),
    {
        "draft": pgettext_lazy("edition", "draft"),
        "first_review": pgettext_lazy("edition", "first review"),
        "second_review": pgettext_lazy("edition", "second review"),
        "third_review": pgettext_lazy("edition", "third review"),
        "signing": pgettext_lazy("edition", "being signed"),
        "out": pgettext_lazy("edition", "out"),
        "dropped": pgettext_lazy("edition", "dropped"),
    },
    {
        "open": {NEW: "draft"},
        "write": {"draft": "draft"},
        "submit": {"draft": "first_review"},
        "pass": {"first_review": "second_review", "second_review": "third_review", "third_review": "signing"},
        "pass at once": {"first_review": "signing"},  # urgent: one review
        "send back": dict.fromkeys((*REVIEWING, "signing"), "draft"),
        "sign": {"signing": "signing"},
        "pass to office": {"signing": "signing"},
        "take down": {"draft": "signing"},  # of what names somebody: nothing is reviewed before it goes
        "go out": {"signing": "out"},
        "drop": dict.fromkeys(("draft", *REVIEWING, "signing"), "dropped"),
    },
)


PAGE_BEGINS = """# The life of an edition of a publication

Printed from `huaihai/education/publications/life.py` by `huaihai education diagram`; change the table, not the page.
Verbs that leave an edition in its stage (writing, one signature of several, silence that passes to the secretariat) are
left out.

```mermaid
stateDiagram-v2"""


def page() -> str:
    """docs/publication-life.md: the table as a Mermaid diagram, and the stages in words."""
    moves = [
        f"    {start or '[*]'} --> {end}: {verb}"
        for verb, ways in EDITION.verbs.items()
        for start, end in ways.items()
        if start != end
    ]
    stages = [f"| {name} | {words} |" for name, words in EDITION.stages.items()]
    return "\n".join([PAGE_BEGINS, *moves, "```", "", "| stage | in words |", "|---|---|", *stages, ""])
