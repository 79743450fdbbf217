"""What this room adds to the menu (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.menu import (
    AUDITOR,
    HEAD,
    MEDIATOR,
    NUMBERS,
    OFFICER,
    SECRETARIAT,
    Entries,
    Entry,
    reads,
)
from huaihai.members.actors import Actor

OFFICE = frozenset({SECRETARIAT})


def reads_stories(actor: Actor) -> bool:
    """Stories come from complaint files."""
    return reads(actor) and actor.may_open_files


MENU = Entries(
    NUMBERS,
    (
        Entry(
            "insight-reports",
            "office-insight-reports",
            _("Reports to send upward"),
            _(
                "The report of a month, a quarter or a year of your city or of all: read, print, Word and Excel."
            ),
            first_for=frozenset({HEAD, AUDITOR}),
        ),
        Entry(
            "insight",
            "office-insight-numbers",
            _("Live numbers"),
            _("Received, still open and what became of it, month by month."),
            first_for=frozenset({OFFICER, MEDIATOR}),
        ),
        Entry(
            "alarms",
            "office-alarms",
            _("Early warning"),
            _("What rises faster than chance explains; judge it, warn, or look closer."),
            first_for=OFFICE,
        ),
        Entry(
            "board",
            "office-board",
            pgettext_lazy("insight", "Nine in one, measured"),
            _("The nine goals with their numbers and targets."),
            first_for=OFFICE,
        ),
        Entry(
            "callbacks",
            "office-callbacks",
            _("Calling back"),
            _("Ask a few of those who never told us what became of it."),
        ),
        Entry(
            "narratives",
            "office-narratives",
            _("People's own words"),
            _("Read what consumers agreed to share, before it goes out."),
            reads_stories,
        ),
        Entry(
            "redecisions",
            "office-redecisions",
            _("Decided twice"),
            _("The same file, two mediators who do not see each other."),
            is_rare=True,
        ),
        Entry(
            "releases",
            "office-releases",
            _("Publishing numbers"),
            _("What was published, what comes next, corrections."),
            is_joined=True,
        ),
    ),
)
