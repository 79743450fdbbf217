"""What can go wrong here; each message is for the person who acts."""


class BusinessError(ValueError):
    """The act was refused; `str(error)` says why, in the language of the page."""


class NotOne(BusinessError):
    """Two rows that cannot be the same business."""


class MayNot(BusinessError):
    """The actor has no such power here."""


class NothingSaid(BusinessError):
    """Nothing at all is said about the business."""
