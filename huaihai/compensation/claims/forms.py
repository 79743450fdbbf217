"""What the people of a fund's owner type: a decision, a payment with its proof, what came back."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.compensation import ledger
from huaihai.compensation.claims import situation
from huaihai.compensation.claims.acting import ClaimForm, SignedClaimForm
from huaihai.compensation.claims.facts import ENTRIES
from huaihai.compensation.life import LONGEST_REASON
from huaihai.compensation.models import Entry
from huaihai.compensation.payments.recourse import MOST_PARTS
from huaihai.kit import clock, spoken
from huaihai.kit.form_fields import Day, Line, Words
from huaihai.kit.money_field import MoneyField

A_YEAR, THREE_MONTHS = 366, 92
SHORT = {"rows": 3}


def _reason(label: Any, hint: Any = "", *, required: bool = True, longest: int = LONGEST_REASON) -> Words:
    return Words(
        label=label,
        help_text=hint,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs=SHORT),
    )


class BareForm(ClaimForm):
    """Nothing but the step itself."""


class ApprovalForm(SignedClaimForm):
    """Pay this sum."""

    sum_fen = MoneyField(label=_("Sum to be paid"))
    reasons = _reason(_("Remark"), _("The other deciders read it."), required=False)

    def prepare(self) -> None:
        """The sum that somebody else named already, or else the sum asked for."""
        said = self.claim.decisions.filter(about="claim", round=self.claim.round, said="approve").first()
        self.initial.setdefault("sum_fen", said.sum_fen if said else self.claim.asked_fen)


class RefusalForm(ClaimForm):
    """Do not pay."""

    reasons = _reason(_("Why the fund does not pay"), _("The consumer reads this."), longest=2000)


class WantedForm(ClaimForm):
    """Something is missing."""

    wanted = _reason(_("What the consumer has to add"), _("The consumer reads this."), longest=2000)


class ReasonForm(ClaimForm):
    """A step that needs a reason."""

    reason = _reason(_("Why?"), _("The record keeps it."))


class PaidForm(SignedClaimForm):
    """The money has left."""

    paid_on = Day(label=_("Day of the payment"), earliest=-THREE_MONTHS, latest=0)
    bank_reference = Line(
        label=_("Number of the payment at the bank"),
        help_text=_("From the bank's receipt. Leave it empty if it was paid in cash."),
        required=False,
        max_length=80,
    )
    proof = _reason(
        _("What proves it"),
        _("For example: receipt of the bank, or who took the cash and signed for it."),
        longest=1000,
    )

    knows_it_was_kept = forms.BooleanField(
        label=_("The money had left before that, or has to be paid all the same: I have checked it"),
        error_messages={"required": _("Please look first: the consumer may be paid twice.")},
    )

    def prepare(self) -> None:
        """Mostly it is today; what changed meanwhile is asked only where something did."""
        self.initial.setdefault("paid_on", clock.today())
        changed = situation.since_approved(self.claim.case, sum_fen=self.claim.approved_fen or 0)
        if changed:
            self.fields["knows_it_was_kept"].help_text = str(situation.WORDS[changed])
        else:
            del self.fields["knows_it_was_kept"]


class FailedForm(ClaimForm):
    """The bank did not pay."""

    reason = _reason(_("Why the payment failed"), _("For example: wrong account number."))


class BouncedForm(ClaimForm):
    """The money came back."""

    value_on = Day(label=_("Day on which the money came back"), earliest=-THREE_MONTHS, latest=0)
    reason = _reason(_("Why it came back"))

    def prepare(self) -> None:
        """Mostly it is today."""
        self.initial.setdefault("value_on", clock.today())


class SpreadForm(ClaimForm):
    """Let the business pay in monthly parts."""

    parts = forms.IntegerField(
        label=_("How many monthly parts"),
        min_value=1,
        max_value=MOST_PARTS,
        error_messages={"required": _("Please say how many parts.")},
    )
    first_on = Day(label=_("Day of the first part"), earliest=0, latest=A_YEAR)
    reason = _reason(_("Why in parts?"), _("The record keeps it."))

    def prepare(self) -> None:
        """Three parts from a month on, unless told otherwise."""
        self.initial.setdefault("parts", 3)
        self.initial.setdefault("first_on", clock.today() + timedelta(days=30))


class RecoveredForm(ClaimForm):
    """The business paid back."""

    fen = MoneyField(label=_("Sum that came in"))
    value_on = Day(label=_("Day on which it came in"), earliest=-A_YEAR, latest=0)
    names = {"sum": "fen"}

    def prepare(self) -> None:
        """Mostly it is today."""
        self.initial.setdefault("value_on", clock.today())


class SetOffForm(ClaimForm):
    """Out of what the business has paid in."""

    fen = MoneyField(label=_("Sum to be taken out of its deposit"))
    names = {"sum": "fen"}


class WriteOffForm(SignedClaimForm):
    """The rest will not come back."""

    sum_fen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**53)
    reasons = _reason(_("Why it will not come back"), _("The other deciders read it."), longest=1000)
    names = {"sum": "__all__"}

    def prepare(self) -> None:
        """The rest as it stands now."""
        self.initial["sum_fen"] = ledger.account_of(self.claim).owed


class TakeBackForm(ClaimForm):
    """A recovery was written down by mistake."""

    entry = forms.ModelChoiceField(
        label=_("Which entry was a mistake?"),
        queryset=Entry.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Please choose the entry."),
            "invalid_choice": _("Please choose the entry."),
        },
    )
    reason = _reason(_("Why was it a mistake?"), _("The record keeps it."))

    def prepare(self) -> None:
        """What came back and still counts."""
        field: Any = self.fields["entry"]
        field.queryset = standing_recoveries(self.claim)
        field.label_from_instance = _entry_words


def standing_recoveries(claim: Any) -> Any:
    """Entries of what came back that were not undone."""
    return claim.entries.filter(kind__in=("recover", "set_off"), reversed_by=None).order_by("number")


def _entry_words(entry: Entry) -> str:
    fen = max(line.fen for line in ledger.lines_of(entry))
    day = spoken.day(entry.value_on, today=clock.today())
    return f"{spoken.figures(fen)} · {day} · {ENTRIES[entry.kind]}"


def monthly(owed: int, parts: int, first_on: date) -> list[tuple[date, int]]:
    """`owed` fen in equal monthly parts from a day on; the last part takes what does not divide."""
    each, rest = divmod(owed, parts)
    return [(_months_on(first_on, n), each + (rest if n == parts - 1 else 0)) for n in range(parts)]


def _months_on(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is shorter."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
