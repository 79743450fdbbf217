"""What of businesses changes with an event of its subject alone, so that the record commits to it; and what not."""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows("businesses.Business", "business", free="words name parent merged_into is_gone"),
    Rows("businesses.Mandate", "business", "principal", free="agent"),
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
    Rows("businesses.Connection", "business", "business", free="last_used_at last_number"),
    Rows("businesses.ConnectionKey", "business", "connection__business"),
)
LEFT_OUT = {
    "businesses.Place": "places that consumers name, learned from what they file",
    "businesses.OtherName": "names that consumers use, learned from what they file",
    "businesses.SeenNonce": "seen of a message, kept for minutes",
    "businesses.Change": "what a connection is told of events, told again if asked",
}
