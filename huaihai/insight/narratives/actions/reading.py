"""The second reader's verbs: publish, take more out, refuse. None of them adds a word."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.insight.models import Narrative, NarrativeNumber
from huaihai.insight.narratives import knowing, messages, powers, protecting
from huaihai.insight.narratives.actions.moving import Move, moving
from huaihai.insight.narratives.scrubbing import words
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 10
LONGEST_ANSWER = 500


def publish(narrative: Narrative, *, shown: str, by: Actor, at: datetime, seen: int) -> None:
    """The second reader agrees to the text with this hash; if the consumer approved the same one, all may read it.

    Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    with moving(narrative, "publish", by=by, at=at, seen=seen) as move:
        held = move.narrative
        powers.require_reader(held, by, at)
        if not held.approved_hash or not shown == held.approved_hash == knowing.hash_of(held.text):
            raise Unfit("shown", _("The text has changed. Please read it again."))
        if {span.kind for span in knowing.found_in(held.case, held.text)} & knowing.NEVER:
            raise NotPossible(_("There is a number, an account or a link in it. Please take it out first."))
        told = protecting.told(held.case)
        for name, value in told.items():
            setattr(held, name, value)
        held.public_id = _new_number()
        move.facts |= {"hash": shown, "public_id": held.public_id}
        messages.tell(held, "published", at=at)


def take_out(
    narrative: Narrative, *, parts: Sequence[str], answer: str, by: Actor, at: datetime, seen: int
) -> None:
    """Take these words out wherever they stand, with a mark in their place; the consumer has to approve again.

    A published one is gone from every page at once. Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    wanted = [part.strip() for part in parts if part.strip()]
    with moving(narrative, "take out", by=by, at=at, seen=seen) as move:
        held = move.narrative
        powers.require_reader(held, by, at)
        if not wanted or any(part not in held.text for part in wanted):
            raise Unfit(
                "parts", _("Please copy the words exactly as they stand in the text, one part a line.")
            )
        held.text = without(held.text, wanted)
        _answer(move, answer)
        move.facts["parts"] = len(wanted)
        messages.tell(held, "returned", at=at)


def refuse(narrative: Narrative, *, answer: str, by: Actor, at: datetime, seen: int) -> None:
    """It is not published, and why. Its words are erased. Raises NotAllowed, NotPossible, Moved, Unfit."""
    with moving(narrative, "refuse", by=by, at=at, seen=seen) as move:
        powers.require_reader(move.narrative, by, at)
        _answer(move, answer)
        messages.tell(move.narrative, "refused", at=at)


def without(text: str, parts: Sequence[str]) -> str:
    """The text with a mark where these parts stood; marks that touch become one."""
    mark = f"[{words.LABELS['removed']}]"
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, mark)
    return re.sub(rf"(?:{re.escape(mark)})+", mark, text)


def _answer(move: Move, answer: str) -> None:
    said = storable(answer).strip()
    if not said:
        raise Unfit("answer", _("Please tell the consumer why."))
    if len(said) > LONGEST_ANSWER:
        raise Unfit("answer", _("This is too long. Please shorten it."))
    move.narrative.answer, move.narrative.approved_hash = said, ""
    _unpublish(move)


def _unpublish(move: Move) -> None:
    """What comes out again gets another number; the old one is told to mirrors as gone."""
    move.facts |= {"public_id": move.narrative.public_id} if move.narrative.public_id else {}
    move.narrative.public_id = None


def _new_number() -> str:
    made = "".join(secrets.choice(LETTERS) for _place in range(ID_LENGTH))
    NarrativeNumber.objects.create(public_id=made)
    return made
