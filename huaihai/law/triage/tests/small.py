"""A small tree for tests: four cards, two offices."""

from datetime import date
from typing import Any

from huaihai.law.library.entries import Words
from huaihai.law.sureness import Sureness
from huaihai.law.triage.cards import Card, Office, Picture, Tree
from huaihai.law.triage.reading import card_of

CHECKED = date(2026, 11, 30)
SAYS = {
    "card.gone": [
        "健身房关门了卡里还有钱",
        "理发店老板跑路了",
        "美容院人去楼空",
        "游泳馆停业不退钱",
        "店没了电话打不通",
    ],
    "food.spoiled": ["买的面包发霉了", "牛奶过期了还在卖", "吃出一只虫子", "肉都臭了", "香肠变味了"],
    "wages": ["老板欠我两个月工资", "工地不发工钱", "干了活不给钱", "公司拖欠工资", "辞职了工资不结"],
    "gas": ["家里有煤气味", "天然气漏了", "闻到燃气味头晕", "灶台漏气怎么办", "煤气中毒了"],
}


def row(card: str, **changed: Any) -> dict[str, Any]:
    """One card as it stands in a file."""
    ours = card in ("card.gone", "food.spoiled")
    right = {"zh": "可以退。", "en": "It goes back.", "articles": ["consumer-rights-law/25"]}
    return {
        "id": card,
        "kind": "ours" if ours else "urgent" if card == "gas" else "elsewhere",
        "title": card,
        "title_en": card,
        "answer": f"{card}。",
        "answer_en": f"{card}.",
        "at": ["food"] if ours else [],
        "says": [said + end for said in SAYS[card] for end in ("", "，怎么办")],
        "today": ["拍照"],
        "today_en": ["Take a picture"],
        "remedies": ["refund"] if ours else [],
        "first": "us" if ours else "office",
        "offices": ["us"] if ours else ["other-office"],
        "nature": "N06" if ours else "",
        "trades": ["S01" if card == "card.gone" else "G04"] if ours else [],
        "right": [right] if ours else [],
        "checked": CHECKED,
        "sure": "law",
    } | changed


def tree(**changed: dict[str, Any]) -> Tree:
    """The small tree; `changed` by the first part of a card's id."""
    return tree_of(*(card_of(row(card, **changed.get(card.split(".")[0], {}))) for card in SAYS))


def tree_of(*cards: Card) -> Tree:
    none = Words("", "")
    names = {"us": ("本平台", ""), "other-office": ("别处", "12333")}
    offices = {
        key: Office(key, Words(name, name), number, False, none, none, "", Sureness.LAW)
        for key, (name, number) in names.items()
    }
    pictures = {"food": Picture("food", Words("吃的", "Food"), "food")}
    return Tree(pictures, offices, {card.id: card for card in cards})
