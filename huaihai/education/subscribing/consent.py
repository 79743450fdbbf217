"""What somebody agrees to who subscribes. Other words are another version: rows keep the one that was shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-11"
WORDS: tuple[Promise | str, ...] = (
    _(
        "We keep your address (encrypted) and what you ticked, to send you warnings and tips, and for nothing else."
    ),
    _("Nobody else gets the address. Our staff see it masked; no list of addresses can be exported."),
    _(
        "Every message has a link to change what you get, and one to stop. If you stop, the address is erased at once."
    ),
)
AGREED = _("I agree that my address is kept and used for this.")
