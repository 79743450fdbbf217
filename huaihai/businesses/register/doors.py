"""What an upper room may add to the page of a poster (named in `reactions.POSTER_DOORS`)."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Door:
    """A button with its address, and a sentence about it; without an address the sentence alone is shown."""

    label: Promise | str
    url: str = ""
    text: Promise | str = ""
