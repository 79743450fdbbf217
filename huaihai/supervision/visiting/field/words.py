"""What the visitor's script says, in the language of the page."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the names under which the script knows them; {visits}, {photos} and {why} are filled in there."""
    return {
        "saved": _("Saved on this phone."),
        "saving": _("Being saved …"),
        "nothing": _("Nothing is waiting on this phone."),
        "waiting": _("Waiting on this phone: {visits} visits, {photos} photos."),
        "offline": _("There is no network now. They are sent by themselves once it is back."),
        "sending": _("Being sent now. Please leave this page open."),
        "signedOut": _("You are signed out. Sign in, and they are sent; nothing is lost."),
        "other": _(
            "Somebody else is signed in on this phone. What waits here is sent when its own visitor signs in."
        ),
        "stopped": _("Not taken yet: {why}"),
        "back": _("Please look at it again: {why}"),
        "unsent": _("ready, waits to be sent"),
        "draft": _("begun on this phone"),
        "sentOff": _("This visit has arrived, with all its photos."),
        "twin": _(
            "Another form of this visit had arrived before. Both are kept; the leading body says which one counts."
        ),
        "noPhone": _(
            "This browser cannot keep anything without a network. Fill in the form where there is one."
        ),
        "remove": _("Take away this photo"),
        "photo": _("Photo {number}: {item}"),
        "tooBig": _("This photo has more than 25 MB. Please take it again at a lower size."),
        "unread": _("This photo could not be read. Please take it again."),
        "full": _("The phone has no room left. Free some, and choose the photo once more."),
        "answer": _("Please answer, or say that it could not be seen: {item}"),
        "needsPhoto": _("Please take a photo: {item}"),
        "placed": _("Position noted, within {metres} m."),
        "unplaced": _("The phone does not tell its position. Go on without it."),
    }
