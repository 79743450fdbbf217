"""A purchase recorded, confirmed, corrected; a product left out; a sample set aside. All rows are sealed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk import hearing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import (
    Exclusion,
    Project,
    Purchase,
    PurchaseConfirmation,
    Reading,
    Sample,
    SetAside,
)
from huaihai.supervision.moving import Move, Taken, moving, photo_of
from huaihai.supervision.moving import known as known_photo
from huaihai.supervision.testing.buying import purchase as buying_purchase
from huaihai.supervision.testing.buying.buyers import require_buyer
from huaihai.supervision.testing.buying.purchase import Bought, Picture, Piece, Word, new_codes
from huaihai.supervision.testing.planning.reading import product_of


def record_purchase(
    project: Project,
    bought: Bought,
    pieces: Sequence[Piece],
    pictures: Sequence[Picture],
    *,
    key: UUID,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Purchase:
    """The buyer's word: what was bought, its pieces under new blind codes, sealed and in the buyer's hands.

    The same `key` again gives what is stored already. A product that was bought before needs a `reason`.
    Raises NotAllowed, NotPossible, Unfit.
    """
    require_buyer(by, project, at=at)
    if known := _known(project, key):
        return known
    with moving(project, "observe", noted="purchase recorded", by=by, at=at) as move:
        held = move.row
        _require_new(key)
        buying_purchase.check(held, bought, at=at)
        buying_purchase.check_pieces(held, pieces)
        buying_purchase.check_pictures(pictures)
        said = storable_name(reason)
        buying_purchase.check_again(held, bought.product, said)
        made = _row(held, bought, key=key, reason=said, by=by, at=at)
        move.rows.append(made)
        _add_samples(move, made, pieces, by=by, at=at)
        _add_pictures(move, made, pictures, by=by, at=at)
        move.facts |= {"product": bought.product, "samples": len(pieces), "photos": len(pictures)}
    return made


def confirm_purchase(
    purchase: Purchase, *, agrees: bool, remark: str = "", by: Actor, at: datetime
) -> PurchaseConfirmation:
    """The witness, who was there, says whether this row is right. Raises NotAllowed, NotPossible, Unfit."""
    require_buyer(by, purchase.project, at=at)
    if purchase.by in persons.keys_of(by):
        raise NotAllowed(_("Nobody buys alone: somebody else has to confirm what you recorded."))
    said = storable_name(remark)
    if not agrees and not said:
        raise Unfit("remark", _("Please say what is not right."))
    with moving(purchase.project, "observe", noted="purchase confirmed", by=by, at=at) as move:
        if PurchaseConfirmation.objects.filter(purchase=purchase).exists():
            raise NotPossible(_("This purchase is confirmed already."))
        _require_current(purchase)
        made = PurchaseConfirmation(purchase=purchase, agrees=agrees, remark=said, at=at, by=by.key)
        move.rows.append(made)
        move.facts |= {"product": purchase.product, "agrees": agrees}
    return made


def confirm_all(words: Sequence[Word], *, by: Actor, at: datetime) -> list[PurchaseConfirmation]:
    """All that a witness says at once. Raises as `confirm_purchase`; Unfit names the field of its purchase."""
    made = []
    with transaction.atomic():
        for word in words:
            try:
                made.append(
                    confirm_purchase(word.purchase, agrees=word.agrees, remark=word.remark, by=by, at=at)
                )
            except Unfit as error:
                raise Unfit(f"{error.field}_{word.purchase.pk}", error.message) from error
    return made


def correct_purchase(
    purchase: Purchase,
    bought: Bought,
    *,
    reason: str,
    pictures: Sequence[Picture] = (),
    key: UUID,
    by: Actor,
    at: datetime,
) -> Purchase:
    """A new row in place of this one, which stays; somebody else confirms it anew. Raises as `record_purchase`."""
    require_buyer(by, purchase.project, at=at)
    said = storable_name(reason)
    if not said:
        raise Unfit("reason", _("Please say what is corrected."))
    if known := _known(purchase.project, key):
        return known
    with moving(purchase.project, "observe", noted="purchase corrected", by=by, at=at) as move:
        _require_new(key)
        _require_current(purchase)
        if bought.product != purchase.product:
            raise Unfit("product", _("A correction cannot turn it into another product."))
        buying_purchase.check(move.row, bought, at=at)
        made = _row(move.row, bought, key=key, reason=said, by=by, at=at)
        made.replaces, made.first_id = purchase, purchase.root_id
        move.rows.append(made)
        _add_pictures(move, made, pictures, by=by, at=at)
        move.facts |= {"product": bought.product, "photos": len(pictures)}
    return made


def _known(project: Project, key: UUID) -> Purchase | None:
    found: Purchase | None = Purchase.objects.filter(client_key=key).first()
    if found is not None and found.project_id != project.pk:
        raise NotAllowed(_("This purchase belongs to another test."))
    return found


def _require_new(key: UUID) -> None:
    """Asked again under the lock: two pages may have been sent at once."""
    if Purchase.objects.filter(client_key=key).exists():
        raise NotPossible(_("This was stored a moment ago."))


def _require_current(purchase: Purchase) -> None:
    if Purchase.objects.filter(replaces=purchase).exists():
        raise NotPossible(_("This purchase was corrected meanwhile. Please look at it again."))


def _row(project: Project, bought: Bought, *, key: UUID, reason: str, by: Actor, at: datetime) -> Purchase:
    return Purchase(
        project=project,
        product=bought.product,
        reason=reason,
        client_key=key,
        brand=storable_name(bought.brand),
        model=storable_name(bought.model),
        maker=storable_name(bought.maker),
        maker_code=bought.maker_code.strip().upper(),
        channel=bought.channel,
        city=bought.city,
        shop=storable_name(bought.shop),
        place=storable_name(bought.place),
        price_fen=bought.price_fen,
        bought_on=bought.bought_on,
        batch=storable_name(bought.batch),
        remark=storable_name(bought.remark),
        at=at,
        by=by.key,
    )


def _add_samples(move: Move, purchase: Purchase, pieces: Sequence[Piece], *, by: Actor, at: datetime) -> None:
    counted = {"main": 0, "spare": 0}
    for piece, code in zip(pieces, new_codes(), strict=False):  # codes have no end
        counted[piece.kind] += 1
        move.rows.append(
            Sample(
                project=move.row,
                purchase=purchase,
                product=purchase.product,
                kind=piece.kind,
                number=counted[piece.kind],
                code=code,
                serial=storable_name(piece.serial),
                seal_number=storable_name(piece.seal_number),
                at=at,
                by=by.key,
            )
        )


def _add_pictures(
    move: Move, purchase: Purchase, pictures: Sequence[Picture], *, by: Actor, at: datetime
) -> None:
    for picture in pictures:
        if known_photo(move.row, picture.client_key) is None:
            taken = Taken(
                picture.stored, picture.client_key, purchase.seal_key, picture.taken_at, shows=picture.shows
            )
            move.rows.append(photo_of(move.row, taken, by=by, at=at))


LONGEST = 500  # characters


def leave_out(project: Project, product: str, *, reason: str, by: Actor, at: datetime) -> Exclusion:
    """The product is not compared; plan and reason stay to be read. By the leading body, while samples are bought.

    Raises NotAllowed, NotPossible (not now, it is bought, it has readings, it is out already), Unfit.
    """
    powers.require_leader(project, by, at)
    said = hearing.words("reason", reason, most=LONGEST, lacking=_("Please say why."), are_public=True)
    with moving(project, "observe", noted="product left out", by=by, at=at) as move:
        held = move.row
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


def set_aside(sample: Sample, *, reason: str, by: Actor, at: datetime) -> SetAside:
    """By the leading body. Raises NotAllowed, NotPossible (aside already; it was measured), Unfit."""
    powers.require_leader(sample.project, by, at)
    said = storable_name(reason)[:LONGEST]
    if not said:
        raise Unfit("reason", _("Please say why."))
    with moving(sample.project, "observe", noted="sample put away", by=by, at=at) as move:
        rows = Sample.objects.filter(pk=sample.pk)
        if not rows.in_use().exists():
            raise NotPossible(_("This sample was set aside: %(code)s.") % {"code": sample})
        made = SetAside(sample=sample, reason=said, at=at, by=by.key)
        move.rows.append(made)
        move.facts |= {"sample": str(sample.pk)}
        rows.update(stage=Sample.Stage.ASIDE)
    return made
