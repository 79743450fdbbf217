"""Sums and days that anybody can work out, on pages of their own and in place on a card; the law room computes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.cases.consumer.fields import PastDay
from huaihai.cases.triage.reading import reading
from huaihai.kit import clock, guards, spoken
from huaihai.kit.form_fields import Day
from huaihai.kit.money_field import MoneyField
from huaihai.law import amounts, deadlines, limits
from huaihai.law.errors import CalendarNotHeld
from huaihai.law.library import article_at
from huaihai.law.library.rules import computed
from huaihai.law.limit import Limit
from huaihai.law.sureness import Sureness
from huaihai.law.triage.cards import Sum
from huaihai.record import clocks

TWENTY_YEARS: Final = 20 * 366
NEED_SUM: Final = _("Write an amount, for example 268.00")


@dataclass(frozen=True)
class Result:
    """What comes out: the answer, how it was worked out, the articles (paths of the library)."""

    answer: str
    how: tuple[str, ...]
    articles: tuple[str, ...]
    is_over: bool = False

    @property
    def sureness(self) -> Sureness:
        """The weakest of the articles' own; of one that the library does not hold nothing is known."""
        held = [article_at(path) for path in self.articles]
        marks = [article.sureness if article else Sureness.UNCONFIRMED for article in held]
        return max(marks, key=list(Sureness).index)


class SumForm(forms.Form):
    """Questions of one sum; a field that only some answers need is not called optional."""

    def need(self, *names: str) -> None:
        """These must be filled in after what was answered above."""
        for name in names:
            if self.cleaned_data.get(name) is None and name not in self.errors:
                field = self.fields[name]
                message = NEED_SUM if isinstance(field, MoneyField) else gettext("Please give a day.")
                self.add_error(name, message)


WHAT_GOES_BACK: Final = {
    "online": _("Something bought online or by telephone"),
    "fault": _("Something of poor quality, wherever it was bought"),
    "prepaid": _("A prepaid card that I have just paid for"),
}


class SevenDaysForm(SumForm):
    what = forms.ChoiceField(
        label=_("What do you want to give back?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, words) for code, words in WHAT_GOES_BACK.items() if SEVEN[code][0]],
        error_messages={"required": _("Please choose what you want to give back.")},
    )
    day = PastDay(
        label=_("The day on which you received it (for a card: paid for it)"),
        error_messages={"required": _("Please give a day.")},
    )


class ThreefoldForm(SumForm):
    price = MoneyField(label=_("What did you pay for it?"))


class TenfoldForm(SumForm):
    price = MoneyField(label=_("What did the food cost?"))
    loss = MoneyField(
        label=_("What else did it cost you?"),
        help_text=_("Doctor, medicine, the way there"),
        required=False,
    )
    is_paid_back = forms.BooleanField(label=_("I have the price back already"), required=False)


class PrepaidForm(SumForm):
    case = forms.ChoiceField(
        label=_("Which card is it?"),
        widget=forms.RadioSelect,
        initial="balance",
        choices=(
            ("balance", _("One price, no discount and no bonus")),
            ("discount", _("With a discount or a bonus; the shop is the reason")),
            ("full", _("With a discount; I myself want out")),
            ("term", _("By the month or year, as often as one likes")),
        ),
        error_messages={"required": _("Please choose which card it is.")},
    )
    paid = MoneyField(label=_("What did you pay?"))
    used = MoneyField(
        label=_("How much of it is used up?"),
        help_text=_("At the price after the discount; if you yourself want out, at the price before it."),
        required=False,
    )
    bonus = MoneyField(label=_("How much did the shop add as a bonus?"), required=False)
    starts_on = Day(
        label=_("The first day of the card"), earliest=-TWENTY_YEARS, latest=TWENTY_YEARS, required=False
    )
    ends_on = Day(
        label=_("The last day of the card"), earliest=-TWENTY_YEARS, latest=TWENTY_YEARS, required=False
    )
    stopped_on = PastDay(
        label=_("The day on which the shop closed"),
        help_text=_("Still open? Leave it empty, then it counts from today."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        case = cleaned.get("case")
        if case == "term":
            self.need("starts_on", "ends_on")
            starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
            if starts_on and ends_on and ends_on < starts_on:
                self.add_error("ends_on", gettext("The last day lies before the first. Please check both."))
        elif case:
            self.need("used")
        if case == "discount" and cleaned.get("paid") == 0:
            self.add_error(
                "paid", gettext("Please write what you paid; without a payment nothing is given back.")
            )
        return cleaned


def _seven_days(form: SevenDaysForm) -> Result:
    limit, article, note = SEVEN[form.cleaned_data["what"]]
    if limit is None:  # the choices leave it out
        raise Http404
    start, today = form.cleaned_data["day"], clock.today()
    try:
        due = deadlines.due(limit, start, calendar=clocks.calendar())
    except CalendarNotHeld:  # before the first calendar: long ago
        return Result(gettext("The seven days are over."), (str(note),), (article,), is_over=True)
    last = f"{spoken.day(due.due_on, today=today)} {spoken.day_of_week(due.due_on)}"
    how = [
        gettext("The first day does not count: seven days from %(day)s.")
        % {"day": spoken.day(start, today=today)}
    ]
    if due.moved_from:
        how.append(
            gettext(
                "The seventh day, %(day)s, is a day of rest, so the law gives you until the next working day. "
                "A shopping app may take its button away on %(day)s: press it before."
            )
            % {"day": spoken.day(due.moved_from, today=today)}
        )
    if due.provisional:
        how.append(gettext("The holidays of that year are not announced yet; the day may move."))
    is_over = due.due_on < today
    answer = (
        gettext("The seven days ended on %(day)s.") if is_over else gettext("Say it by %(day)s, 24:00.")
    ) % {"day": last}
    if is_over and limit is not limits.PREPAID_WITHDRAWAL:
        how.append(gettext("With a fault you can still ask for repair, replacement or your money."))
    return Result(answer, (*how, str(note)), (article,), is_over=is_over)


SEVEN: Final[dict[str, tuple[Limit | None, str, str | Promise]]] = {
    "online": (
        limits.RETURN_WITHOUT_REASON,
        "consumer-rights-law/25",
        _("Not for goods made to order, fresh food, downloads and newspapers. Keep it in good order."),
    ),
    "fault": (
        limits.RETURN_FOR_QUALITY,
        "consumer-rights-law/24",
        _("Where a state rule or your contract gives more, that holds."),
    ),
    "prepaid": (
        limits.PREPAID_WITHDRAWAL,
        "prepaid-interpretation/14",
        _("Not if you had been given the same goods or service before, here or elsewhere."),
    ),
}  # fmt: skip


def _threefold(form: ThreefoldForm) -> Result:
    award = amounts.for_fraud(form.cleaned_data["price"])
    is_least = award.extra == amounts.FRAUD_LEAST
    extra = (
        gettext("On top %(sum)s: three times would be less than %(least)s, so it is %(least)s.")
        if is_least
        else gettext("On top %(sum)s: three times the price.")
    )
    how = (
        gettext("The price back: %(sum)s.") % {"sum": spoken.money(award.back)},
        extra % {"sum": spoken.money(award.extra), "least": spoken.money(amounts.FRAUD_LEAST, is_whole=True)},
        gettext("Only if the business deceived you on purpose. Poor quality alone is no deceit."),
    )
    return Result(_in_all(award.total), how, ("consumer-rights-law/55",))


def _tenfold(form: TenfoldForm) -> Result:
    said = form.cleaned_data
    price, loss = said["price"], (said["loss"] or 0) + (0 if said["is_paid_back"] else said["price"])
    award = amounts.for_unsafe_food(price, loss)
    how = (
        gettext("Your loss: %(sum)s.") % {"sum": spoken.money(award.back)},
        _food_extra(award.extra, price)
        % {"sum": spoken.money(award.extra), "least": spoken.money(amounts.FOOD_LEAST, is_whole=True)},
        gettext(
            "Only if the food is below the safety standard and the seller knew it or the maker made it so. "
            "Not for a flaw of the label that neither harms nor misleads."
        ),
    )
    return Result(_in_all(award.total), how, ("food-safety-law/148",))


def _food_extra(extra: int, price: int) -> str:
    if extra == amounts.FOOD_LEAST:
        return gettext("On top %(sum)s: ten times would be less than %(least)s, so it is %(least)s.")
    if extra == amounts.FOOD_PRICE_TIMES * price:
        return gettext("On top %(sum)s: ten times the price.")
    return gettext("On top %(sum)s: three times your loss.")


def _prepaid(form: PrepaidForm) -> Result:
    said = form.cleaned_data
    work = {"balance": _balance, "discount": _discount, "full": _full, "term": _term}[said["case"]]
    fen, how, articles = work(said)
    answer = (
        gettext("You can have %(sum)s back.") % {"sum": spoken.money(fen)}
        if fen
        else gettext("By this count nothing is left to be given back.")
    )
    more = [gettext("Interest comes on top.")] if fen else []
    if fen and said["case"] != "full":
        more.append(gettext("Who takes the money, shuts and hides can owe punitive damages too."))
    return Result(answer, (*how, *more), articles)


type _Worked = tuple[int, tuple[str, ...], tuple[str, ...]]


def _balance(said: Mapping[str, Any]) -> _Worked:
    fen = amounts.prepaid_refund(said["paid"], said["used"])
    return fen, (_less(said["paid"], said["used"]),), ("prepaid-interpretation/15",)


def _discount(said: Mapping[str, Any]) -> _Worked:
    bonus = said["bonus"] or 0
    used = amounts.delivered_at_discount(said["used"], paid=said["paid"], bonus=bonus)
    how = [_less(said["paid"], used)]
    if bonus:
        how.insert(
            0,
            gettext("Of what is used, only the share that you paid for counts: %(sum)s.")
            % {"sum": spoken.money(used)},
        )
    articles = ("prepaid-interpretation/15", "prepaid-interpretation/18")
    return amounts.prepaid_refund(said["paid"], used), tuple(how), articles


def _full(said: Mapping[str, Any]) -> _Worked:
    used = amounts.delivered_at_full_price(said["used"], paid=said["paid"])
    how = (
        _less(said["paid"], used),
        gettext("You want out yourself, so what is used counts at the full price."),
    )
    articles = ("prepaid-interpretation/15", "prepaid-interpretation/19")
    return amounts.prepaid_refund(said["paid"], used), how, articles


def _term(said: Mapping[str, Any]) -> _Worked:
    in_all, left = days_of(said["starts_on"], said["ends_on"], said["stopped_on"] or clock.today())
    fen = amounts.unlimited_card_refund(said["paid"], days_left=left, days_in_all=in_all)
    how = gettext("%(left)s of %(all)s days are left, and the money for them.") % {
        "left": left,
        "all": in_all,
    }
    return fen, (how,), ("prepaid-interpretation/22",)


def days_of(starts_on: date, ends_on: date, stopped_on: date) -> tuple[int, int]:
    """The days of a card in all, and those from `stopped_on` on; first and last day count."""
    in_all = (ends_on - starts_on).days + 1
    return in_all, min(in_all, max(0, (ends_on - stopped_on).days + 1))


def _less(paid: int, used: int) -> str:
    return gettext("%(paid)s paid, less %(used)s used.") % {
        "paid": spoken.money(paid),
        "used": spoken.money(used),
    }


def _in_all(fen: int) -> str:
    return gettext("You can ask for %(sum)s in all.") % {"sum": spoken.money(fen)}


@dataclass(frozen=True)
class Calculator:
    """One sum that can be worked out: its name, what it is for, its questions, its answer."""

    title: str | Promise
    lead: str | Promise
    form: type[SumForm]
    work: Callable[[Any], Result]


_EVERY: Final[dict[Sum, Calculator]] = {
    Sum.SEVEN_DAYS: Calculator(
        _("Seven days to give it back: until when?"),
        _("Bought online, of poor quality, or a new prepaid card."),
        SevenDaysForm,
        _seven_days,
    ),
    Sum.THREEFOLD: Calculator(
        _("Deceived: three times the price, at least 500"),
        _("A fake, or a lie that made you buy."),
        ThreefoldForm,
        _threefold,
    ),
    Sum.TENFOLD: Calculator(
        _("Unsafe food: ten times the price, at least 1,000"),
        _("Spoiled, out of date, or not fit to eat."),
        TenfoldForm,
        _tenfold,
    ),
    Sum.PREPAID: Calculator(
        pgettext_lazy("calculator", "Prepaid card: what is to be given back?"),
        _("Gym, hairdresser, classes, car wash."),
        PrepaidForm,
        _prepaid,
    ),
}


RULE_OF: Final = {
    Sum.THREEFOLD: "amounts.for_fraud",
    Sum.TENFOLD: "amounts.for_unsafe_food",
    Sum.PREPAID: "amounts.prepaid_refund",
}
_held: Final = {rule.code for rule in computed()}
CALCULATORS: Final = {  # as far as the country's law has the rule
    one: kind
    for one, kind in _EVERY.items()
    if (RULE_OF[one] in _held if one in RULE_OF else any(limit for limit, _article, _note in SEVEN.values()))
}


@dataclass(frozen=True)
class SumPart:
    """One calculator as it stands on a page."""

    slug: str
    title: str | Promise
    form: SumForm
    result: Result | None

    @property
    def is_open(self) -> bool:
        return self.form.is_bound


def part_of(one: Sum, data: Mapping[str, Any] | None) -> SumPart:
    """The calculator with what was typed and, where that is complete, its answer."""
    kind = CALCULATORS[one]
    form = kind.form(data, prefix=one.value)
    return SumPart(one.value, kind.title, form, kind.work(form) if form.is_valid() else None)


def in_place(wanted: Iterable[Sum], data: Mapping[str, Any]) -> list[SumPart]:
    """The calculators of a card; the one that was sent holds what was typed."""
    there = (one for one in wanted if one in CALCULATORS)
    return [part_of(one, data if data.get("sum") == one.value else None) for one in there]


@require_safe
@guards.same_for_all
def index(request: HttpRequest) -> HttpResponse:
    """All that can be worked out."""
    rows = [(one.value, kind.title, kind.lead) for one, kind in CALCULATORS.items()]
    return render(request, "cases/triage/sums.html", {"rows": rows})


@reading
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One sum. What is typed is worked with and kept nowhere."""
    if slug not in CALCULATORS:
        raise Http404
    part = part_of(Sum(slug), request.POST if request.method == "POST" else None)
    lead = CALCULATORS[Sum(slug)].lead
    return render(request, "cases/triage/sum.html", {"part": part, "form": part.form, "lead": lead})
