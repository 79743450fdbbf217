"""`huaihai clauses …`: unfair clauses in a text; how they are recognised, learnt anew. No database, no Django."""

import argparse
import csv
import json
from pathlib import Path

GOOD, FOUND = 0, 1


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `clauses find` and `clauses learn` to the program."""
    group = groups.add_parser("clauses", help="unfair clauses in a contract")
    leaves = group.add_subparsers(metavar="COMMAND", required=True)
    find = leaves.add_parser("find", help="which clauses of the register a text holds (exit code 1 if any)")
    find.add_argument("file", type=Path, metavar="FILE", help="a text in UTF-8")
    find.add_argument("--json", action="store_true", help="answer in JSON")
    find.set_defaults(run=run_find, needs_django=False)
    learn = leaves.add_parser("learn", help="write weights.csv anew from register.csv and examples.csv")
    learn.set_defaults(run=run_learn, needs_django=False)


def run_find(args: argparse.Namespace) -> int:
    """A line for each clause found: its code, and the sentence."""
    from huaihai.law.clauses.matching import check

    found = [
        {"code": one.clause.code, "sentence": sentence.text, "words": sentence.words(one)}
        for sentence in check(args.file.read_text(encoding="utf-8-sig"))
        for one in sentence.found
    ]
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for one in found:
            print(one["code"], one["sentence"])
    return FOUND if found else GOOD


def run_learn(args: argparse.Namespace) -> int:
    """Name by name, since it takes minutes."""
    from huaihai.law.clauses import learning, weights
    from huaihai.law.clauses.register import held, known_sentences
    from huaihai.packs import country_folder

    del args
    learnt = learning.learn(learning.examples(held(), known_sentences()), say=print)
    with (country_folder() / weights.FILE).open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(weights.written(learnt))
    return GOOD
