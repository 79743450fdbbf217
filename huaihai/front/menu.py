"""What this room adds to the menu (named in `reactions.OFFICE_MENU`): what administrators and auditors do."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import ADMINISTRATION, AUDITOR, Entries, Entry, held_by
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role

reads = held_by(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, AUDITOR)
heads = held_by(Role.HEAD)


def reads_what_is_missing(actor: Actor) -> bool:
    """Who reads all of it, and the head of a city what the own one lacks."""
    own = actor.organisation
    return reads(actor) or (heads(actor) and own is not None and own.kind == Organisation.Kind.CITY)


MENU = Entries(
    ADMINISTRATION,
    (
        Entry(
            "system",
            "system",
            _("Is everything ready"),
            _("What is still missing, the next thing first; whether messages leave, holidays."),
            reads_what_is_missing,
            is_alone=True,
        ),
        Entry(
            "system-holidays",
            "system-holidays",
            _("Holidays"),
            _("Which years of holidays and working weekends are known; load the next."),
            held_by(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
            is_joined=True,
        ),
        Entry(
            "system-bodies",
            "system-bodies",
            _("Bodies"),
            _("All bodies of the tree, who has no people and no telephone."),
            reads,
        ),
        Entry(
            "desk-peers",
            "desk-peers",
            _("Other alliances"),
            _(
                "Installations with which cases are exchanged: put in by one administrator, confirmed by another."
            ),
            held_by(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
            is_rare=True,
        ),
        Entry(
            "system-incident",
            "system-incident",
            _("Incident with personal data"),
            _("Data leaked, changed or lost: the report and the notice as one Word file."),
            held_by(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        ),
        Entry(
            "system-audit",
            "system-audit",
            _("Who looked at what"),
            _("Who looked at personal data and why, who was given which power, who signed in."),
            reads,
            first_for=frozenset({AUDITOR}),
        ),
    ),
)
