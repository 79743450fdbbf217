"""Why a message is refused: one code of a closed list, the same in every program that keeps the format."""

from typing import Final

from huaihai.kit.refusals import Refusal, gettext_noop

REASONS: Final = {
    # how it is written
    "too_large": gettext_noop("more than 1 MiB"),
    "not_utf8": gettext_noop("not UTF-8"),
    "too_deep": gettext_noop("nested more than 16 deep"),
    "not_json": gettext_noop("not JSON"),
    "doubled_name": gettext_noop("a name stands twice in one place"),
    "not_whole": gettext_noop("a number that is not whole, or too large"),
    "null": gettext_noop("null: what is not there is left out"),
    "bad_text": gettext_noop("half a character, or a control character other than a line feed"),
    "bad_name": gettext_noop("a name of other characters than a–z, 0–9, dot, hyphen and low line"),
    "not_canonical": gettext_noop("not in the one spelling (RFC 8785): spaces, order or escapes"),
    # what stands in it
    "unknown_version": gettext_noop("another version of the format than this program reads"),
    "unknown_kind": gettext_noop("a kind of message that is not in this version"),
    "missing_name": gettext_noop("is missing"),
    "unknown_name": gettext_noop("a name that is not in this version"),
    "unknown_code": gettext_noop("a code that is not in its list"),
    "too_long": gettext_noop("too long"),
    "bad_value": gettext_noop("another kind of value than belongs here"),
    "unknown_critical": gettext_noop("an extension that must be understood, and is not"),
    "words_missing": gettext_noop("needs words"),
    "bad_clock": gettext_noop("a time limit whose days do not fit one another"),
    "unlisted_article": gettext_noop("an article that is not in the list of law relied on"),
    "doubled_article": gettext_noop("an article stands twice"),
    "doubled_evidence": gettext_noop("a file stands twice"),
    "not_listed": gettext_noop("is not there, and not listed as left out"),
    "listed_but_there": gettext_noop("is listed as left out, and there"),
    "after_message": gettext_noop("a day after the message was written"),
    "from_future": gettext_noop("written more than five minutes from now"),
    # who wrote it
    "wrong_receiver": gettext_noop("meant for somebody else"),
    "unknown_peer": gettext_noop("from an installation that is not among the known ones"),
    "unknown_key": gettext_noop("signed with a key that is not known of its sender"),
    "bad_signature": gettext_noop("the signature does not fit"),
    "bad_key": gettext_noop("a key under another name than its own"),
    # its place in the thread
    "other_thread": gettext_noop("belongs to another passport"),
    "not_first": gettext_noop("a thread begins with an offer, and nothing is written before it is read"),
    "doubled_id": gettext_noop("the id of another message"),
    "doubled_number": gettext_noop("the number of another message"),
    "chain_broken": gettext_noop("does not follow the message before it"),
    "seen_unknown": gettext_noop("answers a message that is not there"),
    "seen_other": gettext_noop("answers another message than the one that is there"),
    "seen_backwards": gettext_noop("knows less than the message before it"),
    "time_backwards": gettext_noop("written before the message before it"),
    "gap": gettext_noop("a message before it is missing"),
    "not_the_owner": gettext_noop("from a side that does not have the case"),
    "offer_open": gettext_noop("an offer is still open"),
    "return_wanted": gettext_noop("who got the case by a deed returns it"),
    "no_such_offer": gettext_noop("names no offer of the other side"),
    "already_refused": gettext_noop("the offer was refused"),
    "already_accepted": gettext_noop("the offer was accepted"),
    "already_withdrawn": gettext_noop("the offer was withdrawn"),
    "already_given": gettext_noop("the deed is written"),
    "deed_without_acceptance": gettext_noop("a deed without the acceptance that it names"),
    "second_deed": gettext_noop("a second deed for one offer"),
    "no_such_question": gettext_noop("names no question of the other side"),
    "already_answered": gettext_noop("the question was answered"),
    "end_without_deed": gettext_noop("an end before the case ever passed"),
    "ended": gettext_noop("the thread has ended"),
    # files beside it
    "evidence_unlisted": gettext_noop("a file that no message lists"),
    "evidence_size": gettext_noop("a file of another size than is listed"),
    "evidence_hash": gettext_noop("a file with another SHA-256 than is listed"),
    # sealed
    "not_sealed": gettext_noop("not sealed with age for this installation, or damaged"),
}


class Bad(Refusal):
    """It is refused; `code` is one of `REASONS`, `where` the place in it (`content.body.case.clocks.0`)."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(REASONS[code])
        self.code, self.where = code, where
