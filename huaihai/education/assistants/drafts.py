"""A draft for the person: text to copy into the pages of filing, and a letter. Nothing is kept, nothing is filed."""

from typing import Any, Final

from django.urls import reverse

from huaihai.cases.consumer import choices
from huaihai.cases.triage import facts
from huaihai.cases.triage.letters import LetterForm, text_of
from huaihai.education.assistants import problems, sites
from huaihai.education.assistants.given import LONG, Given, Unfit
from huaihai.kit import local_words, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.text.masking import HIDDEN, mask

TYPED: Final = ("shop", "goods", "day", "paid")
NUMBERS: Final = ("identity_number", "bank_card", "mobile", "landline")


def made(given: Given) -> dict[str, Any]:
    """What to paste where, in the order in which it is asked."""
    card = problems.card_of(given)
    words = {name: given.text(name, numbers=name == "paid") for name in (*TYPED, "wish")}
    hidden = {name: without_numbers(one) for name, one in words.items() if name in ("shop", "goods", "wish")}
    story = without_numbers(told := given.text("story", most=LONG, needed=True))
    is_hidden = story != told or any(one != words[name] for name, one in hidden.items())
    words |= hidden
    form = LetterForm(words)
    if not form.is_valid():
        raise Unfit(" ".join(f"{name}: {' '.join(map(str, form.errors[name]))}" for name in form.errors))
    typed = form.cleaned_data
    answer: dict[str, Any] = {"problem": card.id, "title": local_words.said(card.title)}
    if card.letter:
        answer["letter"] = text_of(card, typed, wish=words["wish"])
    if is_hidden:
        answer["hidden"] = _(
            "Numbers of identity, bank cards and telephones were taken out (***): the business needs none of them, and "
            "filing asks for the telephone itself."
        )
    if not card.is_ours:
        help_, _tone = facts.way_of_help(card)
        return {**answer, "note": f"{help_} {local_words.said(card.answer)}"}
    page = sites.address(reverse("triage-card", args=[card.id]))
    if not words["wish"] and (wishes := problems.wishes(card)):
        answer |= {
            "wishes": wishes,
            "ask": _("Ask which of these wishes it is, and draft again with that one."),
        }
    return answer | {
        "paste": _fields(story, typed, words["wish"], given),
        "page": page,
        "next": _(
            "Open the page, press “Make a complaint” and paste. Name and telephone are asked there. Nothing is filed "
            "before the person types the code that comes to that telephone. Nothing of this draft is kept here."
        ),
    }


def without_numbers(text: str) -> str:
    """Without numbers of identity, bank cards and telephones; doors and plates may be what it is about."""
    for find in reversed(mask(text).finds):
        if find.kind in NUMBERS:
            text = text[: find.start] + HIDDEN + text[find.end :]
    return text


def _fields(story: str, typed: dict[str, Any], wish: str, given: Given) -> list[dict[str, str]]:
    """Each question of filing for which there is an answer."""
    place = sites.code_of(given.text("place"))
    paid = typed.get("paid")
    rows = (
        (_("What happened?"), story),
        (_("The business"), typed.get("shop") or ""),
        (_("Where is the business?"), choices.name_of(place) if place else ""),
        (_("What was bought"), typed.get("goods") or ""),
        (_("What was paid, in {currency}"), "" if paid is None else spoken.figures(paid)),
        (_("On which day"), spoken.full_day(typed["day"]) if typed.get("day") else ""),
        (_("What you want"), wish),
    )
    return [{"ask": ask, "answer": answer} for ask, answer in rows if answer]
