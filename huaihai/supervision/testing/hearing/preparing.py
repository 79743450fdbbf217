"""Who is to be heard: every maker and every seller of what was bought, each with its own products."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.desk.lives import NEW, NotPossible
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import MakerNotice, Project, Purchase
from huaihai.supervision.testing.hearing.lives import NOTICE
from huaihai.supervision.testing.publishing.found import bought_of

HEARING = ("checking",)


def prepare(project: Project, *, by: Actor, at: datetime) -> list[MakerNotice]:
    """A draft for whoever has none yet; all get the products as they are bought now.

    Who is named by a corrected purchase no more keeps nothing: a draft goes, a link or desk shows nothing of it.
    Raises NotAllowed, NotPossible (not while the results are being checked).
    """
    require_hearing(project, by, at)
    with moving(project, "observe", noted="notices prepared", by=by, at=at) as move:
        wanted = parties(bought_of(move.project).values())
        held = {(row.role, row.name): row for row in move.project.notices.all()}
        _without(row for key, row in held.items() if key not in wanted)
        businesses = _businesses(wanted)
        made = []
        for (role, name), (code, products) in wanted.items():
            row = held.get((role, name))
            if row is None:
                made.append(
                    MakerNotice(
                        project=move.project,
                        role=role,
                        name=name,
                        credit_code=code,
                        business=businesses.get(code),
                        products=products,
                        stage=NOTICE.after("draft", NEW),
                    )
                )
            elif differs(row, code, products):
                row.products, row.credit_code, row.business = products, code, businesses.get(code)
                row.version += 1
                row.save(update_fields=["products", "credit_code", "business", "version"])
        MakerNotice.objects.bulk_create(made)
        move.facts |= {"notices": len(made)}
    return made


def require_hearing(project: Project, by: Actor, at: datetime) -> None:
    """The leading body acts while results are being checked. Raises NotAllowed, NotPossible."""
    powers.require_leader(project, by, at)
    if project.stage not in HEARING:
        raise NotPossible(_("Makers are heard while the results are being checked, not before or after."))


def parties(bought: Iterable[Purchase]) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """(role, name) → (credit code, keys of products). A name with two codes has none: nobody knows whose desk it is."""
    codes: dict[tuple[str, str], set[str]] = {}
    products: dict[tuple[str, str], list[str]] = {}
    for row in bought:
        for role, name, code in (
            (MakerNotice.Role.MAKER.value, row.maker, row.maker_code),
            (MakerNotice.Role.SELLER.value, row.shop, ""),
        ):
            codes.setdefault((role, name), set()).update({code} - {""})
            products.setdefault((role, name), []).append(row.product)
    return {
        key: (next(iter(codes[key])) if len(codes[key]) == 1 else "", own) for key, own in products.items()
    }


def differs(row: MakerNotice, code: str, products: list[str]) -> bool:
    """Whether the purchases say something else now than this notice."""
    return (row.credit_code, sorted(row.products)) != (code, sorted(products))


def _without(rows: Iterable[MakerNotice]) -> None:
    """These are no makers or sellers of anything that was bought."""
    for row in rows:
        if row.told_at is None:
            row.delete()
        elif row.products:
            row.products, row.credit_code, row.business, row.link_until = [], "", None, row.told_at
            row.version += 1
            row.save(update_fields=["products", "credit_code", "business", "link_until", "version"])


def _businesses(wanted: dict[tuple[str, str], tuple[str, list[str]]]) -> dict[str, Business]:
    codes = {code for code, _products in wanted.values() if code}
    rows = Business.objects.standing().filter(credit_code__in=codes)
    return {row.credit_code or "": row for row in rows}
