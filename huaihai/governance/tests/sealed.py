"""A sealed file about a carried resolution, and ways to forge one."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from huaihai.governance import verifying
from huaihai.governance.meetings import minutes, verbs
from huaihai.governance.models import Choice, Resolution
from huaihai.governance.motions import voting
from huaihai.governance.resolutions import verbs as resolutions_verbs
from huaihai.governance.tests.deciding import DAY, HOUR, MONDAY, Ten, in_session, in_writing, say, tabled
from huaihai.kit import signing
from huaihai.kit.signing import canonical
from huaihai.record import chain
from tests.scenes import remembered

type Content = dict[str, Any]


def rule_effect(value: str, name: str = "co-signatures", day: str = "2027-01-01") -> dict[str, object]:
    return {"kind": "rule", "facts": {"rule": name, "title": "", "value": value, "from": day}}


@remembered
def sealed_in_writing(ten: Ten, *, title: str = "共同提示", value: str = "5") -> Resolution:
    """Eight for it, one against, one abstains; one changed its mind; the minutes are approved."""
    motion = tabled(ten, effects=[rule_effect(value)], title=title)
    in_writing(ten, motion)
    say(ten, motion, ten.bodies[8], reason="先看看", at=MONDAY + HOUR)
    voting.withdraw(motion, ten.bodies[8], by=ten.voice(ten.bodies[8]), at=MONDAY + HOUR)
    say(ten, motion, ten.bodies[:8], at=MONDAY + HOUR)
    say(ten, motion, ten.bodies[8], Choice.AGAINST, reason="人手不够", at=MONDAY + 2 * HOUR)
    say(ten, motion, ten.bodies[9], Choice.ABSTAIN, at=MONDAY + 2 * HOUR)
    voting.close(motion, by=ten.office, at=MONDAY + 3 * HOUR)
    minutes.approve(motion.minutes_of_rounds.get(), by=ten.office, at=MONDAY + DAY)
    return Resolution.objects.get(motion=motion)


@remembered
def sealed_in_meeting(ten: Ten) -> Resolution:
    """Eight bodies are there, all for it; the minutes of the meeting are approved."""
    motion = tabled(ten)
    meeting = in_session(ten, motion, came=8)
    begin = MONDAY + 12 * DAY
    voting.open_in_meeting(motion, meeting=meeting, by=ten.office, at=begin)
    say(ten, motion, ten.bodies[:8], at=begin + HOUR)
    voting.close(motion, by=ten.office, at=begin + 2 * HOUR)
    verbs.close(meeting, by=ten.office, at=begin + 3 * HOUR)
    minutes.approve(meeting.minutes, by=ten.office, at=begin + DAY)
    return Resolution.objects.get(motion=motion)


def file_of(resolution: Resolution) -> bytes:
    return resolutions_verbs.as_file(resolution.dossier)


def content_of(file: bytes) -> Content:
    content: Content = json.loads(file)["content"]
    return content


def failing(file: bytes) -> set[str]:
    """The names of the checks that do not fit; {"unreadable"} for a file that is none."""
    try:
        found = verifying.check(file, keys=signing.public_keys())
    except verifying.NotReadable:
        return {"unreadable"}
    return {one.name for one in verifying.problems(found)}


def forged(file: bytes, change: Callable[[Content], None], *, rechain: bool = True) -> bytes:
    """The file with changed content under the old signature; with `rechain`, all hashes of the record fit again."""
    whole = json.loads(file)
    change(whole["content"])
    if rechain:
        _rechain(whole["content"]["record"])
    return json.dumps(whole, ensure_ascii=False).encode()


def signed_again(file: bytes, change: Callable[[Content], None], *, rechain: bool = True) -> bytes:
    """As if the platform itself had signed the changed content: what its signature does not prove, the sums do."""
    content = content_of(forged(file, change, rechain=rechain))
    made = signing.sign(canonical(content))
    return verifying.wrap(json.dumps(content), key_id=made.key_id, signature=made.value)


def as_first_format(file: bytes) -> bytes:
    """The same file as the first format had it: nothing binds the names, and no demo says that it is one."""

    def change(content: Content) -> None:
        content["format"] = content["format"].replace("-2", "-1")
        del content["is_demo"]
        for event in content["record"]:
            for name in ("names", "alliance", "is_demo", "name"):
                event["facts"].pop(name, None)

    return signed_again(file, change)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every text, number and empty list in it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = False
    for name, one in inside:
        found = True
        yield from leaves(one, (*path, name))
    if not found:
        yield path


def with_leaf(whole: Content, path: tuple[Any, ...], value: Any) -> Content:
    """A copy with another value at the end of this way."""
    changed = copy.deepcopy(whole)
    place = changed
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return changed


def leaf(whole: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        whole = whole[name]
    return whole


def event_of(content: Content, verb: str, **facts: Any) -> Content:
    """The first event of this verb with these facts."""
    found: Content = next(
        event
        for event in content["record"]
        if event["verb"] == verb and facts.items() <= event["facts"].items()
    )
    return found


def _rechain(record: list[Content]) -> None:
    previous = ""
    for number, event in enumerate(record, start=1):
        event["number"], event["previous"] = number, previous
        event["hash"] = previous = chain.link(
            subject=event["subject"],
            number=number,
            verb=event["verb"],
            by=event["by"],
            at=datetime.fromisoformat(event["at"]),
            facts=event["facts"],
            text_hash=event["text_hash"],
            previous=previous,
        )


def changed(path: tuple[Any, ...], value: Any) -> Callable[[Content], None]:
    """A change that puts another value at the end of this way."""

    def change(content: Content) -> None:
        leaf(content, path[:-1])[path[-1]] = value

    return change
