"""Opinions of who did not buy, what is unsafe handed to the authority; a published test looked at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.record.models import Event
from huaihai.supervision import powers
from huaihai.supervision.grading.shape import GradingError
from huaihai.supervision.models import AuthorityLetter, Opinion, Project
from huaihai.supervision.moving import moving
from huaihai.supervision.testing.buying.buyers import who_bought
from huaihai.supervision.testing.public_words import public_words
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.publishing.building import bought_of

LONGEST = 3000
LONGEST_NAME = 80


@dataclass(frozen=True)
class Letter:
    """The letter with which a product was handed to an authority."""

    authority: str
    letter: str
    handed_on: date
    text: str = ""


def give_opinion(
    project: Project, *, is_fit: bool, text: str, read: str, of: str = "", by: Actor, at: datetime
) -> Opinion:
    """Somebody says whether it may go out: whoever takes part and did not buy, or, entered by the leading body from a
    signed paper, somebody else (`of`). `read` is the hash of the results on the page.

    Raises NotAllowed, NotPossible (not now, or other results meanwhile), Unfit.
    """
    outsider = storable_name(of)[:LONGEST_NAME]
    _require_reader(project, outsider, by, at)
    said = storable(text).strip()
    if not said:
        raise Unfit("text", _("Please write your opinion."))
    if len(said) > LONGEST:
        raise Unfit("text", _("This is too long. Please shorten it."))
    if is_fit and mask(said).finds:
        raise Unfit("text", _("Everybody reads this: please leave out numbers of persons."))
    with moving(project, "observe", noted="opinion given", by=by, at=at) as move:
        _require_checking(move.row)
        now = _hash_now(move.row)
        if now != read:
            raise NotPossible(_("The results are others now than those you read. Please read them again."))
        made = Opinion(
            project=move.row,
            of=outsider,
            is_fit=is_fit,
            text=said,
            results_hash=now,
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts |= {"is_fit": is_fit, "results": now}
    return made


def hand_to_authority(
    project: Project, products: Sequence[str], letter: Letter, *, by: Actor, at: datetime
) -> list[AuthorityLetter]:
    """What is unsafe was handed on: which authority, day and number. Raises NotAllowed, NotPossible, Unfit."""
    powers.require_leader(project, by, at)
    authority, number = storable_name(letter.authority), storable_name(letter.letter)
    if not authority:
        raise Unfit("authority", _("Please write which authority."))
    if not number:
        raise Unfit("letter", pgettext("authority", "Please write the number of the letter."))
    if letter.handed_on > local_day(at):
        raise Unfit("handed_on", _("This day has not come yet."))
    with moving(project, "observe", noted="unsafe handed on", by=by, at=at) as move:
        _require_checking(move.row)
        if not products or set(products) - bought_of(move.row).keys():
            raise Unfit("products", _("This product was not bought."))
        made = [
            AuthorityLetter(
                project=move.row,
                product=product,
                authority=authority,
                letter=number,
                handed_on=letter.handed_on,
                text=storable(letter.text).strip(),
                at=at,
                by=by.key,
            )
            for product in products
        ]
        move.rows += made
        move.facts |= {"products": sorted(products), "handed_on": letter.handed_on.isoformat()}
    return made


def not_handed(project: Project, results: list[dict[str, Any]]) -> dict[str, str]:
    """Unsafe products that no authority has yet: key → name."""
    plan = project.registered.plan if project.registered is not None else {}
    handed = set(AuthorityLetter.objects.filter(project=project).values_list("product", flat=True))
    bought = bought_of(project)
    left = sorted(set(unsafe(plan, results)) - handed)
    return {key: str(bought[key]) for key in left if key in bought}


def unsafe(plan: Mapping[str, Any], results: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Products that failed something that safety rests on: key → keys of these items."""
    safety = {item["key"] for item in plan.get("items", ()) if item.get("is_safety")}
    found = {
        one["product"]: [item["item"] for item in one["items"] if item["failed"] and item["item"] in safety]
        for one in results
    }
    return {key: items for key, items in found.items() if items}


def may_give_opinion(actor: Actor, project: Project, *, at: datetime) -> bool:
    """Whether the actor may write one, its own or that of somebody else."""
    day = local_day(at)
    is_free = actor.key not in who_bought(project)
    return powers.leads(actor, project, on=day) or (is_free and powers.takes_part(actor, project, on=day))


def _require_reader(project: Project, outsider: str, by: Actor, at: datetime) -> None:
    if outsider:
        powers.require_leader(project, by, at)
        return
    if not powers.takes_part(by, project, on=local_day(at)):
        raise NotAllowed(_("Only who takes part in this test can do that."))
    if by.key in who_bought(project):
        raise NotAllowed(_("Who bought for this test does not judge it; somebody else has to."))


def _require_checking(project: Project) -> None:
    if project.stage != "checking":
        raise NotPossible(_("That is done while the results are being checked."))


def _hash_now(project: Project) -> str:
    try:
        return building.results_hash(building.results(project))
    except GradingError as error:
        raise NotPossible(_("The results cannot be computed yet: readings are missing.")) from error


LONGEST_REASON = 500


def look_again(project: Project, *, reason: str, seen: int | None = None, by: Actor, at: datetime) -> Project:
    """Back to checking: readings may be corrected, makers are heard anew, the next file corrects the one that is out.

    Everybody reads the reason meanwhile. Raises NotAllowed, NotPossible (nothing is published), Unfit, Moved.
    """
    powers.require_leader(project, by, at)
    if project.kind != Project.Kind.TEST:
        raise NotPossible(_("Only a comparative test is corrected in this way."))
    said = public_words(reason, most=LONGEST_REASON, lacking=_("Please say why."))
    with moving(project, "look again", by=by, at=at, seen=seen, text=said):
        pass
    return project


def being_corrected(project: Project) -> Event | None:
    """Since when and why a published test is looked at again; None if it is not."""
    if not project.is_looked_at_again:
        return None
    rows = Event.objects.filter(subject=project.record_key, verb="supervision_look_again")
    return rows.order_by("-number").first()
