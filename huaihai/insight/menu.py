"""What this room adds to the menu of the office (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import Entries, Entry

MENU = Entries(
    _("One aim"),
    (
        Entry("insight", "office-insight", _("Numbers")),
        Entry("alarms", "office-alarms", _("Early warning")),
        Entry("callbacks", "office-callbacks", _("Calling back")),
        Entry("redecisions", "office-redecisions", _("Decided twice")),
        Entry("narratives", "office-narratives", _("People's own words"), with_files=True),
        Entry("insight-reports", "office-insight-reports", _("Reports to send upward")),
    ),
)
