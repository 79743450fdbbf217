"""The consumer's verbs: agree and get a proposal, write, approve word for word, take back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.desk.lives import NEW, NotPossible, Unfit
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import knowing, powers, wording
from huaihai.insight.narratives.actions.moving import moving
from huaihai.insight.narratives.lives import ALIVE, NARRATIVE
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.record import events

SHORTEST = 20  # characters: less tells nothing
ANY = Actor.consumer(())  # the record must not say whose case it was


def begin(case: Case, *, agreed: str, by: Actor, at: datetime) -> Narrative:
    """The consumer agrees to this version of the wording, and gets a text to change.

    Raises NotAllowed, NotPossible, Unfit.
    """
    powers.require_consumer(case, by)
    if agreed != wording.CURRENT:
        raise Unfit("agreed", _("Please read and tick it first."))
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not powers.is_offered(held):
            raise NotPossible(_("This complaint cannot be told to others."))
        if held.narratives.filter(stage__in=ALIVE).exists():
            raise NotPossible(_("You have begun already."))
        made = Narrative(
            case=held,
            stage=NARRATIVE.after("begin", NEW),
            wording=agreed,
            consented_at=at,
            touched_at=at,
            text=knowing.proposed(held),
            is_demo=held.is_demo,
        )
        made.save(force_insert=True)
        facts = {"wording": agreed}
        events.write(subject=made.record_key, verb="narrative_begin", by=ANY.key, at=at, facts=facts)
    return made


def write(narrative: Narrative, text: str, *, by: Actor, at: datetime, seen: int) -> None:
    """The consumer's own words take the place of the text. Raises NotAllowed, NotPossible, Moved, Unfit."""
    powers.require_consumer(narrative.case, by)
    said = _fit(text)
    with moving(narrative, "write", by=ANY, at=at, seen=seen) as move:
        move.narrative.text, move.narrative.approved_hash = said, ""


def approve(
    narrative: Narrative, *, shown: str, leaves: bool = False, by: Actor, at: datetime, seen: int
) -> None:
    """The consumer approves exactly the text with the hash that was shown; it goes to the second reader.

    What is found in it still is refused where it can harm at once (`knowing.NEVER`), and otherwise has to be left
    in knowingly (`leaves`). Raises NotAllowed, NotPossible, Moved, Unfit.
    """
    powers.require_consumer(narrative.case, by)
    with moving(narrative, "approve", by=ANY, at=at, seen=seen) as move:
        held = move.narrative
        if knowing.hash_of(held.text) != shown:
            raise Unfit("shown", _("The text has changed. Please read it again."))
        _fit(held.text)
        found = {span.kind for span in knowing.found_in(held.case, held.text)}
        if found & knowing.NEVER:
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
    powers.require_consumer(narrative.case, by)
    with moving(narrative, "withdraw", by=ANY, at=at):
        pass


def _fit(text: str) -> str:
    said = knowing.tidy(storable(text))
    if len(said) < SHORTEST:
        raise Unfit("text", _("Please write a few sentences more."))
    if len(said) > knowing.LONGEST:
        raise Unfit("text", _("This is too long. Please shorten it."))
    return said
