"""What pages show of a passage: the offered case, and what was written to and fro."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from huaihai.cases import unmasking
from huaihai.cases.case_facts import Rows, known, row
from huaihai.cases.models import Passage
from huaihai.cases.passing import threads
from huaihai.cases.passing.threads import Held
from huaihai.cases.passport import codes
from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.shape import MOMENT
from huaihai.kit import local_words, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import pgettext


@dataclass(frozen=True)
class Line:
    """One message: when, by whom, what, in words."""

    at: datetime
    by: str
    what: str
    text: str
    is_ours: bool


def in_words(words: codes.Words) -> str:
    return local_words.either(zh=words.zh, en=words.en)


def lines(held: Held, *, us: str) -> list[Line]:
    """What was written, the newest first; `us` is how the reader calls this side."""
    found = sorted(held.thread, key=_place, reverse=True)
    return [_line(held, one, us) for one in found]


def _place(message: Message) -> tuple[str, int]:
    """What was written in the same second stands in the order in which each had seen the others."""
    return message.content["at"], message.number + message.content["seen"]["number"]


def _line(held: Held, message: Message, us: str) -> Line:
    is_ours = message.sender == held.me.name
    body = message.body
    text = [in_words(codes.GROUNDS[body["ground"]])] if "ground" in body else []
    text += [in_words(codes.OUTCOMES[body["outcome"]])] if "outcome" in body else []
    text += [body["words"]] if "words" in body else []
    by = us if is_ours else held.other.title
    return Line(_at(message.content["at"]), by, in_words(codes.KINDS[message.kind]), "\n".join(text), is_ours)


def deed(held: Held) -> Rows:
    """The newest deed: from whom, to whom, since when; nothing where there is none."""
    found = {one.id: one for one in held.thread}
    written = [one for one in found.values() if one.kind == "deed"]
    if not written:
        return known([])
    last = max(written, key=_place)
    offer, accepted = found[last.of], found[last.body["acceptance"]]
    return known([
        row(_("Handed over by"), " ".join(offer.body["office"].values())),
        row(_("Taken by"), " ".join(accepted.body["office"].values())),
        row(pgettext("passage", "File number"), offer.body["case"]["number"]),
        row(_("In charge since"), moment(last.content["at"])),
        row(_("Number of the deed"), last.id),
        row("SHA-256", last.hash),
    ])  # fmt: skip


def moment(written: str) -> str:
    """2026 年 11 月 26 日 09:12, of a moment as messages write it."""
    return spoken.moment(_at(written), today=date.min)


def _at(written: str) -> datetime:
    return datetime.strptime(written, MOMENT).replace(tzinfo=UTC)


def offered(held: Held, *, today: date, is_open: bool, has_contacts: bool = False) -> dict[str, Any]:
    """The case as the other side offers or handed it: the newest offer."""
    found = [one for one in held.thread if one.kind in ("offer", "return")]
    if not found:
        return {}
    offer = max(found, key=lambda one: one.content["at"])
    case = offer.body["case"]
    deed = next((one.body for one in held.thread if one.kind == "deed" and one.of == offer.id), None)
    clocks, since = (deed["clocks"], deed["evidence"]) if deed else (case["clocks"], [])
    hide = (lambda text: text) if is_open else unmasking.text_masked
    return {
        "matter": _matter(case, hide, today, has_contacts=has_contacts),
        "clocks": [_clock(one, today) for one in clocks],
        "evidence": [
            {"name": hide(one["name"]), "size": spoken.file_size(one["size"])}
            for one in [*case["evidence"], *since]
        ],
        "left_out": [_left_out(one) for one in case["left_out"]],
        "steps": [
            {"on": date.fromisoformat(one["on"]), "words": hide(one["words"])} for one in case["steps"]
        ],
        "offer": offer,
    }


def preview(case: dict[str, Any], *, today: date) -> dict[str, Any]:
    """The same for who is about to offer it."""
    return {
        "matter": _matter(case, unmasking.text_masked, today, is_ours=True),
        "evidence": [one["name"] for one in case["evidence"]],
        "left_out": [_left_out(one) for one in case["left_out"]],
    }


def _left_out(one: dict[str, Any]) -> dict[str, str]:
    is_written = (one["what"], one["why"]) == ("words", "not-needed")
    return {
        "what": _("Messages to and fro") if is_written else in_words(codes.WHATS[one["what"]]),
        "why": _("the other side does not need them") if is_written else in_words(codes.WHYS[one["why"]]),
    }


def _matter(
    case: dict[str, Any], hide: Any, today: date, *, has_contacts: bool = False, is_ours: bool = False
) -> Rows:
    consumer, business = case["consumer"], case["business"]
    name, phone = consumer.get("name", ""), consumer.get("telephone", "")
    asks = [in_words(codes.REMEDIES[one["remedy"]]) for one in case["asks"]]
    fen = next((one["fen"] for one in case["asks"] if "fen" in one), None)
    if fen is not None:
        asks.append(spoken.money(fen))
    paid = spoken.money(case["paid_fen"]) if "paid_fen" in case else ""
    number, standing = pgettext("passage", "File number"), pgettext("passage", "How it stands")
    if is_ours:
        number, standing = _("Our file number"), _("How it stands with us")
    return known([
        row(number, case["number"]),
        row(_("Body"), " ".join(case["office"].values())),
        row(_("Filed on"), spoken.day(date.fromisoformat(case["filed_on"]), today=today)),
        row(standing, in_words(codes.STANDINGS[case["standing"]])),
        row(_("What happened"), hide(case["story"]), is_text=True),
        row(pgettext("passage", "Paid"), paid),
        row(_("Asked for"), " · ".join(asks)),
        row(_("Business"), business["name"]),
        row(_("{Business_code_short}"), business.get("credit_code", "")),
        row(_("Address"), business.get("address", "")),
        row(_("Phone of the business"), business.get("telephone", "")),
        row(_("Consumer"), name if has_contacts else unmasking.name_masked(name)),
        row(_("Phone"), phone if has_contacts else unmasking.phone_masked(phone)),
    ])  # fmt: skip


def _clock(clock: dict[str, Any], today: date) -> dict[str, Any]:
    return {
        "what": clock["what"],
        "due_on": date.fromisoformat(clock["due_on"]),
        "state": in_words(codes.STATES[clock["state"]]),
    }


def outcome(passage: Passage) -> str:
    """What the other side said of the end, in words; "" if it has not."""
    if passage.stand != Passage.Stand.ENDED:
        return ""
    held = threads.read(passage)
    end = next((one for one in held.thread if one.kind == "end"), None)
    return "" if end is None else in_words(codes.OUTCOMES[end.body["outcome"]])
