"""What pages show: a blind file in rows, and the agreement of a round in percent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from huaihai.cases import case_facts
from huaihai.cases.models import Answer, Case, Offer
from huaihai.insight.redecisions import files
from huaihai.kit import local_words
from huaihai.law import kinds, replies

PARTIES = {
    "consumer": pgettext_lazy("evidence", "from the consumer"),
    "business": pgettext_lazy("evidence", "from the business"),
}
FILES = {
    "image": pgettext_lazy("evidence", "pictures"),
    "video": pgettext_lazy("evidence", "films"),
    "audio": pgettext_lazy("evidence", "recordings"),
}
OTHER_FILES = pgettext_lazy("evidence", "papers")
READ_AS = (  # K. Krippendorff, Content Analysis, 2nd edition (2004), page 241
    (0.8, gettext_lazy("reliable")),
    (0.667, gettext_lazy("enough for careful conclusions")),
    (-2.0, gettext_lazy("too little to rely on")),
)


@dataclass(frozen=True)
class QuestionResult:
    """One question of a round, in whole percent; alpha with two decimals."""

    title: Promise | str
    n: int
    share: int
    low: int
    high: int
    alpha: str
    alpha_low: str
    alpha_high: str
    reading: Promise | str
    then: int | None
    then_low: int | None
    then_high: int | None


def rows_of(file: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The blind file, in words."""
    bought = dict(Case.Bought.choices).get(file.get("bought", ""), "")
    held = [kinds.BY_CODE[code] for code in (file["category"], file["nature"]) if code in kinds.BY_CODE]
    days = file.get("days")
    rows = [
        case_facts.row(_("Kind"), " · ".join(local_words.said(kind) for kind in held)),
        case_facts.row(pgettext("re-decision", "Bought"), str(bought)),
        case_facts.row(
            _("From buying to complaining"),
            ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days is not None else "",
        ),
        case_facts.row(_("Price"), case_facts.money_words(file.get("price_fen"))),
        case_facts.row(_("Asked for"), _remedies(file["remedies"], file.get("asked_fen"))),
        case_facts.row(_("What happened"), file["story"], is_text=True),
        case_facts.row(
            _("Evidence"),
            pgettext("list", ", ").join(_evidence(*one) for one in file["evidence"]) or _("none"),
        ),
    ]
    rows += [case_facts.row(_("The business said"), _answer(one)) for one in file["answers"]]
    rows += [
        case_facts.row(_offered(one["by"]), _remedies(one["remedies"], one["sum_fen"]))
        for one in file["offers"]
    ]
    return case_facts.known(rows)


def decided(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A sheet that was handed in, for whoever filled it in."""
    words: dict[str, dict[str, Any]] = {
        "admit": dict(files.ADMIT),
        "ground": dict(files.ground_choices()),
        "remedy": dict(files.remedy_choices()),
        "share": dict(files.SHARES),
    }
    rows = [
        case_facts.row(str(title), str(words[key].get(said.get(key, ""), "")))
        for key, title in files.QUESTIONS.items()
    ]
    return case_facts.known(
        [*rows, case_facts.row(_("Why, in a few words"), said.get("why", ""), is_text=True)]
    )


def of_result(result: Mapping[str, Any]) -> list[QuestionResult]:
    """The questions of a closed round about which enough files say something."""
    return [_question_result(one) for one in (result or {}).get("questions", [])]


def _question_result(one: Mapping[str, Any]) -> QuestionResult:
    found = one["alpha"]
    return QuestionResult(
        title=files.QUESTIONS[one["question"]],
        n=one["n"],
        share=round(100 * one["share"]),
        low=round(100 * one["low"]),
        high=round(100 * one["high"]),
        alpha=_two(found),
        alpha_low=_two(one["alpha_low"]),
        alpha_high=_two(one["alpha_high"]),
        reading="" if found is None else next(words for least, words in READ_AS if found >= least),
        then=_percent(one["then_share"]),
        then_low=_percent(one["then_low"]),
        then_high=_percent(one["then_high"]),
    )


def _two(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _remedies(codes: list[str], fen: int | None) -> str:
    return " · ".join(filter(None, (case_facts.remedy_words(codes), case_facts.money_words(fen))))


def _evidence(party: str, kind: str, count: int) -> str:
    return " ".join(
        filter(None, (str(count), str(FILES.get(kind, OTHER_FILES)), str(PARTIES.get(party, ""))))
    )


def _answer(one: Mapping[str, str]) -> str:
    said = replies.BY_CODE.get(one["reason"])
    kind = dict(Answer.Kind.choices).get(one["kind"], "")
    return " · ".join(filter(None, (str(kind), local_words.said(said) if said else "")))


def _offered(by: str) -> str:
    return _("The consumer's own offer") if by == Offer.Party.CONSUMER else _("The business offered")
