"""`huaihai compensation diagram`: the page about the lives of claims and funds."""

import argparse

LIFE = """# The life of a claim on a fund

Printed from `huaihai/compensation/life.py` by `huaihai compensation diagram`; change the table, not the page. Verbs
that leave a claim in its stage (votes, naming the payee, late payments, parts that come back) are left out.

```mermaid
{claim}
```

| stage | in words |
|---|---|
{claim_stages}

A claim is final once it is refused, cancelled or recovered; what was written off may still come in. A paid claim
without recourse (the fund is the business's own) stays paid.

# The life of a fund

```mermaid
{fund}
```

| stage | in words |
|---|---|
{fund_stages}

# What each kind of entry moves

| kind | debited | credited |
|---|---|---|
{pairs}
{reversals}
"""


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this room's commands."""
    group = groups.add_parser("compensation", help="the life of a claim and of a fund")
    leaves = group.add_subparsers(metavar="VERB", required=True)
    diagram = leaves.add_parser("diagram", help="print docs/compensation-life.md from the tables")
    diagram.set_defaults(run=run_diagram, needs_django=True)


def run_diagram(args: argparse.Namespace) -> int:
    """The page, as it is in docs/."""
    from django.utils import translation

    from huaihai.compensation import books
    from huaihai.compensation import life as compensation_life

    with translation.override("en"):
        claim_stages, fund_stages = (
            "\n".join(f"| {name} | {words} |" for name, words in life.stages.items())
            for life in (compensation_life.CLAIM, compensation_life.FUND)
        )
    pairs = [f"| {kind} | {debited} | {credited} |" for kind, (debited, credited) in books.PAIRS.items()]
    reversals = [f"| {kind} | reverses {', '.join(sorted(of))} | |" for kind, of in books.REVERSALS.items()]
    page = LIFE.format(
        claim=compensation_life.diagram(compensation_life.CLAIM),
        fund=compensation_life.diagram(compensation_life.FUND),
        claim_stages=claim_stages,
        fund_stages=fund_stages,
        pairs="\n".join(pairs),
        reversals="\n".join(reversals),
    )
    print(page, end="")
    return 0
