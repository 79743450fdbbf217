"""What this room adds to the menu (named in `reactions.OFFICE_MENU`): what administrators and auditors do."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import Entries, Entry

OPERATING = Entries(
    _("Administration"),
    (
        Entry("system", "system", _("Is everything ready")),
        Entry("bodies", "system-bodies", _("Bodies")),
        Entry("audit", "system-audit", _("Who looked at what")),
    ),
)
