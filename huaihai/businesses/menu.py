"""What this room adds to the menu (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.businesses.channel.facts import KEEPERS
from huaihai.businesses.register.pages import READING
from huaihai.desk.menu import BUSINESSES, Entries, Entry, held_by
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


def keeps(actor: Actor) -> bool:
    """Whether the reader is one of the staff of a city's body who answer for its channel."""
    node = actor.organisation
    is_city = node is not None and node.kind == Organisation.Kind.CITY
    return is_city and held_by(*KEEPERS)(actor)


MENU = Entries(
    BUSINESSES,
    (
        Entry(
            "businesses",
            "businesses",
            _("Businesses"),
            _("Look one up by name, code, sign, address or phone: its record, places, people, complaints."),
            held_by(*READING),
        ),
        Entry(
            "desk-joining",
            "desk-joining",
            _("Fast channel"),
            _("Applications, who is on the channel, stalls, whom to ask next."),
            keeps,
        ),
        Entry("desk-push", "desk-push", _("Push list"), may=keeps, is_joined=True),
        Entry(
            "desk-pledges",
            "desk-pledges",
            _("Pledges and posters"),
            _("What businesses promise in public, and where their posters hang."),
            keeps,
        ),
        Entry(
            "desk-corrections",
            "desk-corrections",
            _("Corrections that businesses ask for"),
            _("A public fact that a business says is wrong."),
            keeps,
        ),
    ),
)
