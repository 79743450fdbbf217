"""The office's pages of this room, one line a subject; a page that is not there is left out."""

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Door:
    """A page: the name of its URL, what it is called, what one does there."""

    name: str
    label: str | Promise
    text: str | Promise

    @property
    def url(self) -> str:
        """Its address; "" where it is not installed."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


DOORS: Final = (
    Door(
        "office-insight-numbers",
        _("Live numbers"),
        _("Received, still open and what became of it, month by month."),
    ),
    Door(
        "office-alarms",
        _("Early warning"),
        _("What rises faster than chance explains; judge it, warn, or look closer."),
    ),
    Door("office-callbacks", _("Calling back"), _("Ask a few of those who never told us what became of it.")),
    Door("standard", _("One standard"), _("Whether like cases have like results in all cities.")),
    Door(
        "office-redecisions", _("Decided twice"), _("The same file, two mediators who do not see each other.")
    ),
    Door(
        "office-board",
        pgettext_lazy("insight", "Nine in one, measured"),
        _("The nine goals with their numbers and targets."),
    ),
    Door(
        "office-narratives",
        _("People's own words"),
        _("Read what consumers agreed to share, before it goes out."),
    ),
    Door("office-releases", _("Publishing numbers"), _("What was published, what comes next, corrections.")),
    Door(
        "office-insight-reports",
        _("Monthly and yearly reports"),
        _("To read, print, or send upward as Word or Excel."),
    ),
)


def doors(actor: Actor) -> list[Door]:
    """Those that are there and open for the reader: stories come from complaint files."""
    hidden = "" if actor.may_open_files else "office-narratives"
    return [door for door in DOORS if door.url and door.name != hidden]
