"""The tree for assistants: from a sentence or by questions to a card, and what the card says, as on its page."""

from typing import Any, Final

from django.urls import reverse

from huaihai.cases.consumer import choices
from huaihai.cases.triage import facts, where
from huaihai.cases.triage.sums import CALCULATORS
from huaihai.education.assistants import sites, sums
from huaihai.education.assistants.given import LONG, Given, Unfit
from huaihai.kit import local_words
from huaihai.kit.country import gettext as _
from huaihai.law.library import article_at, held
from huaihai.law.triage.cards import US, Card, First, Kind
from huaihai.law.triage.finding import after_gates, find
from huaihai.law.triage.reading import tree

NEAREST: Final = 3
READ: Final = 500  # characters of a story that are looked at, as on the page
YES_NO: Final = ("yes", "no")
DANGER, DOUBTFUL, PAID, UNPAID = "danger", "doubtful", "paid:", "unpaid:"


def found(given: Given) -> dict[str, Any]:
    """The cards that fit a sentence best: a danger that fits as well first, one that may be meant last."""
    sentence = given.text("sentence", most=LONG, needed=True)[:READ]
    kinds = after_gates(
        danger=given.one_of("danger", YES_NO) or None, paid=given.one_of("paid", YES_NO) or None
    )
    fitting = [one.card for one in find(sentence, most=NEAREST, kinds=kinds)]
    cards = [*fitting[: NEAREST - 1], *fitting[-1:]] if len(fitting) > NEAREST else fitting
    place = where.named_in(sentence)
    answer: dict[str, Any] = {"problems": [brief(card) for card in cards]}
    if place:
        answer["place"] = {"code": place, "name": choices.name_of(place)}
    if not cards:
        answer["note"] = _(
            "Nothing fits. Ask again in other words, use list_problems, or have them call {city_line}."
        )
    return answer


def listed(given: Given) -> dict[str, Any]:
    """The questions of the tree: without `under` what it is about, then the cards behind that."""
    under = given.text("under")
    if not under:
        return {"questions": [_gate_of_danger(), _gate_of_payment()]}
    return {"problems": [brief(card) for card in _cards_under(under)]}


def _gate_of_danger() -> dict[str, Any]:
    return {"ask": _("Is anybody in danger now?"), "if_yes": {"under": DANGER}}


def _gate_of_payment() -> dict[str, Any]:
    pictures = [{"under": PAID + one.id, "words": words} for one, words, _url in facts.pictures(tree())]
    groups = [
        {"under": UNPAID + key, "words": str(words)}
        for key, (words, _starts) in facts.GROUPS.items()
        if facts.in_group(tree(), key)
    ]
    doubtful = {"under": DOUBTFUL, "words": _("What usually cannot be asked for")}
    return {"ask": _("Was a business paid for it?"), "if_yes": [*pictures, doubtful], "if_no": groups}


def _cards_under(under: str) -> list[Card]:
    if under == DANGER:
        return [card for card in tree().cards.values() if card.kind is Kind.URGENT]
    if under == DOUBTFUL:
        return facts.without_claim(tree())
    if under.startswith(PAID) and tree().at(under.removeprefix(PAID)):
        return list(tree().at(under.removeprefix(PAID)))
    if under.startswith(UNPAID) and under.removeprefix(UNPAID) in facts.GROUPS:
        return facts.in_group(tree(), under.removeprefix(UNPAID))
    raise Unfit(_("There is no such group. Call list_problems without `under` to see them."))


def brief(card: Card) -> dict[str, Any]:
    """A card among others."""
    words, _tone = facts.way_of_help(card)
    return {
        "problem": card.id,
        "title": local_words.said(card.title),
        "kind": card.kind.value,
        "help": str(words),
        "has_question": card.split is not None,
    }


def card_of(given: Given) -> Card:
    """The card that is named. Raises Unfit."""
    named = given.text("problem", needed=True)
    card = tree().cards.get(named)
    if card is None:
        raise Unfit(_("There is no such problem. Call find_problem or list_problems for those there are."))
    return card


def told(given: Given) -> dict[str, Any]:
    """All that the page of a card says, for the place of the business where it is given."""
    card = card_of(given)
    place = _place(card, sites.code_of(given.text("place")))
    kind, _tone = facts.ADVISED if card.is_ours and place.away else facts.way_of_help(card)
    said = local_words.said
    rights = [*facts.rights_of(card, place.city), *facts.rights_elsewhere(card, place.city)]
    offices = [facts.shown_office(one, place.city) for one in facts.offices_of(card, tree())]
    answer: dict[str, Any] = {
        "problem": card.id,
        "title": said(card.title),
        "kind": card.kind.value,
        "help": str(kind),
        "answer": said(card.answer),
        "question": _question(card),
        "first": facts.first_step(card),
        "today": facts.words_of(card.today),
        "rights": [
            {"words": one.words, "only_in": one.province, "articles": [cite(path) for path in one.articles]}
            for one in rights
        ],
        "does_not_fit": [str(facts.NEVER[one]) for one in card.never],
        "can_ask_for": wishes(card),
        "sums": [sums.questions(one, CALCULATORS[one]) for one in card.sums if one in CALCULATORS],
        "offices": [_office(one) for one in offices],
        "association": _association(card, place),
        "has_letter": bool(card.letter),
        "checked": facts.checked(card),
        "page": sites.address(reverse("triage-card", args=[card.id])),
    }
    return {name: value for name, value in answer.items() if value not in ("", [], None)}


def wishes(card: Card) -> list[str]:
    """What can be asked for."""
    return choices.remedy_words(card.remedies)


def _place(card: Card, code: str) -> where.Where:
    """A city of ours that the place lies in, else where it is as far as it is known."""
    city = where.city_of(f"{code[:4]}00")
    found = where.where(card, city.code if city else code or None, "")
    return where.where(card, choices.ELSEWHERE, "") if code and found == where.Where() else found


def _question(card: Card) -> dict[str, Any] | None:
    """The third question, where the answer changes what holds."""
    if card.split is None:
        return None
    options = [
        {"words": local_words.said(one.words), "problem": one.go}
        for one in card.split.options
        if one.go in tree().cards
    ]
    return {"ask": local_words.said(card.split.ask), "options": options}


def _office(one: facts.ShownOffice) -> dict[str, Any]:
    rows = {
        "name": one.name,
        "call": one.number,
        "needs_area_code": one.needs_area and bool(one.number),
        "bring": one.bring,
        "note": one.note,
        "site": one.address,
    }
    return {name: value for name, value in rows.items() if value}


def _association(card: Card, place: where.Where) -> dict[str, Any] | None:
    """Who of us takes it up there; of a shop elsewhere who helps in that place."""
    if place.body is not None and (card.is_ours or US in card.offices):
        return sites.body(place.body)
    if place.away is not None and card.is_ours:
        platform = card.first is First.PLATFORM or place.away.is_online
        first = _("The service of the platform first.") if platform else ""
        return {"name": place.away.place, "call": place.away.number, "note": first}
    return None


def cite(path: str) -> dict[str, str]:
    """An article by the path of the library, as it is cited."""
    article = article_at(path)
    if article is None:
        return {"path": path}
    source = held()[article.statute]
    return {"path": path, "citation": f"{source.name}{article.zh if article.number is not None else ''}"}
