"""What belongs to the office itself: running clocks, telephones, keys, and who administers the platform."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance.hand_over import kinds
from huaihai.governance.hand_over.addresses import address
from huaihai.governance.models import Contact
from huaihai.kit import signing
from huaihai.kit.clock import local_day
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.models import ADMIN_ROLES, Post
from huaihai.record.hand_over import OpenItem
from huaihai.record.models import Clock


def clocks(_at: datetime) -> Iterator[OpenItem]:
    """Clocks that run for the office. They are the alliance's, so that no hand-over changes whose they are."""
    rows = Clock.objects.running().filter(owner=directory.root().record_key)
    for clock in rows.order_by("due_on", "subject", "name"):
        limit = limits.BY_NAME.get(clock.limit_name)
        yield OpenItem(
            kind=kinds.CLOCK,
            key=f"{clock.subject}/{clock.name}",
            label=limit.zh if limit else clock.name,
            subject=clock.subject,
            due_on=clock.due_on,
            note=pgettext("clock", "stopped") if clock.is_paused else "",
        )


def contacts(at: datetime) -> Iterator[OpenItem]:
    """The telephones of the office, by what they are for: the numbers stay in the directory."""
    root = directory.root()
    rows = Contact.objects.in_use(local_day(at)).filter(organisation=root)
    for line in rows.order_by("kind", "label", "pk"):
        yield OpenItem(
            kind=kinds.CONTACT,
            key=f"contact:{line.pk}",
            label=line.label,
            subject=f"contacts:{root.key}",
            url=address("office-directory-body", root.pk),
            due_on=line.until_on,
            note=line.get_kind_display(),
        )


def keys(_at: datetime) -> Iterator[OpenItem]:
    """The platform's public signing keys by their ids. Secret keys stand on no list."""
    for key_id in signing.public_keys():
        is_present = key_id == settings.KEYRING.signature_current
        yield OpenItem(
            kind=kinds.KEY,
            key=f"signing-key:{key_id}",
            label=_("Signing key of the platform: %(key)s") % {"key": key_id},
            subject="",
            note=pgettext("signing key", "signs now")
            if is_present
            else pgettext("signing key", "only to check older signatures"),
        )


def administrators(at: datetime) -> Iterator[OpenItem]:
    """Who administers the platform for the alliance, by sign-in name."""
    rows = (
        Post.objects.held_on(local_day(at))
        .filter(organisation__key=directory.ROOT_KEY, role__in=ADMIN_ROLES)
        .select_related("account")
    )
    for post in rows.order_by("role", "account__username"):
        yield OpenItem(
            kind=kinds.KEY,
            key=f"post:{post.pk}",
            label=_(": ").join((post.get_role_display(), post.account.username)),
            subject=post.account.record_key,
            due_on=post.until_on,
        )
