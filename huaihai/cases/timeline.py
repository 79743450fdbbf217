"""The record of a case in plain words, for each audience."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases import calls, life
from huaihai.cases.models import Case
from huaihai.members.models.organisation import tree
from huaihai.record import events
from huaihai.record.models import Event

OTHER_LINES: dict[str, Promise | str] = {
    "practice_begun": _("Begun for practice: all made up"),
    "unmasked": _("An officer looked at the contact data"),
    "sheet_printed": _("A sheet was printed for the local body"),
    "receipt_code_replaced": _("A new receipt code was sent to the confirmed phone"),
    "receipt_code_carried": _("The consumer opened it here with the code of the earlier site"),
    "consents_changed": _("The consumer changed the consents"),
    "contact_shown": _("The business looked at the consumer's name and phone, to do what was agreed"),
    "consents_written_down": _("Consents were written down on the consumer's word"),
    "elsewhere_numbers_kept": _("Numbers of other platforms were written down"),
    "upload_code_made": _("A code for files from the consumer's phone was made"),
    "go_on_code_made": _("A code to go on on another device was made"),
    "went_on_elsewhere": _("The consumer went on on another device"),
    "problem_chosen": _("Another problem was chosen than the words had found"),
    "imported": _("Imported from a file of messages"),
    "evidence_removed": _("Evidence was taken out before sending"),
    "together_propose": _("Handling it together with alike complaints was proposed to the body that has it"),
    "together_wish": _("The consumer wants to be asked whether it is handled together with alike complaints"),
    "together_file": _(
        "It was filed together with those of others whose shop closed, as the consumer agreed"
    ),
    "together_ask": _("The consumer was asked whether it is handled together with alike complaints"),
    "together_pass": _("The body does not ask the consumer about handling it together"),
    "together_join": _("The consumer agreed that it is handled together with alike complaints"),
    "together_decline": _("The consumer did not want it handled together with others"),
    "together_leave": _("It left the joint handling and goes on by itself"),
    "together_speak": _("The consumer was named to speak for those who joined"),
    "together_elect": _("The others voted that the consumer speaks for them"),
    "together_hush": _("The consumer does not speak for the others any more"),
    "together_end": _("The joint handling ended; it goes on by itself"),
    "wechat_joined": _("A WeChat opens the complaint from now on"),
    "wechat_parted": _("No WeChat opens the complaint any more"),
    "passing_offer": _("It was offered to another alliance, with the consumer's consent"),
    "passing_withdrawal": _("The offer to another alliance was taken back"),
    "passing_acceptance": _("It was accepted"),
    "passing_refusal": _("The case that came back was not taken"),
    "passing_question": _("The other alliance was asked something"),
    "passing_answer": _("A question of the other alliance was answered"),
    "passing_return": _("It was offered back to the alliance from which it came"),
    "passing_end": _("The other alliance was told what came of it"),
    "passing_refusal_came": _("The other alliance did not take it"),
    "passing_withdrawal_came": _("The other alliance took its offer back"),
    "passing_return_came": _("The other alliance offers the case back"),
    "passing_question_came": _("The other alliance asked something"),
    "passing_answer_came": _("The other alliance answered"),
    "passing_file_came": _("A file of the other alliance arrived"),
    "passing_end_came": _("The other alliance has finished it"),
    "contact_erased": _("The consumer had contact data erased that nobody needs any more"),
    "whole_erased": _("The consumer had what was in the file erased"),
    "file_emptied": _("The time of keeping was over: the file was emptied"),
    "package_made": _("The whole file was handed out as a signed package"),
    "letter_sent": _("A letter code was sent to the business"),
    "letter_opened": _("The business opened the case with its letter code"),
    "letter_locked": _("A letter code was locked after five wrong tries"),
    "letter_ended": _("A letter code was ended"),
    "call_asked": _("The business asks for a call"),
    "paper_issued": _("A paper was issued"),
    "paper_signed": _("A signed paper came back and was sealed"),
    "reminded": _("Whose turn it is was reminded of the day that is near"),
    "not_reminded": _("A day is near, and there is no phone or e-mail to remind by"),
}
TO_THE_CONSUMER: dict[str, Promise | str] = {  # where the same is said otherwise to the one who did it
    "receipt_code_carried": _("You opened it here with the number and code that you had"),
}
CONSUMERS_OWN = {
    "receipt_code_replaced",
    "receipt_code_carried",
    "consents_changed",
    "consents_written_down",
    "wechat_joined",
    "wechat_parted",
    "contact_erased",
    "together_wish",
    "together_file",
    "together_ask",
    "together_join",
    "together_decline",
    "together_leave",
    "together_speak",
    "together_elect",
    "together_hush",
    "together_end",
    "passing_offer",
    "passing_withdrawal",
    "passing_refusal_came",
    "passing_end_came",
}
WITHOUT_TEXT = {  # whose words stay between the bodies
    life.CONSUMER: {"call_back", "assign", "take_back", "forward", "hold_session", "serve", *life.HELPS},
    life.BUSINESS: {
        "call_back",
        "assign",
        "take_back",
        "forward",
        "supplement",
        "serve",
        "hold_session",
        "accept",  # on whose word, and how it was given
        "confirm",
        "confirm_part",
        "undo_close",
        "undo_close_breached",
    },
    life.BODY: set(),
}


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, what, and the words of whoever did it (if this audience may read them)."""

    at: datetime
    what: Promise | str
    text: str
    verb: str
    facts: dict[str, Any]
    to: str = ""  # the body that became responsible, by name
    who: str = ""  # for officers: who did it
    handler: str = ""  # for officers: whom it was handed to, as the record names them


def of(case: Case, audience: str, *, after: int = 0, history: Iterable[Event] | None = None) -> list[Line]:
    """What `audience` (consumer, business, body) reads, newest first, of the events numbered above `after`. Two
    queries at most, one where the page has read the `history`."""
    if history is None:
        history = events.history(case.record_key).filter(number__gt=after)
    rows = [event for event in history if event.number > after and is_told(event.verb, audience)]
    names = _names({str(event.facts.get("responsible", "")) for event in rows} - {""})
    return [_line(event, audience, names) for event in reversed(rows)]


def is_read_by_bodies(event: Event) -> bool:
    """Whether all bodies of the case read the words of this event."""
    is_reason = event.verb == "unmasked"  # why an officer looked, not what the case is about
    return not is_reason and is_told(event.verb, life.BODY) and event.verb not in WITHOUT_TEXT[life.BODY]


def is_told(verb: str, audience: str) -> bool:
    """Whether this audience reads that it happened."""
    known = life.VERBS.get(verb)
    if known is None:
        return audience == life.BODY or (audience == life.CONSUMER and verb in CONSUMERS_OWN)
    return audience in known.told


def are_words_told(verb: str, audience: str) -> bool:
    """Whether it also reads the words of whoever did it."""
    is_ours = verb not in life.VERBS and audience != life.BODY  # what officers note there is for officers
    return is_told(verb, audience) and not is_ours and verb not in WITHOUT_TEXT[audience]


def _line(event: Event, audience: str, names: dict[str, str]) -> Line:
    verb = life.VERBS.get(event.verb)
    what = verb.done if verb else OTHER_LINES.get(event.verb, event.verb)
    if audience == life.CONSUMER:
        what = TO_THE_CONSUMER.get(event.verb, what)
    if event.verb == "call_back" and event.facts.get("way") == calls.LETTER:
        what = _("The body wrote a letter")
    text = event.text if are_words_told(event.verb, audience) else ""
    to = names.get(str(event.facts.get("responsible", "")), "")
    who = event.by if audience == life.BODY else ""
    handler = str(event.facts.get("handler", "")) if audience == life.BODY else ""
    return Line(event.at, what, text, event.verb, event.facts, to, who, handler)


def _names(keys: set[str]) -> dict[str, str]:
    bodies = tree().by_key if keys else {}
    return {key: bodies[key].name for key in keys if key in bodies}
