"""What this room adds to the menu of the office (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import Entries, Entry

MENU = Entries(
    _("Three hearts"),
    (
        Entry("brands", "office-brands", _("Entries of the three hearts")),
        Entry("brand-assessing", "office-brand-assessments", _("My assessments")),
        Entry("brand-proceedings", "office-brand-proceedings", _("Proceedings about conduct")),
        Entry("brand-misuse", "office-brand-misuse", _("Reports of misuse")),
        Entry("brand-programme", "office-brand-programme", _("Basis and criteria")),
    ),
)
