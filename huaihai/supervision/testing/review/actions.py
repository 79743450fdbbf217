"""The expert's opinion, and handing what is unsafe to the authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.grading.problems import PlanError, ReadingError
from huaihai.supervision.models import AuthorityLetter, Opinion, Project, ProjectRole
from huaihai.supervision.testing.buying.buyers import who_bought
from huaihai.supervision.testing.publishing import building
from huaihai.supervision.testing.publishing.found import bought_of

EXPERT = "expert"
LONGEST = 3000


@dataclass(frozen=True)
class Letter:
    """The letter with which a product was handed to an authority."""

    authority: str
    letter: str
    handed_on: date
    text: str = ""


def give_opinion(
    project: Project, expert: ProjectRole, *, is_fit: bool, text: str, read: str, by: Actor, at: datetime
) -> Opinion:
    """An expert of the project says whether it may go out. `read` is the hash of the results on the page.

    The expert writes it; staff of the leading body enter the signed paper of an expert without an account.
    Raises NotAllowed, NotPossible (not now, or other results meanwhile), Unfit.
    """
    _require_expert(project, expert, by, at)
    said = storable(text).strip()
    if not said:
        raise Unfit("text", _("Please write your opinion."))
    if len(said) > LONGEST:
        raise Unfit("text", _("This is too long. Please shorten it."))
    if is_fit and mask(said).finds:
        raise Unfit("text", _("Everybody reads this: please leave out numbers of persons."))
    with moving(project, "observe", noted="opinion given", by=by, at=at) as move:
        _require_checking(move.project)
        now = _hash_now(move.project)
        if now != read:
            raise NotPossible(_("The results are others now than those you read. Please read them again."))
        made = Opinion(
            project=move.project,
            expert=expert,
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
    project: Project, product: str, letter: Letter, *, by: Actor, at: datetime
) -> AuthorityLetter:
    """What is unsafe was handed on: which authority, day and number. Raises NotAllowed, NotPossible, Unfit."""
    powers.require_leader(project, by, at)
    authority, number = storable_name(letter.authority), storable_name(letter.letter)
    if not authority:
        raise Unfit("authority", _("Please write which authority."))
    if not number:
        raise Unfit("letter", pgettext("authority", "Please write the number of the letter."))
    if letter.handed_on > local_day(at):
        raise Unfit("handed_on", _("This day has not come yet."))
    with moving(project, "observe", noted="handed to authority", by=by, at=at) as move:
        _require_checking(move.project)
        if product not in bought_of(move.project):
            raise Unfit("product", _("This product was not bought."))
        made = AuthorityLetter(
            project=move.project,
            product=product,
            authority=authority,
            letter=number,
            handed_on=letter.handed_on,
            text=storable(letter.text).strip(),
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts |= {"product": product, "handed_on": letter.handed_on.isoformat()}
    return made


def unsafe(plan: Mapping[str, Any], results: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Products that failed something that safety rests on: key → keys of these items."""
    safety = {item["key"] for item in plan.get("items", ()) if item.get("is_safety")}
    found = {
        one["product"]: [item["item"] for item in one["items"] if item["failed"] and item["item"] in safety]
        for one in results
    }
    return {key: items for key, items in found.items() if items}


def experts_for(actor: Actor, project: Project, *, at: datetime) -> list[ProjectRole]:
    """The experts whose opinion the actor may write: its own, or, of the leading body, those without an account."""
    rows = ProjectRole.objects.filter(project=project, role=EXPERT, until=None).select_related("body")
    own = list(rows.filter(account=actor.account_id)) if actor.account_id else []
    if powers.leads(actor, project, on=local_day(at)):
        own += list(rows.filter(account=None))
    return own


def _require_expert(project: Project, expert: ProjectRole, by: Actor, at: datetime) -> None:
    if expert not in experts_for(by, project, at=at):
        raise NotAllowed(_("Only the experts of this project give an opinion."))
    if expert.account.record_key in who_bought(project):
        raise NotAllowed(_("Who bought for this test does not judge it; another expert has to."))


def _require_checking(project: Project) -> None:
    if project.stage != "checking":
        raise NotPossible(_("That is done while the results are being checked."))


def _hash_now(project: Project) -> str:
    try:
        return building.results_hash(building.results(project))
    except (PlanError, ReadingError) as error:
        raise NotPossible(_("The results cannot be computed yet: readings are missing.")) from error
