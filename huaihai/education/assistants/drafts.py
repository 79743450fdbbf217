"""A draft for the person: text to copy into the pages of filing, and a letter. Nothing is kept, nothing is filed."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases.consumer import choices
from huaihai.cases.triage import facts
from huaihai.cases.triage.letters import LetterForm, text_of
from huaihai.education.assistants import problems, sites
from huaihai.education.assistants.given import LONG, Given, Unfit
from huaihai.kit import local_words, spoken
from huaihai.law.triage.cards import Card

TYPED: Final = ("shop", "goods", "day", "paid")


def made(given: Given) -> dict[str, Any]:
    """What to paste where, in the order in which it is asked."""
    card = problems.card_of(given)
    story = given.text("story", most=LONG, needed=True)
    form = LetterForm({name: given.text(name) for name in TYPED})
    if not form.is_valid():
        raise Unfit(" ".join(f"{name}: {' '.join(map(str, form.errors[name]))}" for name in form.errors))
    typed = form.cleaned_data
    answer: dict[str, Any] = {"problem": card.id, "title": local_words.said(card.title)}
    if card.letter:
        answer["letter"] = text_of(card, typed)
    if not card.is_ours:
        words, _tone = facts.way_of_help(card)
        return {**answer, "note": f"{words} {local_words.said(card.answer)}"}
    page = sites.address(reverse("triage-card", args=[card.id]))
    return answer | {
        "paste": _fields(card, story, typed, given),
        "page": page,
        "next": _(
            "Open the page, press “Make a complaint” and paste. Name and telephone are asked there. Nothing is filed "
            "before the person types the code that comes to that telephone. Nothing of this draft is kept here."
        ),
    }


def _fields(card: Card, story: str, typed: dict[str, Any], given: Given) -> list[dict[str, str]]:
    """Each question of filing for which there is an answer."""
    wanted = given.text("wish") or local_words.listed(
        str(choices.REMEDIES[code][0]) for code in card.remedies if code in choices.REMEDIES
    )
    place = sites.code_of(given.text("place"))
    paid = typed.get("paid")
    rows = (
        (_("What happened?"), story),
        (_("The business"), typed.get("shop") or ""),
        (_("Where is the business?"), choices.name_of(place) if place else ""),
        (_("What was bought"), typed.get("goods") or ""),
        (_("What was paid, in yuan"), "" if paid is None else spoken.yuan(paid)),
        (_("On which day"), spoken.full_day(typed["day"]) if typed.get("day") else ""),
        (_("What you want"), wanted),
    )
    return [{"ask": ask, "answer": answer} for ask, answer in rows if answer]
