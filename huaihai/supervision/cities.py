"""Which cities take part: who leads puts them in, each other city is asked first, and is in once it agrees."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.governance import membership
from huaihai.governance.roster import facts
from huaihai.kit import clock, phones
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from huaihai.supervision import powers
from huaihai.supervision.forms import CitiesForm, CityPart
from huaihai.supervision.models import Project, ProjectCity
from huaihai.supervision.moving import moving

ASKED, AGREED, DECLINED = ProjectCity.Answer.ASKED, ProjectCity.Answer.AGREED, ProjectCity.Answer.DECLINED


def _of_now(_actor: Actor, project: Project) -> dict[str, Any]:
    rows = project.all_cities.exclude(answer=DECLINED).select_related("body")
    parts = [CityPart(row.body, row.share, row.budget_fen) for row in rows]
    return {"bodies": membership.members_on(clock.today()), "held": parts}


@page(
    "cities",
    "change cities",
    gettext_lazy("Cities and shares"),
    gettext_lazy("Saved."),
    form=CitiesForm,
    options=_of_now,
    button=gettext_lazy("Save"),
    template="supervision/office/cities.html",
    tone="plain",
)
def change_cities(
    project: Project, cities: Sequence[CityPart], *, seen: int | None = None, by: Actor, at: datetime
) -> Project:
    """Who takes part, with which share and money. Raises NotAllowed, NotPossible, Unfit, Moved."""
    powers.require_leader(project, by, at)
    with moving(project, "change cities", by=by, at=at, seen=seen) as move:
        move.facts |= put(move.row, cities, by=by, at=at)
    return project


def put(project: Project, cities: Sequence[CityPart], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Store these cities; what the record keeps of them. The leader's own city, and one that has agreed to as much
    already, is in; every other one is asked. The project is locked.
    """
    if len({part.body.pk for part in cities}) != len(cities):
        raise Unfit("cities", _("A city stands here twice."))
    before = {row.body_id: row for row in project.all_cities.all()}
    own = by.organisation.city if by.organisation else None
    invited = []
    for part in cities:
        is_new = part.body.pk not in before
        row = before.pop(part.body.pk, None) or ProjectCity(project=project, body=part.body)
        is_other = is_new or (row.share, row.budget_fen) != (part.share, part.budget_fen)
        is_as_agreed = row.answer == AGREED and part.share <= row.share and part.budget_fen <= row.budget_fen
        is_in = part.body in (own, project.lead) or is_as_agreed
        if not is_in and (is_other or row.answer != ASKED):
            invited.append(part.body)
        row.share, row.budget_fen, row.why = part.share, part.budget_fen, ""
        row.answer = AGREED if is_in else ASKED
        row.save()
    left = [row.pk for row in before.values() if row.answer != DECLINED]
    project.all_cities.filter(pk__in=left).delete()
    _tell(project, invited, at=at)
    rows = project.all_cities.select_related("body")
    return {
        "cities": {row.body.key: [row.share, row.budget_fen] for row in rows if row.answer == AGREED},
        "invited": {row.body.key: [row.share, row.budget_fen] for row in rows if row.answer == ASKED},
    }


def invitation_of(actor: Actor, project: Project) -> ProjectCity | None:
    """What the actor's own body is asked in this project; None: nothing."""
    if not powers.works(actor) or actor.organisation is None:
        return None
    return project.all_cities.filter(body=actor.organisation, answer=ASKED).select_related("body").first()


def answer(project: Project, *, agrees: bool, why: str = "", by: Actor, at: datetime) -> ProjectCity:
    """The city that was asked takes part, or does not. Raises NotAllowed, NotPossible."""
    if invitation_of(by, project) is None:
        raise NotAllowed(_("Only staff of a city's own body that is asked can answer."))
    with moving(project, "join" if agrees else "stay out", by=by, at=at) as move:
        row = invitation_of(by, move.row)
        if row is None:  # a colleague was quicker, or the city was taken out
            raise NotPossible(_("Your body is not asked any more."))
        row.answer = AGREED if agrees else DECLINED
        row.why = "" if agrees else storable_name(why)
        row.save(update_fields=["answer", "why"])
        move.facts |= {"city": row.body.key, "part": [row.share, row.budget_fen]}
    return row


def _tell(project: Project, bodies: Sequence[Organisation], *, at: datetime) -> None:
    """One message to whoever is on duty for each body that is asked."""
    wanted = {body.pk for body in bodies}
    for row in facts.tonight(at) if wanted else ():
        mobile = phones.mobile(row.phone) if row.body.pk in wanted and row.phone else None
        if mobile is None:
            continue
        with translation.override("zh-hans"):
            text = _(
                "[%(platform)s] Your body is asked to take part in “%(title)s”. Please sign in and answer."
            )
            text %= {"platform": alliance.load().platform_name, "title": project.title}
        outbox.queue(
            effect_key=f"{project.record_key}:asked:{row.body.key}:{at.isoformat()}",
            subject=project.record_key,
            channel=OutboxMessage.Channel.SMS,
            address=mobile,
            title="",
            text=text,
            at=at,
        )
