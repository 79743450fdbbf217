"""What this room adds to the menu of the office (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import Entries, Entry

MENU = Entries(
    _("One voice"),
    (
        Entry("publications", "office-publications", _("Warnings and texts")),
        Entry("exposures", "office-exposures", _("Exposures")),
        Entry("topics", "office-topics", _("Topics")),
        Entry("lessons", "office-lessons", _("What lessons do")),
        Entry("translations", "office-translations", _("Translations")),
        Entry("imports", "office-imports", _("Old pages")),
        Entry("press", "office-press", _("Press list")),
    ),
)
