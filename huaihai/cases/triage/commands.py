"""`huaihai triage …`: the tree of problems checked, and asked with a sentence. No database."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from huaihai.law.errors import LawError
from huaihai.law.triage import checking
from huaihai.law.triage.cards import Kind, Office
from huaihai.law.triage.finding import Found, after_gates, find
from huaihai.law.triage.reading import tree, with_all_sentences
from huaihai.packs.words import of_country

BAD_TREE = 1
BAD_INPUT = 2
LEAF, REDIRECT = "leaf", "redirect"


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `triage check` and `triage find` to the program."""
    triage = groups.add_parser("triage", help="the tree of problems: checked, or asked with a sentence")
    leaves = triage.add_subparsers(metavar="COMMAND", required=True)
    check = leaves.add_parser("check", help="what is wrong with the cards; exit code 1 if anything is")
    check.add_argument("--on", type=date.fromisoformat, default=None, help="as if it were this day")
    asked = leaves.add_parser("find", help="the cards that fit a sentence, best first")
    asked.add_argument("text", metavar="TEXT")
    asked.add_argument("--most", type=int, default=3, help="how many (3)")
    for gate, meaning in (("danger", "is anybody in danger now"), ("paid", "did you pay a business for it")):
        asked.add_argument(f"--{gate}", choices=["yes", "no"], help=f"the answer to the gate: {meaning}")
    learn = leaves.add_parser(
        "learn", help="keep what the search has learned from the cards (make setup does)"
    )
    learn.set_defaults(run=run_learn, needs_django=False)
    for parser, run in ((check, run_check), (asked, run_find)):
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.set_defaults(run=run, needs_django=run is run_check)


def run_check(args: argparse.Namespace) -> int:
    """Print what is wrong, or how many cards there are."""
    from huaihai.kit import clock  # with Django, which the search does without

    try:
        held = with_all_sentences()
    except LawError as error:
        print(f"huaihai: {error.zh}", file=sys.stderr)
        return BAD_INPUT
    found = checking.problems(held, on=args.on or clock.today())
    cards = held.cards.values()
    counts: dict[str, Any] = {
        "leaves": sum(card.is_ours for card in cards),
        "redirects": sum(not card.is_ours for card in cards),
        "kinds": {kind.value: sum(card.kind is kind for card in cards) for kind in Kind},
        "says": sum(len(card.says) for card in cards),
        "problems": found,
    }
    if args.json:
        print(json.dumps(counts, ensure_ascii=False, indent=2))
    else:
        print(f"问题卡 {counts['leaves']} 张，指路卡 {counts['redirects']} 张，说法 {counts['says']} 句。")
        print("\n".join(found) or "没有发现问题。")
    return BAD_TREE if found else 0


def run_learn(_args: argparse.Namespace) -> int:
    """Write the weights file beside the cards, unless it is there."""
    from huaihai.law.triage import learning  # with numpy, which no other command needs

    learning.kept_or_learned()
    return 0


def run_find(args: argparse.Namespace) -> int:
    """Print the ranked answers."""
    found = find(args.text, most=args.most, kinds=after_gates(danger=args.danger, paid=args.paid))
    rows = [_row(one) for one in found]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print(
            "\n".join(f"{row['title']}（{row['office']}）" for row in rows)
            or f"没找准。请换一种说法，或者拨打 {of_country().named['city_line'].zh}。"
        )
    return 0


def _row(found: Found) -> dict[str, Any]:
    card = found.card
    return {
        "id": card.id,
        "kind": LEAF if card.is_ours else REDIRECT,
        "title": card.title.zh,
        "office": "、".join(_office(tree().offices[office]) for office in card.offices),
        "score": round(found.score, 3),
    }


def _office(office: Office) -> str:
    return f"{office.name.zh} {office.number}".strip()
