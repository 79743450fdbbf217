"""What this room adds to the menu of the office (named in `reactions.OFFICE_MENU`)."""

from django.utils.translation import gettext_lazy as _

from huaihai.desk.menu import Entries, Entry

DECIDING = Entries(
    _("Deciding"),
    (
        Entry("office", "office", _("What is waiting")),
        Entry("meetings", "office-meetings", _("Meetings")),
        Entry("motions", "office-motions", _("Motions and votes")),
        Entry("duties", "office-duties", _("Follow-up duties")),
        Entry("agreement", "office-agreement", _("Agreement")),
        Entry("hand-over", "office-hand-over", _("Hand-over")),
    ),
)

TOGETHER = Entries(
    _("Together"),
    (
        Entry("roster", "office-roster", _("Duty roster")),
        Entry("directory", "office-directory", _("Telephone directory")),
        Entry("pools", "office-pools", _("Shared pools")),
        Entry("charter", "office-charter", _("Nine in one")),
        Entry("plans", "office-plans", _("Plans and reports")),
        Entry("reminders", "my-reminders", _("Reminders")),
    ),
)
