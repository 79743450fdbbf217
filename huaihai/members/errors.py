"""What can go wrong here; each message is for the person who acts."""


class MembersError(Exception):
    """The act was refused; `str(error)` says why, in the language of the page."""


class MayNot(MembersError):
    """The actor has no such power here."""


class NotFit(MembersError):
    """What was handed in does not fit; `field` names the argument it is about."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class UsernameTaken(MembersError):
    """Somebody else signs in with this name."""


class TwoAdministratorRoles(MembersError):
    """One person would hold two of the three kinds of administrator."""


class PostHeld(MembersError):
    """The person holds this post already."""


class AskedAlready(MembersError):
    """The same stands before a second person, or was answered or has lapsed meanwhile."""


class WordNotRight(MembersError):
    """The link belongs together with a word that was not typed."""


class LinkNotValid(MembersError):
    """A one-time link that was used, has run out, or never existed."""
