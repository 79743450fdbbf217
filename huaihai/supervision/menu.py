"""What this room adds to the menu of the office (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import Entries, Entry

MENU = Entries(
    _("One action"),
    (
        Entry("supervision", "office-projects", _("Projects of supervision")),
        Entry("programme", "office-programmes", _("Yearly programme")),
    ),
)
