"""Who may buy for a test, one who buys and a witness; and how far the buying is."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.desk.lives import NotAllowed
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Post
from huaihai.supervision import powers
from huaihai.supervision.models import Exclusion, Project, ProjectRole, Purchase, PurchaseConfirmation, Sample
from huaihai.supervision.testing.planning.reading import named, products_of

PARTS = ("buyer", "witness")  # in small bodies the two swap
PAIR = 2


def may_buy(actor: Actor, project: Project, *, at: datetime) -> bool:
    """Whether the actor may record or confirm purchases: a named buyer, or, if none is named, whoever takes part."""
    if not powers.takes_part(actor, project, on=local_day(at)):
        return False
    named = set(_named(project))
    return not named or actor.account_id in named


def require_buyer(actor: Actor, project: Project, *, at: datetime) -> None:
    """Raises NotAllowed."""
    if not may_buy(actor, project, at=at):
        raise NotAllowed(_("Only the buyers of this test can do that."))


def who_bought(project: Project, product: str = "") -> set[str]:
    """Record keys of whoever recorded or confirmed a purchase, of this product or of any."""
    rows = Purchase.objects.filter(project=project)
    rows = rows.filter(product=product) if product else rows
    confirmed = PurchaseConfirmation.objects.filter(purchase__in=rows)
    return {*rows.values_list("by", flat=True), *confirmed.values_list("by", flat=True)}


def lacking_buyers(project: Project, *, at: datetime) -> Sequence[str]:
    """What hinders buying by two, in sentences."""
    named = len(set(_named(project)))
    if named >= PAIR or (not named and _could_buy(project, at) >= PAIR):
        return []
    if named:
        return [_("One person is named to buy. Please name a witness: nobody buys alone.")]
    return [_("Nobody buys alone: two different people are needed. Please name a buyer and a witness.")]


def _named(project: Project) -> list[object]:
    rows = ProjectRole.objects.filter(project=project, role__in=PARTS, until=None)
    return list(rows.values_list("account_id", flat=True).distinct())


def _could_buy(project: Project, at: datetime) -> int:
    bodies = [part.body_id for part in project.cities.all()]
    if project.lead_id is not None:
        bodies.append(project.lead_id)
    posts = Post.objects.held_on(local_day(at)).filter(role__in=powers.WORKING, account__is_active=True)
    return posts.filter(organisation__in=bodies).values("account").distinct().count()


MOST_NAMED = 5


def lacking(project: Project) -> Sequence[str]:
    """What hinders the end of buying: products neither there nor left out, purchases not confirmed."""
    return [*_not_bought(project), *_not_confirmed(project)]


def _not_bought(project: Project) -> list[str]:
    plan = project.registered.plan if project.registered else {}
    done = set(Sample.objects.main().in_use().filter(project=project).values_list("product", flat=True))
    done |= set(Exclusion.objects.filter(project=project).values_list("product", flat=True))
    left = [named(row) for row in products_of(plan) if row["key"] not in done]
    if not left:
        return []
    names = "、".join(left[:MOST_NAMED]) + ("…" if len(left) > MOST_NAMED else "")
    said = ngettext(
        "%(n)d product is not bought: %(names)s", "%(n)d products are not bought: %(names)s", len(left)
    )
    return [said % {"n": len(left), "names": names}]


def _not_confirmed(project: Project) -> list[str]:
    used = Sample.objects.main().in_use().filter(project=project).values("purchase")
    waiting = Purchase.objects.filter(project=project).waiting()
    number = waiting.filter(Q(pk__in=used) | Q(first__in=used)).count()  # what was set aside is asked no more
    if not number:
        return []
    said = ngettext(
        "%(n)d purchase waits for its witness.",
        "%(n)d purchases wait for their witness.",
        number,
    )
    return [said % {"n": number}]
