"""What this room adds to the menu (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import BUSINESSES, Entries, Entry

MENU = Entries(
    BUSINESSES,
    (
        Entry(
            "brands",
            "office-brands",
            _("Entries of the three hearts"),
            _("The directory and its marks: recommended, checked, assessed, voted on, watched."),
        ),
        Entry("brand-assessing", "office-brand-assessments", _("My assessments"), is_joined=True),
        Entry(
            "brand-proceedings", "office-brand-proceedings", _("Proceedings about conduct"), is_joined=True
        ),
        Entry("brand-misuse", "office-brand-misuse", _("Reports of misuse"), is_joined=True),
        Entry("brand-programme", "office-brand-programme", _("Basis and criteria"), is_joined=True),
    ),
)
