"""`huaihai cases diagram`: the life of a case, printed from its table."""

import argparse


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = groups.add_parser("cases", help="cases: importing messages, the diagram of their life")
    leaves = verbs.add_subparsers(metavar="VERB", required=True)
    diagram = leaves.add_parser("diagram", help="print docs/case-life.md from the table")
    diagram.set_defaults(run=_diagram, needs_django=True)


def _diagram(args: argparse.Namespace) -> int:
    from huaihai.cases import lifecycle

    print(lifecycle.diagram())
    return 0
