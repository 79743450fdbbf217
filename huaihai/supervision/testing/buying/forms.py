"""Forms of a purchase, its pieces, the witness's word; photos wait with a form until it is right."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError

from huaihai.desk.asking import renewed
from huaihai.kit import clock, filestore, local_words, sealing
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, pgettext_lazy
from huaihai.kit.filestore import Refused, Stored, kinds, refusals
from huaihai.kit.form_fields import Day, Line, Words, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.kit.money_field import MoneyField
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.testing.buying import purchase, verbs
from huaihai.supervision.testing.buying.purchase import GOODS, RECEIPT, SEAL, Bought, Picture, Piece, Word
from huaihai.supervision.visiting.field import PicturesField

PDF = "application/pdf"
MOST = 20  # photos of one purchase
LONGEST = 20_000  # characters of what the form carries


def store(uploads: Iterable[Any], shows: str, *, key: UUID, at: datetime) -> list[Picture]:
    """These uploads as pictures of the form with this key; the same file twice is one. Raises filestore.Refused."""
    found = [_picture(upload) for upload in uploads]
    return [Picture(one, uuid5(key, f"{shows}:{one.sha256}"), shows, at) for one in found]


def together(*parts: Sequence[Picture]) -> list[Picture]:
    """All of them, each once, at most twenty."""
    return list({one.client_key: one for part in parts for one in part}.values())[:MOST]


def packed(pictures: Sequence[Picture], *, key: UUID) -> str:
    """What the form carries in its hidden field."""
    rows = [
        {
            "stored": [one.stored.sha256, one.stored.kind, one.stored.size, one.stored.derivative],
            "key": str(one.client_key),
            "shows": one.shows,
            "taken_at": one.taken_at.isoformat(),
        }
        for one in pictures
    ]
    return sealing.seal(json.dumps(rows), place=_place(key)) if rows else ""


def unpacked(text: str, *, key: UUID) -> list[Picture]:
    """The pictures that the form carried; none if somebody changed it. One that waited for days without a row may be
    gone."""
    if not text or len(text) > LONGEST:
        return []
    try:
        rows = json.loads(sealing.unseal(text, place=_place(key)))
    except sealing.CannotOpen:
        return []
    found = [
        Picture(
            Stored(*row["stored"]),
            UUID(row["key"]),
            row["shows"],
            datetime.fromisoformat(row["taken_at"]),
        )
        for row in rows
    ]
    return [one for one in found if filestore.is_still_there(one.stored)]


def _picture(upload: Any) -> Stored:
    """A photo, or the PDF of an order."""
    found = filestore.store(upload)
    if found.kind not in kinds.PICTURES and found.kind != PDF:
        raise refusals.unknown_kind(upload.name or "")
    return found


def _place(key: UUID) -> str:
    return f"purchase_pictures:{key}"


OLDEST_DAYS = -400  # later ones are refused in words by `rules.check`
FACTS = ("brand", "model", "maker", "maker_code", "channel", "city", "shop", "place", "batch", "remark")
FIELD_OF = {RECEIPT: "receipt", SEAL: "seals", GOODS: "goods"}


class PurchaseForm(forms.Form):
    """What was bought. Photos that arrived stay with the form (`kept`) also if something else is wrong."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    brand = Line(label=pgettext_lazy("purchase", "Brand"), max_length=80)
    model = Line(label=pgettext_lazy("purchase", "Model, as it stands on the piece"), max_length=80)
    maker = Line(label=pgettext_lazy("purchase", "Maker, as it stands on the piece"), max_length=120)
    maker_code = Line(label=gettext_lazy("Maker's {business_code}"), max_length=18, required=False)
    price_fen = MoneyField(label=gettext_lazy("Price of one piece"))
    bought_on = Day(label=gettext_lazy("Day of purchase"), earliest=OLDEST_DAYS, latest=-OLDEST_DAYS)
    channel = forms.ChoiceField(
        label=gettext_lazy("Bought how"), choices=Purchase.Channel.choices, widget=forms.RadioSelect
    )
    city = forms.ChoiceField(label=gettext_lazy("For which city"))
    shop = Line(label=gettext_lazy("Shop, or platform and shop"), max_length=120)
    place = Line(label=gettext_lazy("Address, or number of the order"), max_length=200, required=False)
    batch = Line(label=gettext_lazy("Batch or day of making"), max_length=80, required=False)
    remark = Words(
        label=gettext_lazy("Anything else"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    receipt = PicturesField(
        label=gettext_lazy("Photo of the receipt or the order"),
        required=False,
        help_text=gettext_lazy("Take it as a private person; never name a body as the buyer."),
    )
    seals = PicturesField(label=gettext_lazy("Photos on which the seals can be read"), required=False)
    goods = PicturesField(label=gettext_lazy("Photos of the goods and their labels"), required=False)

    def __init__(self, *args: Any, project: Project, product: Mapping[str, Any], **options: Any) -> None:
        initial = {**_initial(product), **(options.get("initial") or {})}
        options["initial"] = {"key": new_id(), "bought_on": clock.today(), **initial}
        super().__init__(*args, **options)
        self.product = str(product["key"])
        cities = project.cities.select_related("body")
        chosen = [(part.body.key, local_words.in_script(part.body.short_name)) for part in cities]
        self.fields["city"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField
        self.pictures: list[Picture] = []
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        key = said.get("key")
        if key is None:
            raise ValidationError(_("This page was not complete. Please open it again."))
        held = unpacked(said.get("kept", ""), key=key)
        self.pictures = together(held, *(self._stored(shows, key) for shows in FIELD_OF))
        self._carry(key)
        return said

    def bought(self) -> Bought:
        """What was bought, for the action."""
        said = self.cleaned_data
        facts = {name: said[name] for name in FACTS}
        return Bought(product=self.product, price_fen=said["price_fen"], bought_on=said["bought_on"], **facts)

    @property
    def kept_count(self) -> int:
        """How many photos stay with the form."""
        return len(self.pictures)

    def _stored(self, shows: str, key: UUID) -> list[Picture]:
        name = FIELD_OF[shows]
        try:
            uploads = (self.cleaned_data.get(name) or [])[:MOST]
            return store(uploads, shows, key=key, at=clock.now())
        except Refused as error:
            self.add_error(name, error.message)
            return []

    def _carry(self, key: UUID) -> None:
        renewed(self, "kept", packed(self.pictures, key=key))


class NewPurchaseForm(PurchaseForm):
    """A purchase with its pieces: for each the number of its seal and its serial number."""

    reason = Line(label=gettext_lazy("Why it is bought again"), max_length=300, required=False)

    def __init__(self, *args: Any, pieces: Sequence[tuple[str, int]], is_again: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.wanted = pieces
        if not is_again:
            self.fields["reason"].widget = forms.HiddenInput()
        for kind, number in pieces:
            said = {"n": number}
            name = _("Main sample %(n)d") % said if kind == "main" else _("Spare sample %(n)d") % said
            self.fields[f"seal_{kind}_{number}"] = Line(
                label=_("%(piece)s: number of the seal") % {"piece": name}, max_length=40
            )
            self.fields[f"serial_{kind}_{number}"] = Line(
                label=_("%(piece)s: serial number") % {"piece": name}, max_length=80, required=False
            )
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name, why in purchase.lacking_pictures(self.pictures):
            if name not in self.errors:
                self.add_error(name, why)
        return said

    def pieces(self) -> list[Piece]:
        """The pieces, for the action."""
        said = self.cleaned_data
        return [
            Piece(kind, said[f"seal_{kind}_{n}"], serial=said[f"serial_{kind}_{n}"])
            for kind, n in self.wanted
        ]


class CorrectionForm(PurchaseForm):
    """The whole purchase as it should read, and what was wrong."""

    reason = Line(label=gettext_lazy("What is corrected, and why"), max_length=300)


class WitnessForm(forms.Form):
    """The witness's word on each purchase that waits; what is left open waits on."""

    def __init__(self, *args: Any, purchases: Sequence[Purchase], **options: Any) -> None:
        super().__init__(*args, **options)
        self.purchases = purchases
        for one in purchases:
            self.fields[f"answer_{one.pk}"] = forms.ChoiceField(
                label=_("%(product)s: is everything as it is recorded?") % {"product": one},
                choices=(
                    ("yes", _("Yes: I was there; goods, price, receipt and seals are as recorded")),
                    ("no", _("No, something is not right")),
                ),
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"remark_{one.pk}"] = Line(
                label=_("If not: what is not right?"), max_length=400, required=False
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(said.get(f"answer_{one.pk}") for one in self.purchases):
            raise ValidationError(_("Please answer for at least one purchase."))
        return said

    def words(self) -> list[Word]:
        """What was answered, for the action."""
        said = self.cleaned_data
        return [
            Word(one, said[f"answer_{one.pk}"] == "yes", said[f"remark_{one.pk}"])
            for one in self.purchases
            if said[f"answer_{one.pk}"]
        ]


class LeavingForm(forms.Form):
    """Why a planned product is not compared."""

    reason = Words(
        label=gettext_lazy("Why it cannot be bought"),
        max_length=verbs.LONGEST,
        help_text=gettext_lazy(
            "Everybody reads it beside the results: not on sale any more, not in these cities…"
        ),
    )


def _initial(product: Mapping[str, Any]) -> dict[str, Any]:
    names = ("brand", "model", "maker", "maker_code", "channel", "city")
    return {name: product.get(name, "") for name in names} | {"shop": product.get("where", "")}
