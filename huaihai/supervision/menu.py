"""What this room adds to the menu (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import ACTION, Entries, Entry

MENU = Entries(
    ACTION,
    (
        Entry(
            "supervision",
            "office-projects",
            _("Projects of supervision"),
            _("Visits, surveys, sweeps, comparative tests: plan them, take part, enter what was found."),
        ),
        Entry(
            "programme",
            "office-programmes",
            _("Yearly programme"),
            _("The topics of a year: proposed, scored, adopted by vote."),
            is_joined=True,
        ),
    ),
)
