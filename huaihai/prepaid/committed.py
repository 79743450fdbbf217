"""What of prepaid cards changes with an event of its subject alone, so that the record commits to it."""

from huaihai.record.verify.commitments import Rows

ROWS = (
    Rows(
        "prepaid.Issuer", "prepaid_issuer", free="open_fen guarantee_fen counted_on"
    ),  # counted anew each night from cards and lines
    Rows("prepaid.GuaranteeLine", "prepaid_issuer", "issuer"),
    Rows("prepaid.Card", "prepaid_card", free="certain_fen doubtful_fen counted_on"),
    Rows("prepaid.CardEntry", "prepaid_card", "card"),
    Rows("prepaid.Closure", "prepaid_closure"),
    Rows(
        "prepaid.Creditor", "prepaid_closure", "closure", free="told_at vote version"
    ),  # a vote leaves no trace; that a message went out is in the outbox
)
LEFT_OUT = {
    "prepaid.RegisterRow": "copied from an official register, and read there again",
}
