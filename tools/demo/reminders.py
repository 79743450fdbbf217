"""Staff of the demo are reminded by e-mail, so that the outbox shows what they are told."""

from huaihai.governance.models import Reminders
from huaihai.members.models import Account

DOMAIN = "example.com"  # nobody's, by RFC 2606


def play() -> None:
    """Everybody with a post sets it once."""
    people = Account.objects.filter(is_demo=True, posts__isnull=False).distinct().order_by("pk")
    Reminders.objects.bulk_create(
        Reminders(account=one, way=Reminders.Way.EMAIL, address=f"{one.username}@{DOMAIN}") for one in people
    )
