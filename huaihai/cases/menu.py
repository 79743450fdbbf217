"""What this room adds to the menu of the office (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import Entries, Entry

MENU = Entries(
    _("Cases"),
    (
        Entry("desk", "desk", _("Complaints desk"), with_files=True),
        Entry("consultations", "desk-consultations", _("Consultations"), with_files=True),
    ),
)
