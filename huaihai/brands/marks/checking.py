"""What comes of looking at a mark: is it ours, how does it stand, does it belong to this shop?"""

import hashlib
from dataclasses import dataclass
from datetime import date

from huaihai.brands.marks import keys, payload, spelling, status
from huaihai.brands.marks.payload import Content
from huaihai.brands.marks.reading import FITS, MISTYPED, OTHER, compared
from huaihai.brands.marks.spelling import MarkError
from huaihai.brands.marks.status import Status
from huaihai.brands.models import Mark

COPIED = "copied"  # the code on the licence is another shop's
FORGED = "forged"
_AS_FORGED = frozenset({spelling.FORGED, spelling.BAD_CONTENT, spelling.NOT_CANONICAL, spelling.UNKNOWN_KEY})


@dataclass(frozen=True)
class Outcome:
    """`state` is one of `status.STATES`, or why the mark is refused: "not-a-mark", "other-format", "forged",
    "key-revoked", "copied". `mark` is set for whatever is genuine; `fits`: a typed code is the shop's; `is_mistyped`:
    it can be nobody's."""

    state: str
    text: str
    content: Content | None = None
    mark: Mark | None = None
    status: Status | None = None
    fits: bool = False
    is_mistyped: bool = False


def check(text: str, *, code: str = "", on: date) -> Outcome:
    """What the register and the keys say of this text today; `code`: what was typed from the licence on the wall."""
    try:
        content = payload.verify(text, keys.public_keys(), revoked=keys.revoked_keys())
    except MarkError as error:
        return Outcome(FORGED if error.code in _AS_FORGED else error.code, text)
    mark = of_text(text)
    if mark is None:  # signed by our key, and yet never given out
        return Outcome(FORGED, text)
    found = status.status_of(mark, on)
    came = compared(code, content.credit_code)
    state = COPIED if came == OTHER and found.state != status.NO_BASIS else found.state
    return Outcome(state, text, content, mark, found, fits=came == FITS, is_mistyped=came == MISTYPED)


def of_text(text: str) -> Mark | None:
    """The mark that was given out with exactly this text."""
    if not text.isascii():
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()
    rows = Mark.objects.select_related("entry__body")
    found: Mark | None = rows.filter(sha256=digest).first()
    return found
