"""What the commands answer: for machines, and in words in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huaihai.law.calendar import DayKind
from huaihai.law.deadlines import DueDate
from huaihai.law.jurisdiction import Route
from huaihai.law.library.entries import Article
from huaihai.law.limit import Limit
from huaihai.law.notices import HolidayNotice
from huaihai.law.places import place
from huaihai.law.terms import NotInForce, not_in_force


@dataclass(frozen=True)
class Answer:
    """What a command found: for machines, and in words in both languages."""

    data: Any
    zh: str
    en: str


def for_due(found: DueDate, lang: str) -> Answer:
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
        "skipped": _with_reasons(found.skipped, lang),
        "made_up": _with_reasons(found.made_up, lang),
        "suspensions": [f"{first_on}..{last_on}" for first_on, last_on in found.suspensions],
        "moved_from": found.moved_from.isoformat() if found.moved_from else None,
        "sureness": found.limit.sureness.value,
        "adopted_by_body": found.limit.adopted_by_body,
        "warning": (warning.en if lang == "en" else warning.zh) if warning else None,
    }
    return Answer(data, _due_zh(found, warning), _due_en(found, warning))


def for_moment(limit: Limit, start: datetime, end: datetime) -> Answer:
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


def for_route(found: Route, lang: str) -> Answer:
    data = {
        "home": found.home,
        "lead": found.lead,
        "refer_to": found.refer_to,
        "joint_with": found.joint_with,
        "rule": found.rule,
        "rules": [rule.code for rule in found.rules],
        "why": found.why_en if lang == "en" else found.why_zh,
        "names": {code: place(code).full_name for code in _codes(found)},
    }
    return Answer(data, _route_zh(found), _route_en(found))


def for_rules(held: Sequence[Limit], lang: str) -> Answer:
    data = [
        {
            "name": limit.name,
            "number": limit.number,
            "unit": limit.unit.value,
            "article": limit.article,
            "text": limit.en if lang == "en" else limit.zh,
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


def for_check(old: Sequence[Article]) -> Answer:
    data = [{"article": article.path, "checked": article.checked.isoformat()} for article in old]
    if not old:
        return Answer(data, "法律库的每一条，一年内都核对过。", "Every article was checked within a year.")
    lines = "\n".join(f"{article.checked}  {article.path}" for article in old)
    return Answer(
        data,
        f"{len(old)}条超过一年没有核对，请对照原文再看：\n{lines}",
        f"{len(old)} articles were not checked for more than a year; please hold them against the text:\n{lines}",
    )


def for_notice(notice: HolidayNotice) -> Answer:
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


def _with_reasons(days: Sequence[DayKind], lang: str) -> list[dict[str, str]]:
    return [{"on": day.on.isoformat(), "why": day.why_en if lang == "en" else day.why_zh} for day in days]


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
