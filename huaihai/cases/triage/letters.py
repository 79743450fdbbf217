"""A letter to the business: plain text from the card and what is typed, to copy, print or keep; nothing stays here."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from huaihai.cases.consumer.fields import PastDay, TextLine
from huaihai.cases.triage import pages
from huaihai.cases.triage.reading import reading
from huaihai.kit import clock, country, local_words, spoken
from huaihai.kit.money_field import MoneyField
from huaihai.law import remedies
from huaihai.law.library import article_at, held
from huaihai.law.triage.cards import Card

ANSWER_WITHIN: Final = timedelta(days=7)  # a wish of the letter, no limit of the law
BLANK: Final = "＿＿＿＿"
EXAMPLE: Final = re.compile("电器（手机）|苗木（花卉）|电动车（电池）")  # in the cards' letters
PHONES: Final = ("手机", "移动电话", "phone")
OTHER_GOODS: Final = {True: "household-three-guarantees", False: "phone-three-guarantees"}  # is it a phone?


class LetterForm(forms.Form):
    """What the letter says beside the card; whatever is left empty stays a blank to fill in by hand."""

    shop = TextLine(label=_("To whom? Name of the business"), max_length=60, required=False)
    goods = TextLine(label=_("What did you buy?"), max_length=60, required=False)
    day = PastDay(label=_("On which day?"), required=False)
    paid = MoneyField(label=_("What did you pay?"), required=False)


@reading
def letter(request: HttpRequest, card_id: str) -> HttpResponse:
    """The letter of one card."""
    card = pages.card_at(card_id)
    if not card.letter:
        raise Http404
    form = LetterForm(request.POST if request.method == "POST" else None)
    text = text_of(card, form.cleaned_data if form.is_valid() else {})
    if "file" in request.POST and form.is_valid():
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="letter.txt"'
        return answer
    context = {"card": card, "title": local_words.said(card.title), "form": form, "text": text}
    return render(request, "cases/triage/letter.html", context)


def text_of(card: Card, typed: dict[str, Any], *, wish: str | None = None) -> str:
    """The letter, in Chinese whatever the reader reads: it goes to a business here.

    With a `wish` it asks for that alone; with "" for what the card's own words ask, and lists nothing beside them.
    """
    return "\n\n".join(_paragraphs(card, typed, wish))


def _paragraphs(card: Card, typed: dict[str, Any], wish: str | None) -> Iterator[str]:
    today = clock.today()
    paid = typed.get("paid")
    day, until = (_day(typed["day"]) if typed.get("day") else BLANK), _day(today + ANSWER_WITHIN)
    yield f"致 {typed.get('shop') or BLANK}："
    yield (
        f"我于 {day} 在贵处购买 {typed.get('goods') or BLANK}，"
        f"付款 {BLANK if paid is None else spoken.figures(paid)} {country.word('currency')}。"
    )
    goods = typed.get("goods") or ""
    if said := _body(card.letter, goods, wish or ""):
        yield said
    if basis := citations(card, goods):
        yield f"依据：{'；'.join(basis)}。"
    if wish:
        yield f"我的要求：{wish.rstrip('。')}。"
    elif wish is None and (
        wanted := [remedies.BY_CODE[code].zh for code in card.remedies if code in remedies.BY_CODE]
    ):
        yield f"我的要求：{'、'.join(wanted)}。"
    yield f"请在 {until} 前答复我。不答复或者谈不成的，我会向消费者组织投诉。"
    yield f"姓名：{BLANK}　电话：{BLANK}\n{_day(today)}"


def _body(letter: str, goods: str, wish: str) -> str:
    """The card's words; the goods stand instead of its examples, the wish instead of what it asks for."""
    if goods:
        letter = EXAMPLE.sub(lambda _found: goods, letter)
    sentences = [f"{one}。" for one in letter.split("。") if one]
    return "".join(one for one in sentences if not (wish and one.startswith("请")))


def citations(card: Card, goods: str = "") -> list[str]:
    """The articles of what holds everywhere, as they are cited; none of rules that are for other goods."""
    paths = dict.fromkeys(path for right in card.rights if not right.where for path in right.articles)
    found = [article for article in map(article_at, paths) if article is not None]
    others = OTHER_GOODS[any(word in goods.casefold() for word in PHONES)] if goods else ""
    return [held()[one.statute].citation(one) for one in found if one.statute != others]


def _day(when: Any) -> str:
    return f"{when.year} 年 {when.month} 月 {when.day} 日"
