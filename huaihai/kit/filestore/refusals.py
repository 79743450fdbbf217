"""Why a file was not taken, in words that say what to do instead."""

from django.utils.translation import gettext as _

MEGA = 1024 * 1024


class Refused(ValueError):
    """The file was not taken; `message` tells the person why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def too_big(name: str, size: int, limit: int) -> Refused:
    """`size` and `limit` in bytes."""
    return Refused(
        _(
            "“%(name)s” has %(size)s MB; one file may have at most %(limit)s MB. Take a photo again at a lower size; "
            "of a video keep only the seconds that matter."
        )
        % {"name": name, "size": f"{size / MEGA:.1f}".removesuffix(".0"), "limit": limit // MEGA}
    )


def empty(name: str) -> Refused:
    return Refused(
        _("“%(name)s” is empty (0 bytes). It may not have been saved to the end; please choose it again.")
        % {"name": name}
    )


def unknown_kind(name: str) -> Refused:
    return Refused(
        _(
            "“%(name)s” is of a kind that we cannot take. Please send photos, screenshots, PDF, sound or video; "
            "of anything else take a photo or a screenshot."
        )
        % {"name": name}
    )


def office_file(name: str) -> Refused:
    return Refused(
        _(
            "“%(name)s” is an office file or a packed file, which can carry programs. Please save it as PDF, "
            "or take a screenshot."
        )
        % {"name": name}
    )


def broken(name: str) -> Refused:
    return Refused(
        _(
            "“%(name)s” is damaged or not complete and cannot be opened. Please send it again, or take a new photo."
        )
        % {"name": name}
    )


def too_much(name: str) -> Refused:
    return Refused(
        _(
            "“%(name)s” is too large to be opened here: it has too many pixels. Please open it on your phone, make a "
            "screenshot, and send that."
        )
        % {"name": name}
    )


def locked(name: str) -> Refused:
    return Refused(
        _(
            "“%(name)s” is shut with a password. Please save it without one and send it again, or take photos of "
            "its pages."
        )
        % {"name": name}
    )


def too_many_pages(name: str) -> Refused:
    return Refused(
        _("“%(name)s” has more than 100 pages. Please send it in parts, or only the pages that matter.")
        % {"name": name}
    )


def infected(name: str) -> Refused:
    return Refused(
        _(
            "“%(name)s” was not taken: the virus scanner found something harmful in it. Please take a photo or a "
            "screenshot of what it shows and send that."
        )
        % {"name": name}
    )


class Busy(Refused):
    """Too many files wait for their turn already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "So many files are coming in just now that “%(name)s” has to wait. Please send it again in a minute."
            )
            % {"name": name}
        )
