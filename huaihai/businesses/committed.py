"""What of businesses changes with an event of its subject alone, so that the record commits to it; and what not."""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("businesses.Business", "business", free="words"),
    Rows("businesses.Place", "business", "business"),
    Rows("businesses.Mandate", "business", "principal"),
    Rows("businesses.Representative", "business", "business"),
    Rows("businesses.Pledge", "business", "business"),
    Rows("businesses.PledgeVersion", "business", "pledge__business"),
    Rows("businesses.PledgeVersion_places", "business", "pledgeversion__pledge__business"),
    Rows("businesses.PledgeSuspension", "business", "pledge__business"),
    Rows("businesses.Poster", "business", "place__business"),
    Rows("businesses.PosterReport", "poster", "poster"),
    Rows("businesses.PushInvitation", "business", "business"),
    Rows("businesses.Correction", "business", "business"),
    Rows("businesses.StandingOffer", "standing_offer"),
    Rows("businesses.StandingOfferVersion", "standing_offer", "offer"),
    Rows("businesses.Enrolment", "enrolment"),
    Rows("businesses.ChannelSuspension", "enrolment", "enrolment"),
    Rows("businesses.ListedStall", "stall"),
    Rows("businesses.Connection", "connection", free="last_used_at last_number"),
    Rows("businesses.ConnectionKey", "connection", "connection"),
)
LEFT_OUT = {
    "businesses.OtherName": "names that consumers use, learned from what they file",
    "businesses.SeenNonce": "seen of a message, kept for minutes",
    "businesses.Change": "what a connection is told of events, told again if asked",
}
