"""What this room adds to the menu (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import PUBLISHING, Entries, Entry

MENU = Entries(
    PUBLISHING,
    (
        Entry(
            "publications",
            "office-publications",
            _("Warnings and texts"),
            _("Write, review, sign and send warnings, tips and stories; receipts of every channel."),
        ),
        Entry(
            "exposures",
            "office-exposures",
            _("Exposures"),
            _("Businesses that are named in public after they were heard."),
        ),
        Entry("topics", "office-topics", _("Topics"), _("The calendar: which topic in which month.")),
        Entry(
            "lessons",
            "office-lessons",
            _("What lessons do"),
            _("Which lessons are read, and what sticks."),
            is_joined=True,
        ),
        Entry(
            "translations",
            "office-translations",
            _("Translations"),
            _("Texts in traditional characters and English."),
            is_joined=True,
        ),
        Entry(
            "imports",
            "office-imports",
            _("Old pages"),
            _("Texts of earlier websites, taken over and checked."),
            is_joined=True,
        ),
        Entry(
            "press",
            "office-press",
            _("Press list"),
            _("Newspapers, radio and television that get our texts."),
            is_joined=True,
        ),
    ),
)
