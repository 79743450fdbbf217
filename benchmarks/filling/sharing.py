"""What bodies share: who is on duty, telephones, and the pools."""

from datetime import datetime, timedelta

from benchmarks.copies import keep, like
from benchmarks.sizes import Size
from huaihai.governance.models import Contact, PoolEntry, Shift
from huaihai.governance.pools import verbs
from huaihai.governance.tests import deciding
from huaihai.governance.tests.pools_cast import LAWYER
from huaihai.members.models import Organisation, Post, Role

DAY = timedelta(days=1)
AHEAD = 30  # days of the roster that are planned, in both worlds
LINES = 2  # of each city body that are answered


def fill(size: Size, ten: deciding.Ten, at: datetime) -> None:
    """Rosters, telephones and entries of a world."""
    _rosters(size.roster_days, ten, at)
    _telephones(size.old_numbers, ten.bodies, at)
    _entries(size.pool_entries, ten, at)


def _rosters(days_back: int, ten: deciding.Ten, at: datetime) -> None:
    people = {post.organisation_id: post.account_id for post in Post.objects.filter(role=Role.HEAD)}
    keep(
        Shift(organisation=body, on=(at + n * DAY).date(), account_id=people[body.pk])
        for body in ten.bodies
        for n in range(-days_back, AHEAD)
    )


def _telephones(number: int, bodies: list[Organisation], at: datetime) -> None:
    """Lines that are answered, and so many that no longer are."""
    since, ended = (at - 900 * DAY).date(), (at - 30 * DAY).date()

    def line(body: Organisation, n: int, **more: object) -> Contact:
        digits = f"0516{7_000_000 + n}"
        facts = {"kind": Contact.Kind.LINE, "label": f"值班 {n}", "phone": digits}
        return Contact(organisation=body, from_on=since, **facts | more)

    keep(line(body, 10 * place + n) for place, body in enumerate(bodies) for n in range(LINES))
    keep(line(bodies[n % len(bodies)], 1_000 + n, until_on=ended) for n in range(number))


def _entries(number: int, ten: deciding.Ten, at: datetime) -> None:
    """Lawyers of all bodies."""
    first = verbs.enrol("lawyer", LAWYER, body=ten.bodies[0], by=ten.office, at=at)
    row = PoolEntry.objects.get(pk=first.pk)
    keep(
        like(
            row,
            body_id=ten.bodies[n % len(ten.bodies)].pk,
            shown_as=f"{row.shown_as} {n}",
            searched=f"{row.searched} {n}",
        )
        for n in range(number)
    )
