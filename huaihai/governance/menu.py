"""What this room adds to the menu (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import (
    ALLIANCE,
    HEAD,
    MEDIATOR,
    OFFICER,
    SECRETARIAT,
    WAITING,
    YOURSELF,
    Entries,
    Entry,
    held_by,
)
from huaihai.desk.roles import READING
from huaihai.members.models import Role

OFFICE, VOTING = frozenset({SECRETARIAT}), frozenset({HEAD, SECRETARIAT})

HOME = Entries(
    WAITING,
    (
        Entry(
            "office",
            "office",
            _("What is waiting"),
            _("Everything that waits for you and your body."),
            lambda actor: actor.kind == "officer",
            is_alone=True,
        ),
    ),
)
MENU = Entries(
    ALLIANCE,
    (
        Entry(
            "meetings",
            "office-meetings",
            _("Meetings"),
            _("Invitations, agenda, who comes, minutes."),
            first_for=VOTING,
        ),
        Entry(
            "motions",
            "office-motions",
            _("Motions and votes"),
            _("Propose, change the words, vote, count; what was resolved."),
            first_for=VOTING,
        ),
        Entry(
            "duties",
            "office-duties",
            _("Follow-up duties"),
            _("Who has to do what until when, after a resolution or a meeting."),
            first_for=VOTING,
        ),
        Entry(
            "roster",
            "office-roster",
            _("Duty roster"),
            _("Who is on duty tonight, by month, leave."),
            first_for=frozenset({OFFICER, MEDIATOR}),
        ),
        Entry(
            "directory",
            "office-directory",
            _("Telephone directory"),
            _("Telephones of all bodies and stations of all cities; a sheet to print."),
            held_by(*READING, Role.SYSTEM_ADMIN.value),
            first_for=frozenset({OFFICER, MEDIATOR, Role.SYSTEM_ADMIN.value}),
        ),
        Entry("pools", "office-pools", _("Shared pools"), _("Experts, lawyers, laboratories to borrow.")),
        Entry(
            "plans",
            "office-plans",
            _("Plans and reports of the alliance"),
            _("The plan of a year line by line; what the alliance itself reports by quarter and year."),
        ),
        Entry(
            "agreement",
            "office-agreement",
            _("Agreement"),
            _("The text that the members signed, who signed, who leaves."),
            first_for=OFFICE,
            is_rare=True,
        ),
        Entry(
            "charter",
            "office-charter",
            _("Nine in one"),
            _("The nine goals, who is in charge of each, what was done for it."),
            is_rare=True,
        ),
        Entry(
            "hand-over",
            "office-hand-over",
            _("Hand-over"),
            _("What goes from one secretariat to the next, signed by both."),
            first_for=OFFICE,
            is_rare=True,
        ),
    ),
)
OWN = Entries(
    YOURSELF,
    (
        Entry(
            "reminders",
            "my-reminders",
            _("Reminders"),
            _("Which way you are reminded of what waits, and when not."),
            lambda actor: actor.kind == "officer",
        ),
    ),
)
