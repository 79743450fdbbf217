"""What of accounts and organisations changes with an event of its subject alone, so that the record commits to it."""

from huaihai.record.verify.commitments import Rows

# Of somebody who came with a city by name alone nothing is told (`front.leaving`); they have no post.
KNOWN_HERE = {"username__regex": r"^(?!away-)"}

ROWS = (
    Rows("members.Account", "account", free="password", where=KNOWN_HERE),
    Rows("members.Post", "account", "account"),
    Rows("members.PowerRequest", "account", "account"),
    Rows("members.AdoptedClock", "org", "organisation__key", where={"decided_by__gt": ""}),
)
LEFT_OUT = {
    "members.Organisation": "read from the alliance's folder at each start, all with one event",
    "members.OneTimeLink": "used once, kept for days; that one was made is an event",
    "members.Visit": "goes with its session",
    "members.FailedSignIn": "what strangers tried, which passes",
    "members.SavedView": "views that somebody kept for themselves",
    "members.PlaceAlias": "read from the alliance's folder, and read anew",
}
