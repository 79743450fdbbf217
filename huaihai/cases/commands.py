"""`huaihai cases import` and `index`, and the pages of the documentation that are printed: `diagram` and `words`."""

import argparse
from pathlib import Path

LIFE = """# The life of a case

Printed from `huaihai/cases/life.py` by `huaihai cases diagram`; change the table, not the page. Verbs that
leave a case in its stage (offers, calls, evidence, assigning down and taking back) are left out of the picture.

```mermaid
{diagram}
```

| stage | on the desk | holder | whose turn | clocks that run | clocks that wait |
|---|---|---|---|---|---|
{stages}"""


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("cases", help="bring in messages as drafts; the life of a case as a diagram")
    leaves = group.add_subparsers(metavar="VERB", required=True)
    brought = leaves.add_parser("import", help="make drafts of the consumer matters in a list of messages")
    brought.add_argument(
        "file", metavar="FILE", help="CSV or CSV.gz, in UTF-8 or GBK; - reads standard input"
    )
    brought.add_argument(
        "--home", required=True, metavar="CODE", help="city or county whose drafts they become"
    )
    brought.add_argument("--source", default="", help="name of the list (default: the file's)")
    brought.add_argument("--json", action="store_true", help="the report as JSON")
    brought.add_argument(
        "--report", metavar="FILE", type=Path, help="write the report with the ids of all rows"
    )
    brought.set_defaults(run=run_import, needs_django=True)
    diagram = leaves.add_parser("diagram", help="print docs/case-life.md from the table of stages and verbs")
    diagram.set_defaults(run=run_diagram, needs_django=True)
    words = leaves.add_parser("words", help="print docs/consumer-words.md from the list of words")
    words.set_defaults(run=run_words, needs_django=True)
    rebuild = leaves.add_parser(
        "rebuild", help="count the numbers of each trade anew where something has changed"
    )
    rebuild.add_argument("--all", action="store_true", help="every month, from nothing")
    rebuild.set_defaults(run=run_rebuild, needs_django=True)
    emptying = leaves.add_parser("empty", help="how many files are kept no longer")
    emptying.add_argument("--release", action="store_true", help="empty them, however many")
    emptying.set_defaults(run=run_empty, needs_django=True)
    index = leaves.add_parser("index", help="bring the search over cases up to date")
    index.add_argument("--rotate", action="store_true", help="all of it anew, under a new key")
    index.set_defaults(run=run_index, needs_django=True)


def run_import(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.cases.importing import drafting, reading
    from huaihai.kit import clock
    from huaihai.kit.text.files import UnreadableFileError
    from huaihai.members import directory
    from huaihai.members.actors import Actor

    home = directory.body_at(args.home)
    if home is None:
        words = _("%(code)s: no body has this code; load the alliance with huaihai members load")
        return _refuse(words % {"code": args.home})
    try:
        messages = reading.read(args.file)
        if args.report:
            args.report.touch()
        source = args.source or reading.source_of(args.file)
        by = Actor.system("cases-import")
        outcome = drafting.draft_all(messages, source=source, home=home, by=by, at=clock.now())
        if args.report:
            args.report.write_text(drafting.as_json(outcome, home, with_ids=True) + "\n", encoding="utf-8")
    except (reading.UnreadableMessages, UnreadableFileError, OSError) as error:
        return _refuse(error)
    print(drafting.as_json(outcome, home) if args.json else "\n".join(drafting.as_lines(outcome, home)))
    return 0


def run_diagram(args: argparse.Namespace) -> int:
    from huaihai.cases import life

    print(LIFE.format(diagram=life.diagram(), stages=_stages()))
    return 0


def _stages() -> str:
    from django.utils import translation

    from huaihai.cases import life

    with translation.override("en"):
        rows = [
            f"| {stage.name} | {stage.desk} | {stage.holder or '–'} | {stage.turn or '–'} "
            f"| {', '.join(stage.running) or '–'} | {', '.join(stage.paused) or '–'} |"
            for stage in life.STAGES.values()
        ]
    return "\n".join(rows)


def run_rebuild(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.cases import business_numbers
    from huaihai.kit import clock

    count = business_numbers.recount_all if args.all else business_numbers.recount_changed
    print(_("%d months counted") % count(at=clock.now()))
    return 0


def run_empty(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.cases.verbs import emptying
    from huaihai.kit import clock
    from huaihai.record import clock_doubt

    at = clock.now()
    if doubt := clock_doubt.look(at):
        return _refuse(doubt.in_words())
    found = list(emptying.due(clock.local_day(at)))
    if not args.release:
        print(_("%d files are kept no longer; every night some are emptied") % len(found))
        return 0
    done = emptying.empty(found, most=None, at=at)
    print(_("%(emptied)d files emptied, %(held)d held") % {"emptied": done.emptied, "held": done.held})
    return 0


def run_index(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.cases.search import indexing
    from huaihai.kit import clock
    from huaihai.record import worker

    if args.rotate:
        indexing.rotate(at=clock.now())
    print(_("%d cases indexed") % worker.index_all())
    return 0


def run_words(args: argparse.Namespace) -> int:
    from huaihai.cases.importing.reading import page

    print(page())
    return 0


def _refuse(why: object) -> int:
    from huaihai.kit import speaking

    speaking.refuse(why)
    return 2
