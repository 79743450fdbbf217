"""What this room adds to the menu (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.businesses.menu import keeps
from huaihai.desk.menu import BUSINESSES, Entries, Entry

MENU = Entries(
    BUSINESSES,
    (
        Entry(
            "desk-prepaid",
            "desk-prepaid",
            _("Prepaid cards"),
            _("Shops that pledge a guarantee, how much is covered, official registers."),
            keeps,
        ),
    ),
)
