"""The verbs of a narrative: the consumer's, the second reader's, and what time does. And who may."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.desk import codes, hearing
from huaihai.desk.lives import NEW, Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move, Moving, event_of
from huaihai.desk.verbs import page
from huaihai.insight.models import Narrative, NarrativeNumber
from huaihai.insight.narratives import life, protecting
from huaihai.insight.narratives.forms import LONGEST_ANSWER, RefusalForm, TakingOutForm
from huaihai.insight.narratives.life import ALIVE, NARRATIVE, OVER, WRITTEN
from huaihai.insight.narratives.scrubbing import words
from huaihai.kit import mail_subjects
from huaihai.kit.text.normalise import storable
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.record import events, outbox
from huaihai.supervision.powers import works


def is_offered(case: Case) -> bool:
    """Whether the consumer of this case may tell others: it was received and is over, and is not about a child's own.

    A guardian's consent for somebody under 14 (PIPL 31) is not asked for: nothing would be gained by publishing it.
    """
    if not case.is_final or case.submitted_at is None or not case.story.strip():
        return False
    if case.stage in ("abandoned", "linked"):
        return False
    try:
        return not case.complainant.is_for_child
    except ObjectDoesNotExist:
        return False


def require_consumer(case: Case, by: Actor) -> None:
    """Raises NotAllowed for everybody but the consumer of this case."""
    if by.kind == "system" or case.pk not in by.case_ids:
        raise NotAllowed(_("Only the consumer of this case can do that."))


def require_reader(narrative: Narrative, by: Actor, at: datetime) -> None:
    """Raises NotAllowed for whoever may not be its second reader."""
    if not reads(narrative, by):
        raise NotAllowed(_("Only staff of the city of this case can do that."))
    if has_handled(narrative.case, by):
        raise NotAllowed(_("You handled this complaint. Somebody else has to read the story."))


def reads(narrative: Narrative, by: Actor) -> bool:
    """Whether the actor is staff of the home or lead city of its case."""
    if by.kind != "officer" or by.account_id is None or not works(by):
        return False
    return Narrative.objects.visible_to(by).filter(pk=narrative.pk).exclude(case__in=by.case_ids).exists()


def has_handled(case: Case, by: Actor) -> bool:
    """Whether the actor took any step in the case."""
    return events.history(case.record_key).filter(by__in=persons.keys_of(by)).exists()


def lock(narrative: Narrative) -> Narrative:
    """The row as it is now, held until the transaction ends."""
    rows = Narrative.objects.select_for_update(of=("self",)).select_related(
        "case__home", "case__lead", "case__business", "case__place"
    )
    row: Narrative = rows.get(pk=narrative.pk)
    return row


def _settle(move: Move[Narrative], at: datetime) -> None:
    """What is over keeps no words, but why it was refused."""
    row = move.row
    row.touched_at = at
    if row.stage in OVER:
        row.text = row.approved_hash = ""
        row.answer = row.answer if row.stage == "refused" else ""


moving = Moving[Narrative](
    NARRATIVE, lock=lock, event=event_of("narrative"), tells_stage=False, settle=_settle
)
SHORTEST = 20  # characters: less tells nothing
ANY = Actor.consumer(())  # the record must not say whose case it was


def begin(case: Case, *, agreed: str, by: Actor, at: datetime) -> Narrative:
    """The consumer agrees to this version of the wording, and gets a text to change.

    Raises NotAllowed, NotPossible, Unfit.
    """
    require_consumer(case, by)
    if agreed != life.CURRENT:
        raise Unfit("agreed", _("Please read and tick it first."))
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not is_offered(held):
            raise NotPossible(_("This complaint cannot be told to others."))
        if held.narratives.filter(stage__in=ALIVE).exists():
            raise NotPossible(_("You have begun already."))
        made = Narrative(
            case=held,
            stage=NARRATIVE.after("begin", NEW),
            wording=agreed,
            consented_at=at,
            touched_at=at,
            text=protecting.proposed(held),
            is_demo=held.is_demo,
        )
        made.save(force_insert=True)
        facts = {"wording": agreed}
        events.write(subject=made.record_key, verb="narrative_begin", by=ANY.key, at=at, facts=facts)
    return made


def write(narrative: Narrative, *, text: str, by: Actor, at: datetime, seen: int) -> None:
    """The consumer's own words take the place of the text. Raises NotAllowed, NotPossible, Moved, Unfit."""
    require_consumer(narrative.case, by)
    said = _fit(text)
    with moving(narrative, "write", by=ANY, at=at, seen=seen) as move:
        move.row.text, move.row.approved_hash = said, ""


def approve(
    narrative: Narrative, *, shown: str, leaves: bool = False, by: Actor, at: datetime, seen: int
) -> None:
    """The consumer approves exactly the text with the hash that was shown; it goes to the second reader.

    What is found in it still is refused where it can harm at once (`protecting.NEVER`), and otherwise has to be left
    in knowingly (`leaves`). Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    require_consumer(narrative.case, by)
    with moving(narrative, "approve", by=ANY, at=at, seen=seen) as move:
        held = move.row
        if protecting.hash_of(held.text) != shown:
            raise Unfit("shown", _("The text has changed. Please read it again."))
        _fit(held.text)
        found = {span.kind for span in protecting.found_in(held.case, held.text)}
        if found & protecting.NEVER:
            raise Unfit(
                "shown", _("Numbers, accounts and links are never published. Please take out what is marked.")
            )
        if found and not leaves:
            raise Unfit("leaves", _("Something is marked. Please take it out, or tick that it may stay."))
        held.approved_hash, held.answer = shown, ""
        move.facts |= {"hash": shown, "leaves": sorted(found)}


def withdraw(narrative: Narrative, *, by: Actor, at: datetime) -> None:
    """The consumer takes it back: its words are erased, and it is gone from every page and file with this commit.

    Raises NotAllowed, NotPossible.
    """
    require_consumer(narrative.case, by)
    with moving(narrative, "withdraw", by=ANY, at=at):
        pass


def _fit(text: str) -> str:
    said = protecting.tidy(storable(text))
    if len(said) < SHORTEST:
        raise Unfit("text", _("Please write a few sentences more."))
    if len(said) > protecting.LONGEST:
        raise Unfit("text", _("This is too long. Please shorten it."))
    return said


LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 10


def publish(narrative: Narrative, *, shown: str, by: Actor, at: datetime, seen: int) -> None:
    """The second reader agrees to the text with this hash; if the consumer approved the same one, all may read it.

    Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    with moving(narrative, "publish", by=by, at=at, seen=seen) as move:
        held = move.row
        require_reader(held, by, at)
        if not held.approved_hash or not shown == held.approved_hash == protecting.hash_of(held.text):
            raise Unfit("shown", _("The text has changed. Please read it again."))
        if {span.kind for span in protecting.found_in(held.case, held.text)} & protecting.NEVER:
            raise NotPossible(_("There is a number, an account or a link in it. Please take it out first."))
        told = protecting.coarse_facts(held.case)
        for name, value in told.items():
            setattr(held, name, value)
        held.public_id = _new_number()
        move.facts |= {"hash": shown, "public_id": held.public_id}
        send(held, "published", at=at)


@page(
    "taking-out",
    "take out",
    gettext_lazy("Take something out"),
    gettext_lazy("It is back with the consumer."),
    form=TakingOutForm,
    lead=gettext_lazy(
        "You can only take words out; you cannot add any. The consumer gets the text back and has to approve it again. "
        "If it is published, it is gone from the site at once."
    ),
    button=gettext_lazy("Take it out"),
)
def take_out(
    narrative: Narrative, *, parts: Sequence[str], answer: str, by: Actor, at: datetime, seen: int
) -> None:
    """Take these words out wherever they stand, with a mark in their place; the consumer has to approve again.

    A published one is gone from every page at once. Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    wanted = [part.strip() for part in parts if part.strip()]
    with moving(narrative, "take out", by=by, at=at, seen=seen) as move:
        held = move.row
        require_reader(held, by, at)
        if not wanted or any(part not in held.text for part in wanted):
            raise Unfit(
                "parts", _("Please copy the words exactly as they stand in the text, one part a line.")
            )
        held.text = without(held.text, wanted)
        _answer(move, answer)
        move.facts["parts"] = len(wanted)
        send(held, "returned", at=at)


@page(
    "refusal",
    "refuse",
    gettext_lazy("Do not publish this story"),
    gettext_lazy("It is not published."),
    form=RefusalForm,
    lead=gettext_lazy("The consumer reads why. The text is erased; the consumer can begin again."),
    label=gettext_lazy("Do not publish it"),
    button=gettext_lazy("Do not publish it"),
    tone="late",
)
def refuse(narrative: Narrative, *, answer: str, by: Actor, at: datetime, seen: int) -> None:
    """It is not published, and why. Its words are erased. Raises NotAllowed, NotPossible, Moved, Unfit."""
    with moving(narrative, "refuse", by=by, at=at, seen=seen) as move:
        require_reader(move.row, by, at)
        _answer(move, answer)
        send(move.row, "refused", at=at)


def without(text: str, parts: Sequence[str]) -> str:
    """The text with a mark where these parts stood; marks that touch become one."""
    mark = f"[{words.LABELS['removed']}]"
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, mark)
    return re.sub(rf"(?:{re.escape(mark)})+", mark, text)


def _answer(move: Move[Narrative], answer: str) -> None:
    said = hearing.words("answer", answer, most=LONGEST_ANSWER, lacking=_("Please tell the consumer why."))
    move.row.answer, move.row.approved_hash = said, ""
    _unpublish(move)


def _unpublish(move: Move[Narrative]) -> None:
    """What comes out again gets another number; the old one is told to mirrors as gone."""
    move.facts |= {"public_id": move.row.public_id} if move.row.public_id else {}
    move.row.public_id = None


def _new_number() -> str:
    made = codes.drawn(ID_LENGTH, LETTERS)
    NarrativeNumber.objects.create(public_id=made)
    return made


UNTOUCHED = timedelta(days=60)
PROGRAM = Actor.system("narratives")


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """One act for each text that its consumer has not touched for 60 days."""
    rows = Narrative.objects.filter(stage__in=WRITTEN, touched_at__lte=at - UNTOUCHED)
    for row in rows.order_by("touched_at", "pk"):
        yield partial(forget, row, at=at)


def forget(narrative: Narrative, *, at: datetime) -> None:
    """Erase it, unless somebody was quicker."""
    try:
        with moving(narrative, "forget", by=PROGRAM, at=at, seen=narrative.version):
            pass
    except (Moved, NotPossible):
        return


WORDS: Final = {
    "published": gettext_lazy(
        "Your story is published. You can take it back at any time on the page of your file."
    ),
    "returned": gettext_lazy(
        "Something in your story has to be taken out. Please look at it on the page of your file."
    ),
    "refused": gettext_lazy("Your story is not published. Why, is on the page of your file."),
}


def send(narrative: Narrative, event: str, *, at: datetime) -> None:
    """Queue a message to the consumer, if there is a confirmed way to reach them."""
    person = getattr(narrative.case, "complainant", None)
    reached = person.reached_by if person is not None and person.confirmed_at else None
    if reached is None:
        return
    channel, address = reached
    with translation.override("zh-hans"):
        text = _("[%(platform)s] File %(number)s: %(what)s") % {
            "platform": alliance.load().platform_name,
            "number": narrative.case.number or "",
            "what": WORDS[event],
        }
        about = _("File %(number)s") % {"number": narrative.case.number or ""}
        title = mail_subjects.of_message(about, str(WORDS[event]))
    outbox.queue(
        effect_key=f"{narrative.record_key}:{event}:v{narrative.version}",
        subject=narrative.case.record_key,
        channel=channel,
        address=address,
        title=title,
        text=text,
        at=at,
    )
