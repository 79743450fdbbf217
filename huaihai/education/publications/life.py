"""The life of a publication: one table, verb → (from, to); and that of an edition, its run through the procedure.

A withdrawn publication that went out stays on its page, with the reason.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"

PUBLICATION = Life(
    _("publication"),
    {
        DRAFT: pgettext_lazy("publication", "draft"),
        PUBLISHED: pgettext_lazy("publication", "published"),
        WITHDRAWN: pgettext_lazy("publication", "withdrawn"),
    },
    {
        "revise": {DRAFT: DRAFT, PUBLISHED: PUBLISHED},
        "publish": {DRAFT: PUBLISHED, WITHDRAWN: PUBLISHED},
        "withdraw": {PUBLISHED: WITHDRAWN},
    },
)
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
