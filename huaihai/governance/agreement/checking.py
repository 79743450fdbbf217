"""What is worked out again in the file about a version of the agreement.

Plain: no database and no secret is needed. Each test may raise what wrong parts raise; `verifying` answers that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance import signed as governance_signed
from huaihai.governance.agreement.life import DRAFT, OPEN, WITHDRAWN, first_day, spans_from
from huaihai.governance.resolutions import checking
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day


@dataclass
class Course:
    """What the record tells, event by event. `follows`: no step that the rules do not allow, and each day that was
    set is the one that members and signatures give."""

    stage: str = ""
    text: str = ""
    not_before: str = ""
    in_force_from: str = ""
    signed: dict[str, tuple[str, str, int]] = field(
        default_factory=dict
    )  # body → hash, moment, number of the event
    today: date = date.min
    follows: bool = True

    def hear(self, event: Mapping[str, Any]) -> None:
        """The next event. Raises KeyError, ValueError, TypeError."""
        facts = event["facts"]
        self.today = max(self.today, _day(event["at"]))
        match event["verb"]:
            case "agreement begun":
                self.stage = DRAFT
            case "agreement opened":
                self._needs(self.stage == DRAFT)
                self.stage, self.text, self.not_before = OPEN, facts["hash"], facts["not_before"]
            case "agreement signed":
                self._needs(self.stage == OPEN and facts["body"] not in self.signed)
                self.signed[facts["body"]] = (facts["hash"], event["at"], event["number"])
            case "agreement day set":
                self._needs(self.stage == OPEN and not self.has_come())
                self._needs(facts["from"] == self.first_day(facts["members"]))
                self.in_force_from = facts["from"]
            case "agreement withdrawn":
                self._needs(not self.has_come())
                self.stage, self.in_force_from = WITHDRAWN, ""

    def has_come(self) -> bool:
        """Whether the version is in force by now; then the day stays, whoever joins or leaves."""
        return bool(self.in_force_from) and date.fromisoformat(self.in_force_from) <= self.today

    def first_day(self, members: Sequence[Mapping[str, str]]) -> str:
        """The first day of which every member has signed this text; empty for none."""
        signed_on = {body: _day(at) for body, (text, at, _number) in self.signed.items() if text == self.text}
        earliest = max(date.fromisoformat(self.not_before), self.today)
        found = first_day(spans_from(members), signed_on, earliest=earliest)
        return found.isoformat() if found else ""

    def _needs(self, is_so: bool) -> None:
        self.follows = self.follows and is_so


def _course_in(content: Mapping[str, Any]) -> Course:
    course = Course()
    for event in content["record"]:
        course.hear(event)
    return course


def _names_are_known(content: Mapping[str, Any]) -> bool:
    return checking.names_are_known(content, checking.AGREEMENT)


def _made_after(content: Mapping[str, Any]) -> bool:
    made = datetime.fromisoformat(content["made_at"])
    return all(datetime.fromisoformat(event["at"]) <= made for event in content["record"])


def _names_fit(content: Mapping[str, Any]) -> bool:
    """The record binds the alliance's name, whether it is a demo's, and the name of each body that signed."""
    opened = [event["facts"] for event in content["record"] if event["verb"] == "agreement opened"]
    signed = [event["facts"] for event in content["record"] if event["verb"] == "agreement signed"]
    said = (content["alliance"], content["is_demo"])
    return all((facts["alliance"], facts["is_demo"]) == said for facts in opened) and all(
        facts["name"] == content["bodies"].get(facts["body"]) for facts in signed
    )


def _text_fits(content: Mapping[str, Any]) -> bool:
    return bool(digest(content["document"]) == content["document_hash"])


def _signatures_fit(content: Mapping[str, Any]) -> bool:
    rows, fixed = content["signatures"], content["document_hash"]
    bodies = [row["body"] for row in rows]
    return (
        len(bodies) == len(set(bodies))
        and all(row["document_hash"] == fixed for row in rows)
        and all(datetime.fromisoformat(row["signed_at"]).tzinfo is not None for row in rows)
    )


def _day_fits(content: Mapping[str, Any]) -> bool:
    """Each day that was set follows, and the last is the file's. One that had not come when the file was made also
    follows from its own members and signatures."""
    course, claimed = _course_in(content), content["in_force_from"]
    if not course.follows or course.in_force_from != claimed:
        return False
    course.today = max(course.today, _day(content["made_at"]))
    if course.stage != OPEN or course.has_come():
        return True
    course.text, course.not_before, course.signed = (
        content["document_hash"],
        content["not_before"],
        _signed_in(content),
    )
    return bool(course.first_day(content["members"]) == claimed)


def _record_fits(content: Mapping[str, Any]) -> bool:
    record = content["record"]
    return governance_signed.is_whole(record) and record[0]["subject"] == f"agreement:{content['key']}"


def _record_tells_the_same(content: Mapping[str, Any]) -> bool:
    """Stage, text, named day and signatures of the record are those of the file."""
    course = _course_in(content)
    said = (content["stage"], content["document_hash"], content["not_before"], _signed_in(content))
    return (course.stage, course.text, course.not_before, course.signed) == said


def _signed_in(content: Mapping[str, Any]) -> dict[str, tuple[str, str, int]]:
    return {
        row["body"]: (row["document_hash"], row["signed_at"], row["event"]) for row in content["signatures"]
    }


def _day(iso: str) -> date:
    return local_day(datetime.fromisoformat(iso))


CHECKS: tuple[tuple[str, Promise | str, Callable[[Mapping[str, Any]], bool]], ...] = (
    ("known", _("Nothing stands in it that does not belong there."), _names_are_known),
    ("text", _("The fingerprint is that of this text with its annexes."), _text_fits),
    ("signatures", _("Each body signed once, and this very text."), _signatures_fit),
    ("day", _("Worked out again from members and signatures, it is in force from that day."), _day_fits),
    ("record", _("No step of the record was changed, added or left out."), _record_fits),
    ("agreement", _("The record tells of the same text and the same signatures."), _record_tells_the_same),
    ("moments", _("The file was made after the last step of the record."), _made_after),
    (
        "names",
        _("The alliance and those who signed are called as when they opened and signed it."),
        _names_fit,
    ),
)
NOT_IN_FIRST = frozenset({"names"})  # what format 1 does not bind
