"""What comes of looking at a mark or a number, and in which words, online and in the phone."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands import standing
from huaihai.brands.catalogue import facts as catalogue_facts
from huaihai.brands.marks import payload, publishing, status
from huaihai.brands.marks.payload import FITS, MISTYPED, OTHER, Content, MarkError, compared, numbers_in
from huaihai.brands.marks.status import Status
from huaihai.brands.models import Entry, Mark
from huaihai.members.actors import Actor

COPIED = "copied"  # the code on the licence is another shop's
FORGED = "forged"
_AS_FORGED = frozenset({payload.FORGED, payload.BAD_CONTENT, payload.NOT_CANONICAL, payload.UNKNOWN_KEY})
OK, WARN, LATE = "ok", "warn", "late"


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
        content = payload.verify(text, publishing.public_keys(), revoked=publishing.revoked_keys())
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


@dataclass(frozen=True)
class Numbered:
    """The entry and how it stands. `is_unknown_mark`: no mark with the typed number was ever given out;
    `is_old_mark`: another has taken its place."""

    entry: Entry
    status: catalogue_facts.Standing
    is_unknown_mark: bool = False
    is_old_mark: bool = False


def numbered(pasted: str, *, on: date) -> Numbered | None:
    """The public entry whose number, or whose mark's number, stands in this text. Of marks nothing is said without a
    legal basis."""
    number, mark_number = numbers_in(pasted)
    entry = Entry.objects.visible_to(Actor.public()).filter(number=number).first() if number else None
    if entry is None:
        return None
    gives_title = standing.gives_title(on)
    stands = catalogue_facts.standing_of(entry, on=on, gives_title=gives_title)
    if not mark_number or not gives_title:
        return Numbered(entry, stands)
    mark = Mark.objects.filter(entry=entry, number=mark_number).first()
    is_old = mark is not None and mark.replaced_at is not None
    return Numbered(entry, stands, is_unknown_mark=mark is None, is_old_mark=is_old)


def of_states() -> dict[str, dict[str, str]]:
    """State or code → title, sentence, tone."""
    told = {**_of_its_holder(), **_of_its_days(), **_refused(), **_unsure()}
    return {
        state: {"title": title, "text": text, "tone": tone} for state, (title, text, tone) in told.items()
    }


def of_script() -> dict[str, Any]:
    """All that the script of the check page says."""
    return {
        "states": of_states(),
        "kinds": {key: str(label) for key, label in Entry.Kind.choices},
        "rows": {
            "who": pgettext("mark", "Who"),
            "what": pgettext("mark", "What"),
            "where": pgettext("mark", "Where"),
            "days": pgettext("mark", "Valid"),
            "number": pgettext("mark", "Mark"),
            "why": pgettext("mark", "Why"),
            "since": pgettext("mark", "Since when"),
        },
        "list_age": _("Looked up in the list that this phone fetched: made {when}, {days} days ago."),
        "list_today": _("Looked up in the list that this phone fetched: made {when}, today."),
        "list_old": _("That is long ago. Please look again as soon as there is a network."),
        "mistyped": _(
            "This cannot be such a code. Please type all 18 characters as they stand there, or the last six."
        ),
        "elsewhere": _(
            "Careful: the address that you read or pasted is not ours. A genuine mark can be copied into any address; "
            "what that site shows, we have not said. Please enter nothing there, and tell us where you found it."
        ),
        "fits": _("The code fits: this mark belongs to the business on this licence."),
        "not_found": _("There is no mark in what was read. Please try again."),
        "scan_wait": _("Hold the square in front of the camera. The picture does not leave this phone."),
        "scan_refused": _("The camera may not be used. Please allow it, or take a photo of the square."),
        "scan_failed": _("The camera does not work just now. Please take a photo, or paste the text."),
        "photo_failed": _("No square was found in this photo. Please go closer and try again."),
    }


def _of_its_holder() -> dict[str, tuple[str, str, str]]:
    return {
        "good": (
            _("Genuine, and good today"),
            _("The alliance gave it. Now compare it with the shop in front of you."),
            OK,
        ),
        "suspended": (
            _("Genuine, but suspended"),
            _("This shop may not use its mark at present. The sign should not hang there now."),
            LATE,
        ),
        "removed": (
            _("Removed: this mark counts no more"),
            _("The alliance has taken this mark away. The sign should not hang there any more."),
            LATE,
        ),
        "left": (
            _("Over: the shop has left by itself"),
            _("This mark counts no more. The sign should not hang there any more."),
            LATE,
        ),
    }


def _of_its_days() -> dict[str, tuple[str, str, str]]:
    return {
        "expired": (
            _("Over: the time of this mark has ended"),
            _("It was genuine once and counts no more."),
            WARN,
        ),
        "not-yet": (
            _("Genuine, but its first day is still to come"),
            _("If that seems wrong, please check the date of this phone."),
            WARN,
        ),
        "replaced": (
            _("Old: another mark has taken its place"),
            _("Name, place or time have changed since. Please ask the shop for its new sign."),
            WARN,
        ),
        "no-basis": (
            _("This mark means nothing at present"),
            _(
                "The programme has no legal basis in force, so nobody carries a title now, whatever a sign says. "
                "Please judge by the pledges and the conduct of the shop."
            ),
            "",
        ),
    }


def _refused() -> dict[str, tuple[str, str, str]]:
    forged = _("Please do not trust it, and tell us where you saw it.")
    return {
        "copied": (
            _("Copied: this mark belongs to another shop"),
            _("The code on the licence is not the one in the mark. Please do not trust this sign."),
            LATE,
        ),
        "forged": (_("Forged: this mark is not ours"), forged, LATE),
        "unknown-key": (
            _("Refused: nobody whom this phone knows has signed it"),
            _("It may be forged. Please look again as soon as there is a network."),
            LATE,
        ),
        "key-revoked": (
            _("Refused: the key of this mark was revoked"),
            _("A mark that counts has been signed anew. Please ask the shop for its new sign."),
            LATE,
        ),
        "not-a-mark": (
            _("This is no mark, or not all of it"),
            _("Please scan the square again, or paste the whole text."),
            WARN,
        ),
    }


def _unsure() -> dict[str, tuple[str, str, str]]:
    return {
        "number": (
            _("A number alone proves nothing"),
            _(
                "Only the square of a sign can be verified here. How the entry stands, we tell with a network."
            ),
            WARN,
        ),
        "other-format": (
            _("This mark is of a kind that we do not know yet"),
            _("Please look again as soon as there is a network."),
            WARN,
        ),
        "no-list": (
            _("Genuine; whether it still counts, this phone cannot say"),
            _(
                "The alliance gave this mark. But this phone has no list of suspended and removed marks yet: "
                "please look again as soon as there is a network."
            ),
            WARN,
        ),
        "cannot-verify": (
            _("This phone cannot verify marks without a network"),
            _("Its browser is too old for that. Please look again as soon as there is a network."),
            WARN,
        ),
    }
