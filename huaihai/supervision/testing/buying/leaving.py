"""Leaving out a planned product that cannot be bought: with a reason that everybody reads, before it is measured."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Exclusion, Project, Reading, Sample
from huaihai.supervision.testing.planning.reading import product_of

LONGEST = 500  # characters


def leave_out(project: Project, product: str, *, reason: str, by: Actor, at: datetime) -> Exclusion:
    """The product is not compared; plan and reason stay to be read. By the leading body, while samples are bought.

    Raises NotAllowed, NotPossible (not now, it is bought, it has readings, it is out already), Unfit.
    """
    powers.require_leader(project, by, at)
    said = _public_words(reason)
    with moving(project, "observe", noted="product left out", by=by, at=at) as move:
        held = move.project
        if held.stage != "running":
            raise NotPossible(_("Products are left out while samples are bought, not later."))
        if held.registered is None or product_of(held.registered.plan, product) is None:
            raise Unfit("product", _("The registered plan has no such product."))
        _require_not_there(held, product)
        made = Exclusion(project=held, product=product, reason=said, at=at, by=by.key)
        move.rows.append(made)
        move.facts |= {"product": product}
    return made


def is_left_out(project: Project, product: str) -> bool:
    """Whether it is out of the comparison."""
    return Exclusion.objects.filter(project=project, product=product).exists()


def can_be_left_out(project: Project, product: str) -> bool:
    """Whether nothing of it is there that could be measured, or was."""
    samples = Sample.objects.filter(project=project, product=product)
    if samples.main().in_use().exists():
        return False
    return not Reading.objects.filter(project=project, sample__in=samples.values("code")).exists()


def _require_not_there(project: Project, product: str) -> None:
    if is_left_out(project, product):
        raise NotPossible(_("This product is left out already."))
    if not can_be_left_out(project, product):
        raise NotPossible(_("This product is bought or measured; what is there is not left out."))


def _public_words(reason: str) -> str:
    said = storable(reason).strip()
    if not said:
        raise Unfit("reason", _("Please say why."))
    if len(said) > LONGEST:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    if mask(said).finds:
        raise Unfit("reason", _("Everybody reads this: please leave out numbers of persons."))
    return said
