"""A small tree of problem cards for the tests of its pages: one card of each kind, a picture that is full."""

from datetime import date
from typing import Any

from huaihai.law.triage.cards import Card, Office, Picture, Tree
from huaihai.law.triage.reading import card_of, tree


def a_card(id_: str, kind: str = "ours", **more: Any) -> Card:
    """A card with what every card has."""
    row = {
        "id": id_,
        "kind": kind,
        "title": f"标题 {id_}",
        "title_en": f"Title {id_}",
        "answer": f"回答 {id_}",
        "answer_en": f"Answer {id_}",
        "at": ["food"] if kind == "ours" else [],
        "says": [f"说法 {id_} {number}" for number in range(8)],
        "first": "us" if kind == "ours" else "office",
        "offices": ["us"] if kind == "ours" else ["labour"],
        "checked": date(2026, 11, 30),
        "sure": "law",
    }
    return card_of(row | more)


def right(words: str, *articles: str, where: str = "") -> dict[str, Any]:
    return {"zh": words, "en": f"A right of {len(words)} signs", "articles": list(articles), "where": where}


def an_office(id_: str, number: str, *, by_area: bool = False) -> Office:
    held = tree().offices["us"]
    return Office(
        id_,
        type(held.name)(f"部门 {id_}", f"Office {id_}"),
        number,
        by_area,
        held.bring,
        held.note,
        "",
        held.sureness,
    )


SHOP = a_card(
    "test.shop",
    first="shop",
    letter="请把钱退给我。",
    remedies=["refund"],
    sums=["prepaid", "threefold"],
    never=["tenfold"],
    nature="N06",
    trades=["S06"],
    today=["留好凭证"],
    today_en=["Keep the proof"],
    right=[
        right("该退的都要退", "prepaid-interpretation/15", "no-such-law/1"),
        right("江苏另有规定", where="32"),
        right("十五天内退", where="37"),
    ],
)
SPLIT = a_card(
    "test.split",
    split={
        "ask": "向谁买的？",
        "ask_en": "From whom?",
        "option": [
            {"zh": "商家", "en": "A shop", "go": "test.shop"},
            {"zh": "个人", "en": "A person", "go": "test.private"},
        ],
    },
)
WAGES = a_card("wages.test", "elsewhere")
PRIVATE = a_card("test.private", "legal", at=["food"], offices=["line"])
FIRE = a_card("urgent.test", "urgent", offices=["fire"])
REGRET = a_card("legal.regret", "legal", offices=["line"])
MANY = [a_card(f"many.{number}", at=["car"]) for number in range(9)]
ODD = a_card("nobody.named", "elsewhere")
CARDS = (SHOP, SPLIT, WAGES, PRIVATE, FIRE, ODD, REGRET, *MANY)


def small_tree() -> Tree:
    """The cards above behind the real pictures."""
    pictures: dict[str, Picture] = dict(tree().pictures)
    offices = {
        "us": tree().offices["us"],
        "labour": an_office("labour", "12333", by_area=True),
        "line": an_office("line", ""),
        "fire": an_office("fire", "119"),
    }
    return Tree(pictures, offices, {card.id: card for card in CARDS})
