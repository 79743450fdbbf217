"""Cards that were sold before the pledge: the shop enters them one by one, or as a table, with what is left on each."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huaihai.businesses.models import Place
from huaihai.businesses.pages import frame
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards, phones
from huaihai.kit.form_fields import Day, Line, PlainForm
from huaihai.kit.money_field import MoneyField
from huaihai.prepaid import books, life
from huaihai.prepaid.cards import hindering, verbs
from huaihai.prepaid.cards.forms import MOST_USES, TEN_YEARS, PhoneField, number_field
from huaihai.prepaid.cards.shop import keep
from huaihai.prepaid.cards.verbs import Sale, Sold
from huaihai.prepaid.issuers.sides import own_issuer
from huaihai.prepaid.models import Card
from huaihai.prepaid.moving import manages
from huaihai.prepaid.reading import Row, read_table

MOST: Final = 500  # lines at once: each may bring a message
LONGEST_NUMBER: Final = 30
NAMES: Final[Mapping[str, Sequence[str]]] = {
    "number": ("卡号", "number", "会员号", "编号"),
    "fen": ("剩余金额", "left", "余额", "剩余价值"),
    "uses": ("剩余次数", "uses", "次数"),
    "until": ("到期日", "until", "到期日期", "有效期至"),
    "phone": ("手机号", "phone", "手机", "电话"),
}
NEEDED: Final = {
    books.VALUE: ("number", "fen"),
    books.TIMES: ("number", "uses", "fen"),
    books.TERM: ("number", "until", "fen"),
}


class BringForm(PlainForm):
    """One card, or a table of them."""

    number = Line(label=gettext_lazy("Your number of the card"), max_length=LONGEST_NUMBER, required=False)
    uses = number_field(gettext_lazy("How many uses are left?"), most=MOST_USES, required=False)
    until_on = Day(label=gettext_lazy("Last day"), earliest=0, latest=TEN_YEARS, required=False)
    fen = MoneyField(label=gettext_lazy("How much money is left?"), required=False)
    phone = PhoneField(
        label=gettext_lazy("Mobile phone of the customer"),
        help_text=gettext_lazy("The receipt goes there by SMS. Empty: on paper."),
        required=False,
    )
    table = forms.CharField(
        label=gettext_lazy("Or paste a table"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = forms.FileField(label=gettext_lazy("Or choose a file (CSV)"), required=False)

    def __init__(self, *args: Any, kind: str, place: Place | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.place = kind, place
        for name, of_kind in {"uses": books.TIMES, "until_on": books.TERM}.items():
            if of_kind != kind:
                del self.fields[name]
        for name in {"number", "uses", "until_on", "fen"} & set(self.fields):
            self.fields[name].required = not self.many
        if kind != books.VALUE:
            self.fields["fen"].label = gettext_lazy("What is that worth in money?")
        columns = "、".join(NAMES[name][0] for name in (*NEEDED[kind], "phone"))
        self.fields["table"].help_text = _("Its first line names the columns: %(columns)s.") % {
            "columns": columns
        }

    @property
    def many(self) -> bool:
        """A table was given."""
        return bool(self.files.get("file") or self.data.get("table", "").strip())

    def clean_fen(self) -> int | None:
        fen: int | None = self.cleaned_data["fen"]
        if fen == 0 and not self.many:
            raise ValidationError(_("Please write how much."))
        return fen

    def sales(self) -> list[Sale]:
        """The cards. Raises Unfit."""
        found = self.cleaned_data
        if self.many:
            raw = found["file"].read() if found.get("file") else found["table"].encode()
            field = "file" if found.get("file") else "table"
            try:
                return read(raw, self.kind, self.place)
            except Unfit as error:
                raise Unfit(field, str(error)) from error
        return [
            Sale(
                self.kind,
                found["fen"],
                uses=found.get("uses") or 0,
                until_on=found.get("until_on"),
                holder_phone=found["phone"],
                place=self.place,
                own_number=_number(found["number"]),
            )
        ]


def read(raw: bytes, kind: str, place: Place | None) -> list[Sale]:
    """The cards of a table. Raises Unfit("file"), which names every line that cannot be read."""
    rows = read_table(raw, NAMES, needed=NEEDED[kind])
    if len(rows) > MOST:
        raise Unfit(
            "file", _("At most %(n)s lines at once. Please bring in the rest after that.") % {"n": MOST}
        )
    sales, bad = [], []
    for row in rows:
        sale = _sale(row, kind, place)
        if sale is None:
            bad.append(str(row.number))
        else:
            sales.append(sale)
    if bad:
        words = _("Cannot be read (a number, a sum, a day or a telephone is wrong): line %(n)s.")
        raise Unfit("file", words % {"n": "、".join(bad[:20])})
    return sales


def _sale(row: Row, kind: str, place: Place | None) -> Sale | None:
    """What a line says; nothing where it cannot be read."""
    typed = row.text("phone")
    number, phone = _number(row.text("number")), phones.mobile(typed) if typed else ""
    try:
        fen, until = row.fen("fen"), row.day("until") if row.text("until") else None
    except ValueError:
        return None
    uses = int(row.text("uses")) if kind == books.TIMES and row.text("uses").isdecimal() else 0
    is_whole = fen and number and len(number) <= LONGEST_NUMBER and phone is not None
    is_whole = is_whole and (kind != books.TIMES or 0 < uses <= MOST_USES)
    is_whole = is_whole and (kind != books.TERM or (until is not None and until >= clock.today()))
    if not is_whole or fen is None or phone is None:
        return None
    until = until if kind == books.TERM else None
    return Sale(kind, fen, uses=uses, until_on=until, holder_phone=phone, place=place, own_number=number)


def _number(typed: str) -> str:
    return "".join(typed.split()).upper()


@guards.business
@asking
def bring(request: HttpRequest, issuer_id: UUID, kind: str) -> HttpResponse:
    """Enter cards that were sold before."""
    issuer, by = own_issuer(request, issuer_id), actor_of(request)
    if kind not in Card.Kind.values or not manages(by, issuer.business, on=clock.today()):
        raise Http404
    place = Place.objects.filter(business=issuer.business_id).order_by("pk").first()
    home = reverse("business-prepaid-one", args=[issuer.pk])

    def act(form: BringForm) -> list[Sold]:
        brought = verbs.bring_in(issuer, form.sales(), by=by, at=clock.now())
        if not brought and not form.many:
            raise Unfit("number", _("A card with this number is there already."))
        keep(request, [one for one in brought if not one.card.holder_phone])
        return brought

    return ask(
        request,
        Question(
            current="",
            title=gettext_lazy("Enter cards that you sold before"),
            button=gettext_lazy("Enter"),
            back=home,
            back_label=gettext_lazy("Prepaid cards"),
            lead=_("%(kind)s. The customer gets a message with the figure, and can say that it is wrong.")
            % {"kind": dict(Card.Kind.choices)[kind]},
            template="prepaid/shop/bring.html",
            closed="" if issuer.stage in life.SELLS else hindering.why_not(issuer),
            frame=frame,
        ),
        form=partial(BringForm, kind=kind, place=place),
        act=act,
        done=_done,
        to=lambda brought: (
            reverse("business-prepaid-receipts", args=[issuer.pk]) if _on_paper(brought) else home
        ),
    )


def _on_paper(brought: Sequence[Sold]) -> int:
    return sum(not one.card.holder_phone for one in brought)


def _done(brought: Sequence[Sold]) -> str:
    n = len(brought)
    words = ngettext("%(n)s card is entered.", "%(n)s cards are entered.", n) % {"n": n}
    if _on_paper(brought) > 1:
        words += _(" Who left no telephone gets the receipt in the shop: open the card, “New receipt”.")
    return words
