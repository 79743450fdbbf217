"""What of cases changes with an event of its subject alone, so that the record commits to it; and what does not."""

from huaihai.record.verify.commitments import Rows

SENT = {"submitted_at__isnull": False}  # a draft is saved page by page, without an event


def sent(by: str) -> dict[str, bool]:
    return {f"{by}__{name}": value for name, value in SENT.items()}


ROWS = (
    Rows("cases.Case", "case", free="to_index lead_key", where=SENT),
    Rows(
        "cases.Complainant",
        "case",
        "case",
        free="confirmed_at code_hash code_sent_at code_tries",
        where=sent("case"),
    ),
    Rows("cases.Consent", "case", "case", where=sent("case")),
    Rows("cases.Evidence", "case", "case", where=sent("case")),
    Rows("cases.Answer", "case", "case", where=sent("case")),
    Rows("cases.Offer", "case", "case", where=sent("case")),
    Rows("cases.Agreement", "case", "case", where=sent("case")),
    Rows("cases.Promise", "case", "case", free="reminded_at asked_at", where=sent("case")),
    Rows("cases.Taking", "case", "case", where=sent("case")),
    Rows("cases.Appointment", "case", "case", where=sent("case")),
    Rows("cases.ElsewhereNumber", "case", "case", where=sent("case")),
    Rows("cases.Forwarding", "case", "case", where=sent("case")),
    Rows("cases.Help", "case", "case", where=sent("case")),
    Rows("cases.IssuedPaper", "case", "case", where=sent("case")),
    Rows("cases.PaperScan", "case", "paper__case", where=sent("paper__case")),
    Rows("cases.LetterCode", "case", "case", free="tries version locked_at", where=sent("case")),
    Rows("cases.TogetherCase", "case", "case", where=sent("case")),
    Rows("cases.Together", "together"),
    Rows("cases.PassportPeer", "passport_peer"),
    Rows("cases.CityMove", "city_move"),
    Rows("cases.CallBack", "callback"),
    Rows("cases.Consultation", "consultation"),
    Rows("cases.ForgedReport", "forged"),
    Rows("cases.Absence", "account", "account"),
)
LEFT_OUT = {
    "cases.Passage": "where a thread of signed messages stands, worked out from them; whose the case is, is an event",
    "cases.PassageMessage": "signed by its sender and chained; the other side has it, too",
    "cases.PassageFile": "whether bytes have arrived; their hash stands in a signed message",
    "cases.MovedCase": "a fingerprint that leads on; that the city went, and with how many, is an event",
    "cases.LostCode": "asked for a new code; answered and gone within a minute",
    "cases.Sheet": "a code that opens a case for days; that it was printed is an event",
    "cases.UploadCode": "a code that opens a door for minutes or a day; that it was made is an event",
    "cases.PracticeCase": "an example for whoever connects a system",
    "cases.SearchBand": "made from the files, and made anew",
    "cases.SearchDoc": "made from the files, and made anew",
    "cases.SearchKey": "made from the files, and made anew",
    "cases.TradeMonth": "counted from cases, and counted anew",
    "cases.PaperSeries": "a counter; the papers that it counted are committed",
    "cases.Phrase": "words that officers put in and see before they use them",
    "cases.ColumnProfile": "how columns of files are called; what comes of one is seen before it is taken",
}
