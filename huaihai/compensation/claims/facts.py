"""A claim in words: ground, sums, payee (masked), who decided what, where the money went, its checks as a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from huaihai.businesses.models import Business
from huaihai.cases import unmasking
from huaihai.cases.case_facts import Rows, bought_words, kind_words, known, money_words, remedy_words, row
from huaihai.cases.models import Case
from huaihai.compensation import rights
from huaihai.compensation.grounds import AT_ONCE, BY_CODE, Check
from huaihai.compensation.ledger import Step, Trace
from huaihai.compensation.models import Claim, Decision
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.kit import local_words, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, ngettext, pgettext_lazy
from huaihai.members.actors import Actor

TONES = {
    "asked": "warn",
    "checked": "warn",
    "returned": "calm",
    "approved": "late",  # a payment failed: it has to be ordered again
    "ordered": "warn",
    "paid": "ok",
    "recovering": "warn",
    "recovered": "ok",
    "written_off": "calm",
    "refused": "calm",
    "cancelled": "calm",
}
SHOWN_DIGITS = 4  # of an account, at its end
ENTRIES: dict[str, Promise | str] = {  # kind of an entry of the books → in words
    "deposit": pgettext_lazy("entry in the books", "paid into the fund"),
    "withdraw": pgettext_lazy("entry in the books", "taken out of the fund"),
    "charge": pgettext_lazy("entry in the books", "charge of the bank"),
    "interest": pgettext_lazy("entry in the books", "interest"),
    "approve": pgettext_lazy("entry in the books", "approved, set aside for the consumer"),
    "pay": pgettext_lazy("entry in the books", "paid to the consumer"),
    "recourse": pgettext_lazy("entry in the books", "the business owes it to the fund"),
    "recover": pgettext_lazy("entry in the books", "paid back by the business"),
    "set_off": pgettext_lazy("entry in the books", "taken out of what the business had paid in"),
    "write_off": pgettext_lazy("entry in the books", "written off"),
    "late": pgettext_lazy("entry in the books", "paid back after it was written off"),
    "cancel": pgettext_lazy("entry in the books", "approval undone: withdrawn"),
    "bounce": pgettext_lazy("entry in the books", "the payment came back"),
    "call_off": pgettext_lazy("entry in the books", "the business owes nothing for it any more"),
    "take_back": pgettext_lazy("entry in the books", "written down by mistake, undone"),
    "reverse": pgettext_lazy("entry in the books", "undone"),
}
SIDES: dict[str, Promise | str] = {
    "owner": gettext_lazy("for the fund's owner"),
    "body": gettext_lazy("for the body in charge"),
}


@dataclass(frozen=True)
class Word:
    """What one person said."""

    said: str
    tone: str
    sum: str
    side: Promise | str
    is_own: bool
    reasons: str
    at: datetime


@dataclass(frozen=True)
class Voices:
    """Who has said what in this round, and what that leaves to be said."""

    words: list[Word]
    needed: str
    has_spoken: bool


@dataclass(frozen=True)
class Moved:
    """One entry of the books about the claim."""

    what: Promise | str
    fen: int
    on: date
    number: int
    is_proved: bool | None  # None: no money moved in the bank


def ground(claim: Claim) -> str:
    """On what ground, with its article."""
    held = BY_CODE[claim.ground]
    return f"{held.label} · {local_words.in_script(held.article)}"


def rows(claim: Claim, *, is_open: bool = False) -> Rows:
    """What the claim is, for the desks; whom to pay in full only if that was asked for."""
    case = claim.case
    return known(
        [
            row(_("File number"), case.number),
            row(_("Business complained of"), case.business.name if case.business else ""),
            row(_("Ground of the claim"), ground(claim)),
            row(_("Sum asked for"), money_words(claim.asked_fen)),
            row(_("Sum approved"), money_words(claim.approved_fen)),
            row(_("Approved by"), _("the fund's rules, at once") if claim.is_at_once else ""),
            row(_("Pays it back"), claim.against.name if claim.against else _("nobody: the fund bears it")),
            *payee_rows(claim, is_open=is_open),
        ]
    )


def case_rows(case: Case, *, today: date) -> Rows:
    """The complaint in short, with numbers and addresses hidden and the family name alone."""
    person = getattr(case, "complainant", None)
    return known(
        [
            row(_("What happened"), unmasking.text_masked(case.story), is_text=True),
            row(_("Consumer"), unmasking.name_masked(person.name) if person else ""),
            row(_("Asked for"), remedy_words(case.remedies)),
            row(_("Sum asked for"), money_words(case.asked_fen)),
            row(_("Price"), money_words(case.price_fen)),
            row(_("Bought"), bought_words(case, today=today)),
            row(_("About"), kind_words(case)),
            row(_("How the complaint stands"), case.stage_info.business or case.stage_info.desk),
        ]
    )


def payee_rows(claim: Claim, *, is_open: bool) -> Rows:
    """Whom to pay; masked unless open."""
    payee = claim.payee
    if not payee:
        return [row(_("To be paid to"), _("not known yet"))]
    account, phone = payee.get("account", ""), payee.get("phone", "")
    return [
        row(
            _("To be paid to"),
            payee.get("name", "") if is_open else unmasking.name_masked(payee.get("name", "")),
        ),
        row(_("Account"), account if is_open else account_masked(account)),
        row(_("Bank"), payee.get("bank", "")),
        row(_("Phone"), phone if is_open else unmasking.phone_masked(phone)),
        row(
            _("How"),
            "" if account else _("no account: call, and hand it over or pay it back the way it came"),
        ),
    ]


def account_masked(account: str) -> str:
    """The last four digits alone."""
    return f"**** {account[-SHOWN_DIGITS:]}" if len(account) > SHOWN_DIGITS * 2 else "****" if account else ""


def voices(claim: Claim, actor: Actor, *, about: str = Decision.About.CLAIM) -> Voices:
    """What was said in this round about the claim, or about writing off the rest. One query."""
    rows = list(claim.decisions.filter(about=about, round=rights.round_of(claim, about=about)))
    words = [
        Word(
            said=_("write off") if about == Decision.About.WRITE_OFF else str(one.get_said_display()),
            tone="ok" if one.said == Decision.Said.APPROVE else "late",
            sum=money_words(one.sum_fen),
            side=SIDES.get(one.side, ""),
            is_own=one.by == actor.key,
            reasons=one.reasons,
            at=one.at,
        )
        for one in rows
    ]
    return Voices(words, _needed(claim, rows), any(one.is_own for one in words))


def _needed(claim: Claim, said: list[Decision]) -> str:
    most = max((_alike(said, one) for one in said), default=0)
    left = max(rights.DECIDERS - most, 0)
    if not left:
        return ""
    if not most:
        return _("Two different people decide. Nobody has said anything yet.")
    return ngettext(
        "%(n)d more person has to say the same: somebody else of the owner's managers, or of %(body)s.",
        "%(n)d more people have to say the same: of the owner's managers, or of %(body)s.",
        left,
    ) % {"n": left, "body": local_words.in_script(claim.fund.body.short_name)}


def _alike(said: list[Decision], one: Decision) -> int:
    return sum(other.said == one.said and other.sum_fen == one.sum_fen for other in said)


def money(trace: Trace) -> list[Moved]:
    """Where every fen went and came from, as the books say."""
    return [_moved(step) for step in trace.steps]


def _moved(step: Step) -> Moved:
    entry = step.entry
    fen = max(line.fen for line in step.lines)
    is_proved = step.proof is not None if step.moved_money else None
    return Moved(ENTRIES[entry.kind], fen, entry.value_on, entry.number, is_proved)


def columns(page: str, *more: Column[Claim]) -> tuple[Column[Claim], ...]:
    """Of a list of claims; `with_parties` has to be asked for. `page` names the address of one."""

    def what(one: Claim) -> Cell:
        of = number_and_name(one.case, one.case.business)
        return Cell(BY_CODE[one.ground].label, reverse(page, args=[one.pk]), lines=[of])

    return (
        Column(gettext_lazy("Claim"), what),
        *more,
        Column(
            gettext_lazy("Sum ({currency})"),
            lambda one: spoken.figures(one.approved_fen or one.asked_fen),
            is_number=True,
        ),
        Column(gettext_lazy("How it stands"), stage),
        Column(pgettext_lazy("claims", "Since"), lambda one: one.stage_since, sort=("stage_since",)),
    )


def number_and_name(case: Case, business: Business | None) -> str:
    """Which complaint, and whose."""
    return f"{case.number} · {business.name}" if business else str(case.number)


def stage(one: Claim) -> Tag:
    """How it stands, in words and colour."""
    return Tag(one.stage_label, TONES[one.stage])


MINE_TO_MEND = frozenset({"payee", "evidence"})  # what the consumer can add


@dataclass(frozen=True)
class Fact:
    """One line of the list. `is_only_at_once`: without it nothing is approved at once, but people may approve it."""

    words: str
    holds: bool
    more: str = ""
    is_only_at_once: bool = False


def listed_checks(claim: Claim) -> list[Fact]:
    """The facts that were last found, what is against the claim first."""
    return listed_checks_of(claim.checks)


def listed_checks_of(stored: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """The same of facts as they are stored."""
    held = [Check.of_fact(dict(one)) for one in stored]
    return [
        Fact(str(one.words), one.holds, _more(one), one.name in AT_ONCE)
        for one in sorted(held, key=lambda check: check.holds)
    ]


def missing(claim: Claim) -> list[str]:
    """What does not hold and the consumer can add, in words."""
    held = [Check.of_fact(one) for one in claim.checks]
    return [str(one.words) for one in held if not one.holds and one.name in MINE_TO_MEND]


def _more(check: Check) -> str:
    facts = check.facts
    if check.name == "basis":
        ground = BY_CODE.get(str(facts.get("ground", "")))
        return f"{ground.label} · {ground.article}" if ground else ""
    if "cap_fen" in facts:
        if facts["cap_fen"] is None:
            return _("no cap is set")
        return _("%(sum)s of at most %(cap)s") % {
            "sum": spoken.money(facts["sum_fen"]),
            "cap": spoken.money(facts["cap_fen"]),
        }
    if check.name == "money":
        return _("free: %(sum)s") % {"sum": spoken.money(facts["free_fen"])}
    if check.name == "evidence":
        return _("files: %(n)s") % {"n": facts.get("files", 0)}
    return "、".join(_elsewhere(str(why)) for why in facts.get("why", ()))


def _elsewhere(why: str) -> str:
    words = {
        "fulfilled": _("in this file something was confirmed as paid"),
        "withdrawn": _("the complaint was withdrawn"),
        "linked": _("a fund was asked for the linked complaint"),
        "same": _("a fund was asked for the same purchase"),
    }
    return words.get(why, why)
