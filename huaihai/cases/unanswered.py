"""Cases, imported drafts and promised calls that lie where nobody works (yet, or any more): whoever works above has
them on the list; of a city without anybody, those who give posts and the secretariat read how many they are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huaihai.cases import life
from huaihai.cases.awaited import BODYS, COUNTED, KIND, MOST
from huaihai.cases.models import CallBack, Case, Sheet
from huaihai.cases.rights import CASEWORK
from huaihai.cases.situation import as_officer
from huaihai.cases.waiting import MEDIATING
from huaihai.desk.lives import Words
from huaihai.desk.waiting import Room, Source, Waiting, Whose
from huaihai.governance import standing
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members import staffing
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.members.models.organisation import tree
from huaihai.members.models.power_request import CONFIRMING


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """For who works on cases (heads only while they are alone), those of bodies below; for administrators and the
    secretariat, those of whole cities.
    """
    actor, body, today = as_officer(actor), actor.organisation, local_day(now)
    if body is None:
        return
    is_alliance = body.kind == Organisation.Kind.ALLIANCE
    is_head = not actor.roles & MEDIATING
    works = actor.roles & set(CASEWORK) and not (is_head and not staffing.heads_work_alone(body, on=today))
    if not is_alliance and works:
        yield _below(staffing.left_to(body, on=today), now)
    gives_posts = bool(actor.roles & CONFIRMING)
    is_office = standing.is_office(actor, on=today)
    if gives_posts or is_office:
        nodes = [one for one in tree().by_path.values() if is_office or one.is_within(body)]
        lost = [one for one in nodes if one.city and staffing.who_answers(one, on=today) is None]
        yield _in_cities(lost, now, gives_posts=gives_posts)


def _below(bodies: Sequence[Organisation], now: datetime) -> Source:
    """One row for all of them: the list leads to the cases, which are taken back there."""
    if not bodies:
        return
    rows = _rows(bodies)
    yield rows
    url = f"{reverse('desk')}?scope=below"
    counted = Counter(_not_on_paper(rows, now).values_list("responsible", flat=True)[:COUNTED])
    lying = [body for body in bodies if counted[body.pk]]
    if lying:
        one = _row(lying[0], counted.total(), url, _("Take them back"), Whose.NOBODY)
        names = "、".join(local_words.in_script(body.short_name) for body in lying[1:MOST])
        yield replace(one, note=names)


def _in_cities(bodies: Sequence[Organisation], now: datetime, *, gives_posts: bool) -> Source:
    """One row a city, with what lies in it and below it; no case is named."""
    if not bodies:
        return
    yield None
    keys = [body.pk for body in bodies]
    calls = CallBack.objects.to_call().filter(body__in=keys)
    drafts = Case.objects.filter(home__in=keys, stage="draft", origin=Case.Origin.IMPORTED)
    found: list[UUID | None] = [
        *_not_on_paper(_rows(bodies), now).values_list("responsible", flat=True)[:COUNTED],
        *calls.values_list("body", flat=True)[:COUNTED],
        *drafts.values_list("home", flat=True)[:COUNTED],
    ]
    cities = {body.pk: body.city for body in bodies}
    counted = Counter(city.key for key in found if key and (city := cities[key]) is not None)
    for key, n in sorted(counted.items()):
        city = tree().by_key[key]
        url = reverse("office-directory-body", args=[city.pk])
        button = _("To the body")
        if gives_posts:
            url = f"{reverse('person-new')}?{urlencode({'body': key, 'role': Role.OFFICER})}"
            button = _("Give somebody the post")
        yield _row(city, n, url, button, Whose.MINE)


def _rows(bodies: Sequence[Organisation]) -> Any:
    """Of these bodies the cases in which a body has the next move."""
    return Case.objects.filter(
        responsible__in=[body.pk for body in bodies], stage__in=[one for one in BODYS if one in life.OPEN]
    )


def _not_on_paper(rows: Any, now: datetime) -> Any:
    """Without those that somebody there answers by a printed sheet."""
    sheets = Sheet.objects.filter(case=OuterRef("pk"), ended_at=None, expires_at__gt=now)
    return rows.exclude(Exists(sheets))


def _row(body: Organisation, n: int, url: str, button: Words, whose: Whose) -> Waiting:
    title = ngettext(
        "%(n)s matter lies at %(body)s, where nobody works",
        "%(n)s matters lie at %(body)s, where nobody works",
        n,
    )
    return Waiting(
        key=f"unanswered:{body.pk}",
        kind=KIND,
        title=title % {"n": n, "body": local_words.in_script(body.short_name)},
        url=url,
        button=button,
        is_urgent=True,
        whose=whose,
        count=n,
    )
