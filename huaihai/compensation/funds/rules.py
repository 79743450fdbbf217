"""The rules of a fund: what is proposed, the one spelling of it, and what does not fit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huaihai.compensation.grounds import BY_CODE
from huaihai.compensation.models import FundTerms
from huaihai.desk.lives import Unfit
from huaihai.kit import local_words
from huaihai.kit.canonical import digest
from huaihai.law.sureness import Sureness
from huaihai.members.models import Organisation

PAY_WITHIN_MINUTES = 30  # what one city's practice has shown to be possible [read]; each fund sets its own
MOST_MINUTES, MOST_DAYS = 7 * 24 * 60, 3650


@dataclass(frozen=True)
class Rules:
    """What is proposed. Sums in fen; None is no cap, or no recourse. `shares` are whole parts by the key of a city."""

    from_on: date
    covers: str
    grounds: tuple[str, ...]
    deposit_fen: int
    minimum_fen: int
    per_claim_cap_fen: int | None
    per_day_cap_fen: int | None
    suspend_after_days: int
    basis_kind: str
    basis: str
    sureness: str
    basis_on: date | None = None
    at_once_cap_fen: int | None = None
    at_once_per_day_cap_fen: int | None = None
    pay_within_minutes: int = PAY_WITHIN_MINUTES
    recourse_days: int | None = None
    text: str = ""
    shares: Mapping[str, int] = field(default_factory=dict)


def rules_of(terms: FundTerms) -> Rules:
    """What these terms say."""
    names = [name for name in Rules.__dataclass_fields__ if name not in ("grounds", "shares")]
    held: dict[str, Any] = {name: getattr(terms, name) for name in names}
    shares = {share.city.key: share.parts for share in terms.shares.select_related("city")}
    return Rules(**held, grounds=tuple(terms.grounds), shares=shares)


def terms_fingerprint(rules: Rules) -> str:
    """SHA-256 over everything the rules say, in one spelling."""
    said = asdict(rules) | {
        "from_on": rules.from_on.isoformat(),
        "basis_on": rules.basis_on.isoformat() if rules.basis_on else None,
        "grounds": sorted(rules.grounds),
        "shares": dict(rules.shares),
    }
    return digest(said)


def cities_of(shares: Mapping[str, int]) -> list[Organisation]:
    """The cities that carry the fund. Raises Unfit."""
    cities = list(Organisation.objects.cities().filter(key__in=list(shares)))
    if len(cities) != len(shares) or any(parts <= 0 for parts in shares.values()):
        raise Unfit("shares", _("Please give each city that carries the fund a whole number above zero."))
    return cities


def require_fit(rules: Rules, *, owner_type: str, today: date) -> None:
    """Raises Unfit with the field that does not."""
    _require_words(rules, today)
    if strange := [ground for code in rules.grounds if not (ground := BY_CODE[code]).fits(owner_type)]:
        raise Unfit(
            "grounds",
            _("The law does not speak to this kind of fund here: %(grounds)s.")
            % {"grounds": "、".join(local_words.in_script(ground.article) for ground in strange)},
        )
    caps = (
        rules.per_claim_cap_fen,
        rules.per_day_cap_fen,
        rules.at_once_cap_fen,
        rules.at_once_per_day_cap_fen,
    )
    if min(rules.deposit_fen, rules.minimum_fen) < 0 or any(cap is not None and cap <= 0 for cap in caps):
        raise Unfit("minimum_fen", _("A sum cannot be negative, and a cap of nothing pays nothing."))
    claim, day, small, small_day = caps
    if claim and day and day < claim:
        raise Unfit("per_day_cap_fen", _("A day cannot pay less than one claim may ask for."))
    if (small is None) != (small_day is None):
        raise Unfit(
            "at_once_per_day_cap_fen",
            _("What is paid at once needs both caps: for a claim and for a day."),
        )
    if small and small_day and small_day < small:
        raise Unfit("at_once_per_day_cap_fen", _("A day cannot pay less than one claim may ask for."))
    if small and claim and small > claim:
        raise Unfit("at_once_cap_fen", _("What is paid at once cannot be more than one claim may ask for."))
    if not 1 <= rules.pay_within_minutes <= MOST_MINUTES:
        raise Unfit("pay_within_minutes", _("Please choose between one minute and seven days."))
    if not 0 <= rules.suspend_after_days <= MOST_DAYS:
        raise Unfit("suspend_after_days", _("Please choose between no day and ten years."))
    if rules.recourse_days is not None and not 1 <= rules.recourse_days <= MOST_DAYS:
        raise Unfit("recourse_days", _("Please choose between one day and ten years."))


def _require_words(rules: Rules, today: date) -> None:
    if rules.from_on < today:
        raise Unfit("from_on", _("Rules cannot begin in the past."))
    if rules.covers not in FundTerms.Covers.values:
        raise Unfit("covers", _("Please choose for whom the fund answers."))
    if not rules.grounds or any(code not in BY_CODE for code in rules.grounds):
        raise Unfit("grounds", _("Please choose on which grounds the fund pays."))
    if not rules.basis.strip() or rules.basis_kind not in ("statutory", "committed"):
        raise Unfit(
            "basis",
            _("Please write on what the fund stands: an article of the law, or its own rules."),
        )
    if rules.sureness not in {mark.value for mark in Sureness}:
        raise Unfit("sureness", _("Please say how well this is known."))
