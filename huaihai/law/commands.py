"""`huaihai law …`: due dates, routes and rules for officers and auditors. No database, no Django."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from huaihai.law import limits
from huaihai.law.calendar import Calendar, held_calendar
from huaihai.law.deadlines import DueDate, due, due_moment
from huaihai.law.errors import LawError
from huaihai.law.jurisdiction import Kind, Route, Zone, route
from huaihai.law.limits import Limit, Unit
from huaihai.law.notices import parse_notice
from huaihai.law.places import place
from huaihai.law.terms import NotInForce, not_in_force, parse_day, parse_moment, parse_rule, parse_suspension

BAD_INPUT = 2


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `law due`, `law route`, `law rules` and `law notice` to the program."""
    law = groups.add_parser("law", help="due dates, routes and rules")
    leaves = law.add_subparsers(metavar="COMMAND", required=True)
    _add_due(leaves)
    _add_route(leaves)
    rules = _leaf(leaves, "rules", "list every time limit by name", run_rules)
    rules.add_argument("--on", metavar="DATE", help="only those in force on this day")
    notice = _leaf(leaves, "notice", "check a holiday notice file (TOML)", run_notice)
    notice.add_argument("file", type=Path)


def run_due(args: argparse.Namespace) -> int:
    return _answering(args, _due)


def run_route(args: argparse.Namespace) -> int:
    return _answering(args, _route)


def run_rules(args: argparse.Namespace) -> int:
    return _answering(args, _rules)


def run_notice(args: argparse.Namespace) -> int:
    return _answering(args, _notice)


@dataclass(frozen=True)
class Answer:
    """What a command found: for machines, and in words in both languages."""

    data: Any
    zh: str
    en: str


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
        return _moment_answer(limit, parse_moment(args.start), bool(suspensions))
    start = parse_day(args.start)
    return _due_answer(due(limit, start, calendar=calendar, suspensions=suspensions), args.lang)


def _calendar(path: Path | None) -> Calendar:
    return held_calendar() if path is None else held_calendar().with_notice(parse_notice(_read(path)))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LawError(f"cannot read {path}: {error}", f"无法读取 {path}：{error}") from error


def _moment_answer(limit: Limit, start: datetime, suspended: bool) -> Answer:
    if suspended:
        raise LawError(
            "--suspend takes whole days; a limit in hours has none", "按小时计的期限不能用 --suspend 扣除整日"
        )
    try:
        end = due_moment(limit, start)
    except OverflowError as error:
        raise LawError("the moment lies too far ahead", "时刻太远，无法计算") from error
    data = {
        "due_on": end.date().isoformat(),
        "due_at": end.isoformat(timespec="minutes"),
        "provisional": False,
        "article": limit.article,
        "rule": limit.name,
        "from": start.isoformat(timespec="minutes"),
        "skipped": [],
        "sureness": limit.sureness.value,
    }
    shown = f"{end:%Y-%m-%d %H:%M}"
    return Answer(
        data,
        f"到期时刻：{shown}\n依据：{limit.article}（{limit.sureness.zh}）\n"
        f"自 {start:%Y-%m-%d %H:%M} 起 {limit.term_zh}。",
        f"Due at {shown}\nArticle: {limit.article} ({limit.sureness.en})\n"
        f"{limit.term_en} from {start:%Y-%m-%d %H:%M}.",
    )


def _due_answer(found: DueDate, lang: str) -> Answer:
    warning = not_in_force(found.limit, found.start)
    data = {
        "due_on": found.due_on.isoformat(),
        "provisional": found.provisional,
        "article": found.article,
        "rule": found.limit.name,
        "from": found.start.isoformat(),
        "number": found.limit.number,
        "unit": found.limit.unit.value,
        "counted": len(found.counted),
        "skipped": [
            {"on": day.on.isoformat(), "why": day.why_en if lang == "en" else day.why_zh}
            for day in found.skipped
        ],
        "made_up": [
            {"on": day.on.isoformat(), "why": day.why_en if lang == "en" else day.why_zh}
            for day in found.made_up
        ],
        "suspensions": [f"{first_on}..{last_on}" for first_on, last_on in found.suspensions],
        "moved_from": found.moved_from.isoformat() if found.moved_from else None,
        "sureness": found.limit.sureness.value,
        "adopted_by_body": found.limit.adopted_by_body,
        "warning": (warning.en if lang == "en" else warning.zh) if warning else None,
    }
    return Answer(data, _due_zh(found, warning), _due_en(found, warning))


def _due_zh(found: DueDate, warning: NotInForce | None) -> str:
    lines = [
        f"到期日：{found.due_on}" + ("（暂定，待放假通知公布后重算）" if found.provisional else ""),
        f"依据：{found.article}（{found.limit.sureness.zh}）",
        f"期限：{found.limit.term_zh}，自 {found.start} 起算，当日不计入。",
    ]
    lines += [f"顺延：原最后一日 {found.moved_from} 为休息日。"] if found.moved_from else []
    lines += [f"中止：{first_on} 至 {last_on} 不计入。" for first_on, last_on in found.suspensions]
    lines += [f"跳过 {day.on}：{day.why_zh}" for day in found.skipped]
    lines += [f"计入 {day.on}：{day.why_zh}" for day in found.made_up]
    lines += ["这是默认期限，各组织可以另行采纳自己的期限。"] if found.limit.adopted_by_body else []
    return "\n".join(lines + ([warning.zh] if warning else []))


def _due_en(found: DueDate, warning: NotInForce | None) -> str:
    provisional = (
        " (provisional: recomputed when the holiday notice is published)" if found.provisional else ""
    )
    lines = [
        f"Due on {found.due_on}{provisional}",
        f"Article: {found.article} ({found.limit.sureness.en})",
        f"Term: {found.limit.term_en} from {found.start}, which is not counted.",
    ]
    lines += [f"Moved: the last day, {found.moved_from}, was a rest day."] if found.moved_from else []
    lines += [f"Suspended: {first_on} to {last_on}, not counted." for first_on, last_on in found.suspensions]
    lines += [f"Skipped {day.on}: {day.why_en}" for day in found.skipped]
    lines += [f"Counted {day.on}: {day.why_en}" for day in found.made_up]
    lines += ["A default: each body may adopt its own."] if found.limit.adopted_by_body else []
    return "\n".join(lines + ([warning.en] if warning else []))


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
    data = {
        "home": found.home,
        "lead": found.lead,
        "refer_to": found.refer_to,
        "joint_with": found.joint_with,
        "rule": found.rule,
        "rules": [rule.code for rule in found.rules],
        "why": found.why_en if args.lang == "en" else found.why_zh,
        "names": {code: place(code).full_name for code in _codes(found)},
    }
    return Answer(data, _route_zh(found), _route_en(found))


def _zone() -> Zone:
    # Only this command asks which alliance it works for; the rules are told.
    from huaihai import alliance

    try:
        here = alliance.load()
    except alliance.AllianceDataError as error:
        raise LawError(str(error), f"联盟数据有误：{error}") from error
    return Zone(frozenset(here.city_codes), here.zone_aliases)


def _codes(found: Route) -> list[str]:
    codes = (found.home, found.lead, found.refer_to, found.joint_with)
    return list(dict.fromkeys(code for code in codes if code))


def _route_zh(found: Route) -> str:
    lines = [f"受理地（消费者所在地）：{_named(found.home, '无')}", f"牵头处理地：{_named(found.lead, '无')}"]
    lines += [f"请向这里反映：{_named(found.refer_to, '无')}"] if found.refer_to else []
    lines += [f"联合处理：{_named(found.joint_with, '无')}"] if found.joint_with else []
    lines += [f"理由：{found.why_zh}"]
    lines += [f"规则 {rule.code}：{rule.zh}（{rule.article}，{rule.sureness.zh}）" for rule in found.rules]
    return "\n".join(lines)


def _route_en(found: Route) -> str:
    lines = [f"Home: {_named(found.home, 'none')}", f"Lead: {_named(found.lead, 'none')}"]
    lines += [f"Refer to: {_named(found.refer_to, 'none')}"] if found.refer_to else []
    lines += [f"Jointly with: {_named(found.joint_with, 'none')}"] if found.joint_with else []
    lines += [f"Why: {found.why_en}"]
    lines += [f"Rule {rule.code}: {rule.en} ({rule.article}; {rule.sureness.en})" for rule in found.rules]
    return "\n".join(lines)


def _named(code: str | None, nobody: str) -> str:
    return f"{place(code).full_name}（{code}）" if code else nobody


def _rules(args: argparse.Namespace) -> Answer:
    on = parse_day(args.on) if args.on else None
    held = [limit for limit in limits.BY_NAME.values() if on is None or limit.is_in_force(on)]
    data = [
        {
            "name": limit.name,
            "number": limit.number,
            "unit": limit.unit.value,
            "article": limit.article,
            "text": limit.en if args.lang == "en" else limit.zh,
            "sureness": limit.sureness.value,
            "in_force_from": limit.in_force_from.isoformat() if limit.in_force_from else None,
            "in_force_until": limit.in_force_until.isoformat() if limit.in_force_until else None,
            "adopted_by_body": limit.adopted_by_body,
        }
        for limit in held
    ]
    zh = "\n".join(
        f"{limit.name}  {limit.term_zh}  {limit.zh}（{limit.article}，{limit.sureness.zh}）" for limit in held
    )
    en = "\n".join(
        f"{limit.name}  {limit.term_en}  {limit.en} ({limit.article}; {limit.sureness.en})" for limit in held
    )
    return Answer(data, zh, en)


def _notice(args: argparse.Namespace) -> Answer:
    notice = parse_notice(_read(args.file))
    data = {
        "year": notice.year,
        "published_on": notice.published_on.isoformat(),
        "source": notice.source,
        "off": [day.isoformat() for day in sorted(notice.off)],
        "workdays": [day.isoformat() for day in sorted(notice.workdays)],
    }
    off, made_up = len(notice.off), len(notice.workdays)
    return Answer(
        data,
        f"{notice.year} 年放假通知没有问题：放假 {off} 天，调休上班 {made_up} 天。",
        f"The holiday notice of {notice.year} is sound: {off} days off, {made_up} make-up working days.",
    )
