"""Recording a purchase, confirming it as its witness, correcting it. Every row is sealed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.actions import photographing
from huaihai.supervision.actions.moving import Move, moving
from huaihai.supervision.actions.photographing import Taken
from huaihai.supervision.models import Project, Purchase, PurchaseConfirmation, Sample
from huaihai.supervision.testing.buying import rules
from huaihai.supervision.testing.buying.bought import Bought, Picture, Piece, Word
from huaihai.supervision.testing.buying.buyers import require_buyer
from huaihai.supervision.testing.buying.codes import new_codes


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
        held = move.project
        _require_new(key)
        rules.check(held, bought, at=at)
        rules.check_pieces(held, pieces)
        rules.check_pictures(pictures)
        said = storable_name(reason)
        rules.check_again(held, bought.product, said)
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
    if by.key == purchase.by:
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
        rules.check(move.project, bought, at=at)
        made = _row(move.project, bought, key=key, reason=said, by=by, at=at)
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
                project=move.project,
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
        if photographing.known(move.project, picture.client_key) is None:
            taken = Taken(
                picture.stored, picture.client_key, purchase.seal_key, picture.taken_at, shows=picture.shows
            )
            move.rows.append(photographing.photo_of(move.project, taken, by=by, at=at))
