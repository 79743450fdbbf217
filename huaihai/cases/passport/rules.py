"""What types cannot say: that the parts of one message fit one another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.bodies import Content
from huaihai.cases.passport.shape import Article, Case, Clock, Evidence, day_of

BODY: Final = "content.body"
OF_CONSUMER: Final = ("name", "telephone", "address")
OTHER: Final = "other"


def check(content: Content) -> None:
    """Raises Bad."""
    kind, body, today = content["kind"], content["body"], day_of(content["at"])
    if kind in ("offer", "return"):
        _case(body["case"], today)
    elif kind == "deed":
        clocks(body["clocks"], today, BODY)
        _files(body["evidence"], today, BODY)
    elif kind == "refusal" and body["ground"] == OTHER:
        _words(body, BODY)
    elif kind == "question":
        _question(body)
    elif kind == "answer":
        _files(body["evidence"], today, BODY)
    elif kind == "end":
        _not_after(body["ended_on"], today, f"{BODY}.ended_on")
        if body["outcome"] == OTHER:
            _words(body, BODY)


def _words(value: Mapping[str, Any], where: str) -> None:
    if "words" not in value:
        raise Bad("words_missing", where)


def _question(body: Mapping[str, Any]) -> None:
    """For files by their hashes, or with words; not both kinds in one."""
    if body["about"] == "words":
        _words(body, BODY)
    if (body["about"] == "evidence") != bool(body["files"]):
        raise Bad("bad_value", f"{BODY}.files")
    if len(set(body["files"])) != len(body["files"]):
        raise Bad("doubled_evidence", f"{BODY}.files")


def _case(case: Case, today: str) -> None:
    where = f"{BODY}.case"
    _not_after(case["filed_on"], today, f"{where}.filed_on")
    _not_after(case["consent"]["given_on"], today, f"{where}.consent.given_on")
    for number, step in enumerate(case["steps"]):
        _not_after(step["on"], today, f"{where}.steps.{number}.on")
    once(case["law"], (), where)
    clocks(case["clocks"], today, where)
    articles(case["clocks"], (one["id"] for one in case["law"]), where)
    _files(case["evidence"], today, where)
    _left_out(case, where)


def once(law: Sequence[Article], known: Iterable[str], where: str) -> None:
    """That no article stands twice, nor among those that are known."""
    seen = set(known)
    for number, article in enumerate(law):
        if article["id"] in seen:
            raise Bad("doubled_article", f"{where}.law.{number}")
        seen.add(article["id"])


def articles(found: Sequence[Clock], law: Iterable[str], where: str) -> None:
    """That each clock names an article of the list."""
    known = set(law)
    for number, clock in enumerate(found):
        if clock["article"] not in known:
            raise Bad("unlisted_article", f"{where}.clocks.{number}.article")


def _files(found: Sequence[Evidence], today: str, where: str) -> None:
    seen: set[str] = set()
    for number, one in enumerate(found):
        _not_after(one["given_on"], today, f"{where}.evidence.{number}.given_on")
        if one["sha256"] in seen:
            raise Bad("doubled_evidence", f"{where}.evidence.{number}")
        seen.add(one["sha256"])


def _left_out(case: Case, where: str) -> None:
    listed = {one["what"] for one in case["left_out"]}
    for name in OF_CONSUMER:
        is_there, is_listed = name in case["consumer"], f"consumer-{name}" in listed
        if is_there == is_listed:
            raise Bad("listed_but_there" if is_there else "not_listed", f"{where}.consumer.{name}")
    hashes = {one["sha256"] for one in case["evidence"]}
    for number, left in enumerate(case["left_out"]):
        if left["why"] == OTHER or left["what"] == OTHER:
            _words(left, f"{where}.left_out.{number}")
        if left.get("sha256") in hashes:
            raise Bad("listed_but_there", f"{where}.left_out.{number}.sha256")


def clocks(found: Sequence[Clock], today: str, where: str) -> None:
    """That the days of each fit one another and the day of the message."""
    for number, clock in enumerate(found):
        if not (_days_fit(clock, today) and _pauses_fit(clock, today) and _state_fits(clock, today)):
            raise Bad("bad_clock", f"{where}.clocks.{number}")


def _days_fit(clock: Clock, today: str) -> bool:
    at = clock.get("due_at")
    is_by_moment = clock["counted"] == "hours"
    return (
        clock["began_on"] <= today
        and clock["began_on"] <= clock["due_on"]
        and (at is not None) == is_by_moment
        and (at is None or day_of(at) == clock["due_on"])
        and (clock["number"] == 0) == (clock["counted"] == "fixed")
    )


def _pauses_fit(clock: Clock, today: str) -> bool:
    """One after the other from its beginning on; while it is paused the last one has no end, and only then."""
    pauses = clock["pauses"]
    without_end = [one for one in pauses if "until_on" not in one]
    if without_end != (pauses[-1:] if clock["state"] == "paused" else []) or (
        clock["state"] == "paused" and not pauses
    ):
        return False
    before = ""
    for pause in pauses:
        until = pause.get("until_on", today)
        if not (before < pause["from_on"] and clock["began_on"] <= pause["from_on"] <= until):
            return False
        before = until
    return True


def _state_fits(clock: Clock, today: str) -> bool:
    """Met clocks name their day; running ones have time left, expired ones have none."""
    ended = clock.get("ended_on")
    if clock["state"] == "met":
        return ended is not None and clock["began_on"] <= ended <= today
    if ended is not None:
        return False
    if clock["state"] == "expired":
        return clock["due_on"] < today
    return clock["state"] == "paused" or today <= clock["due_on"]


def _not_after(day: str, today: str, where: str) -> None:
    if day > today:
        raise Bad("after_message", where)
