"""`huaihai law …`: due dates, routes and rules for officers and auditors. No database, no Django."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from huaihai.law import answers, limits
from huaihai.law.answers import Answer
from huaihai.law.calendar import Calendar, held_calendar
from huaihai.law.deadlines import due, due_moment
from huaihai.law.errors import LawError
from huaihai.law.jurisdiction import Kind, Zone, route
from huaihai.law.library import checking
from huaihai.law.limit import Limit, Unit
from huaihai.law.notices import parse_notice
from huaihai.law.terms import parse_day, parse_moment, parse_rule, parse_suspension

NOT_ALL, BAD_INPUT = 1, 2


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `law due`, `route`, `rules`, `notice`, `check` and `library` to the program."""
    law = groups.add_parser("law", help="due dates, routes and rules")
    leaves = law.add_subparsers(metavar="COMMAND", required=True)
    _add_due(leaves)
    _add_route(leaves)
    rules = _leaf(leaves, "rules", "list every time limit by name", run_rules)
    rules.add_argument("--on", metavar="DATE", help="only those in force on this day")
    notice = _leaf(leaves, "notice", "check a holiday notice file (TOML)", run_notice)
    notice.add_argument("file", type=Path)
    check = _leaf(
        leaves, "check", "name what nobody has checked for more than a year (exit code 1)", run_check
    )
    check.add_argument("--on", metavar="DATE", help="as if it were this day")
    listing = leaves.add_parser("library", help="print docs/law/library.md: every article of the library")
    listing.set_defaults(run=run_library, needs_django=False)


def run_due(args: argparse.Namespace) -> int:
    return _answering(args, _due)


def run_route(args: argparse.Namespace) -> int:
    return _answering(args, _route)


def run_rules(args: argparse.Namespace) -> int:
    return _answering(args, _rules)


def run_notice(args: argparse.Namespace) -> int:
    return _answering(args, _notice)


def run_check(args: argparse.Namespace) -> int:
    """0: all were checked within a year; 1: some were not."""
    try:
        on = parse_day(args.on) if args.on else _today()
    except LawError as error:
        print(f"huaihai: {error.en if args.lang == 'en' else error.zh}", file=sys.stderr)
        return BAD_INPUT
    found = checking.old(on)
    answer = answers.for_check(found)
    print(json.dumps(answer.data) if args.json else answer.en if args.lang == "en" else answer.zh)
    return NOT_ALL if found else 0


def _today() -> date:
    from huaihai import alliance  # it knows the country's zone

    return alliance.today()


def run_library(_args: argparse.Namespace) -> int:
    print(checking.listing(), end="")
    return 0


def _answering(args: argparse.Namespace, find: Callable[[argparse.Namespace], Answer]) -> int:
    try:
        answer = find(args)
    except LawError as error:
        print(f"huaihai: {error.en if args.lang == 'en' else error.zh}", file=sys.stderr)
        return BAD_INPUT
    if args.json:
        print(json.dumps(answer.data, ensure_ascii=False, indent=2))
    else:
        print(answer.en if args.lang == "en" else answer.zh)
    return 0


def _add_due(leaves: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _leaf(leaves, "due", "when a time limit falls due", run_due)
    parser.add_argument("rule", metavar="RULE", help="a rule's name, or 7wd (working days), 60d, 6m, 3y, 24h")
    parser.add_argument("--from", dest="start", metavar="DATE", required=True, help="the day it starts")
    parser.add_argument(
        "--suspend", metavar="A..B", action="append", default=[], help="whole days that do not count"
    )
    parser.add_argument("--notice", metavar="FILE", type=Path, help="count with this holiday notice too")


def _add_route(leaves: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _leaf(leaves, "route", "which body is home and which leads", run_route)
    parser.add_argument("--consumer-at", metavar="CODE", required=True)
    for option, meaning in (
        ("--business-at", "actual place of business"),
        ("--registered-at", "registered domicile"),
        ("--published-at", "address the shop publishes"),
        ("--platform-at", "domicile of the platform operator"),
    ):
        parser.add_argument(option, metavar="CODE", help=meaning)
    parser.add_argument(
        "--kind", choices=[kind.value for kind in Kind], help="told from the addresses if left out"
    )
    parser.add_argument(
        "--unreachable", action="store_true", help="not to be reached at the published address"
    )


def _leaf(
    leaves: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    meaning: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = leaves.add_parser(name, help=meaning, description=meaning)
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh", help="language of the words")
    parser.set_defaults(run=run, needs_django=False)
    return parser


def _due(args: argparse.Namespace) -> Answer:
    limit = parse_rule(args.rule)
    calendar = _calendar(args.notice)
    suspensions = [parse_suspension(text) for text in args.suspend]
    if limit.unit is Unit.HOURS:
        return _moment(limit, parse_moment(args.start), suspended=bool(suspensions))
    start = parse_day(args.start)
    return answers.for_due(due(limit, start, calendar=calendar, suspensions=suspensions), args.lang)


def _moment(limit: Limit, start: datetime, *, suspended: bool) -> Answer:
    if suspended:
        raise LawError(
            "--suspend takes whole days; a limit in hours has none", "按小时计的期限不能用 --suspend 扣除整日"
        )
    try:
        end = due_moment(limit, start)
    except OverflowError as error:
        raise LawError("the moment lies too far ahead", "时刻太远，无法计算") from error
    return answers.for_moment(limit, start, end)


def _calendar(path: Path | None) -> Calendar:
    return held_calendar() if path is None else held_calendar().with_notice(parse_notice(_read(path)))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LawError(
            f"cannot read {path}: {error}", f"无法读取 {path}：要有这个文件，能读，并且是 UTF-8 文本"
        ) from error


def _route(args: argparse.Namespace) -> Answer:
    found = route(
        consumer_at=args.consumer_at,
        zone=_zone(),
        business_at=args.business_at,
        registered_at=args.registered_at,
        published_at=args.published_at,
        platform_at=args.platform_at,
        kind=args.kind,
        unreachable=args.unreachable,
    )
    return answers.for_route(found, args.lang)


def _zone() -> Zone:
    # Only this command asks which alliance it works for; the rules are told.
    from huaihai import alliance

    return alliance.load().zone


def _rules(args: argparse.Namespace) -> Answer:
    on = parse_day(args.on) if args.on else None
    held = [limit for limit in limits.BY_NAME.values() if on is None or limit.is_in_force(on)]
    return answers.for_rules(held, args.lang)


def _notice(args: argparse.Namespace) -> Answer:
    return answers.for_notice(parse_notice(_read(args.file)))
