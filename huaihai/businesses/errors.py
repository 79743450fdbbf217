"""What can go wrong here; each message is for the person who acts."""

from django.utils.translation import gettext as _


class BusinessError(ValueError):
    """The act was refused; `str(error)` says why, in the language of the page."""


class NotOne(BusinessError):
    """Two rows that cannot be the same business."""


class MayNot(BusinessError):
    """The actor has no such power here."""


class NothingSaid(BusinessError):
    """Nothing at all is said about the business."""


class Moved(BusinessError):
    """Somebody else changed it since this actor opened it. Carries the row as it is now."""

    def __init__(self, held: object) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Please look at it as it is now."))
        self.held = held
