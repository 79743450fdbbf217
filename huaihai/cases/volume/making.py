"""An archive volume, set by typst like every paper. It is always Chinese, and kept by nobody here."""

from contextlib import closing
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.utils import translation

from huaihai import alliance
from huaihai.cases import case_facts, promises, timeline
from huaihai.cases.models import Case
from huaihai.cases.papers.facts import CHINESE, Facts, paper_day
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import erasing
from huaihai.cases.volume.pictures import Drawn
from huaihai.desk.papers import setting
from huaihai.desk.papers.official import Block, OfficialPaper, Piece, from_facts
from huaihai.kit import spoken
from huaihai.kit.clock import ZONE, local_day
from huaihai.law import papers
from huaihai.members.models import Organisation

PARTY: Final = {"consumer": "消费者", "business": "经营者", "body": "消费者组织"}
FOOT: Final = "本卷由平台按办案记录生成。电子文件另存，以目录所载SHA-256为准。"


def is_open(case: Case) -> bool:
    """Whether a volume can be made: it has ended, and is not emptied yet."""
    return case.is_final and bool(case.ended_at and case.receipt_hash and case.contact_body)


def pdf(situation: Situation) -> bytes:
    """The volume. Raises setting.BusyError and NotSetError."""
    from huaihai.desk.papers import official_files  # only here: the library of Word files takes 18 MB

    with translation.override(CHINESE), closing(Drawn()) as drawn:
        facts = {
            "title": f"{situation.case.number} {situation.case.title}",
            "body": _body(situation.case).name,
            "cover": _cover(situation),
            "items": _items(situation, drawn),
            "foot": FOOT,
        } | setting.script(CHINESE)
        return setting.document(
            "volume", "pdf", facts, folder=official_files.TEMPLATES, is_kept=False, pictures=drawn.numbers
        )


def _body(case: Case) -> Organisation:
    body = case.contact_body
    if body is None:
        raise ValueError("a case that has ended is somebody's")
    return body


def kept(case: Case) -> tuple[str, date, str]:
    """Its class of keeping, the last day, and by which rule."""
    if case.ended_at is None:
        raise ValueError("only what has ended has a last day of keeping")
    rule, until = erasing.kept_until(_body(case), local_day(case.ended_at))
    return f"定期{rule.term_zh}", until, f"{rule.article}（{rule.sureness.zh}）"


def _cover(situation: Situation) -> list[tuple[str, str]]:
    case = situation.case
    term, until, article = kept(case)
    rows = [
        ("案卷题名", f"{case.title or '消费争议'}"),
        ("案号", case.number or ""),
        ("立卷单位", _body(case).name),
        ("承办人", Facts(situation).handler),
        ("收到日期", paper_day(local_day(case.submitted_at)) if case.submitted_at else ""),
        ("办结日期", paper_day(local_day(case.ended_at)) if case.ended_at else ""),
        ("办理结果", _outcome(case)),
        ("保管期限", f"{term}，保管至{paper_day(until)}\n依据：{article}"),
    ]
    return [(label, words) for label, words in rows if words]


def _outcome(case: Case) -> str:
    return "：".join(filter(None, (str(case.stage_info.desk), str(case.get_result_display()))))


def _items(situation: Situation, drawn: Drawn) -> list[dict[str, Any]]:
    case = situation.case
    ended_on = local_day(case.ended_at) if case.ended_at else situation.today
    items = [_sheet(_summary(situation), "案件办理情况", "", ended_on)]
    for row in case.papers.prefetch_related("scans"):
        title = papers.forms()[row.form].title + ("（已被替换）" if row.replaced_at else "")
        items.append(_sheet(from_facts(row.content), title, row.number, row.issued_on))
        items += [_stored(scan, f"{title}（签字件）", drawn, number=row.number) for scan in row.scans.all()]
    for one in case.evidence.all():
        items.append(_stored(one, f"证据：{one.name}（{PARTY.get(one.party, one.party)}提供）", drawn))
    return items


def _sheet(paper: OfficialPaper, title: str, number: str, day: date) -> dict[str, Any]:
    more = {"qr": paper.drawn_square, "square_words": paper.square_words}
    return {
        "kind": "sheet",
        "title": title,
        "number": number,
        "day": f"{day:%Y.%m.%d}",
        "note": "",
        "sheet": asdict(paper) | more,
    }


def _stored(one: Any, title: str, drawn: Drawn, *, number: str = "") -> dict[str, Any]:
    taken = drawn.take(sha256=one.sha256, kind=one.kind, name=one.name, derivative=one.derivative)
    digest = f"SHA-256：{one.sha256}"
    note = digest if taken else f"电子文件，另存（{spoken.file_size(one.size)}）。{digest}"
    row = {
        "kind": "pictures" if taken else "listed",
        "title": title,
        "number": number,
        "day": f"{local_day(one.added_at):%Y.%m.%d}",
        "note": note,
    }
    return row | (taken or {})


def _summary(situation: Situation) -> OfficialPaper:
    """Who, what, how it ended, and each step: the first sheet of a volume."""
    case = situation.case
    return OfficialPaper(
        letterhead=alliance.load().papers.letterhead.get(_body(case).key, _body(case).name),
        title="案件办理情况",
        number=case.number or "",
        blocks=tuple(block for block in _blocks(situation) if block.rows or block.paragraphs),
        sender="",
        day="",
        has_seal=False,
    )


def _blocks(situation: Situation) -> list[Block]:
    case, agreement = situation.case, situation.agreement
    person = getattr(case, "complainant", None)
    of_person = [
        ("姓名", person.name),
        ("代为投诉", person.acts_for),
        ("电话", person.phone),
        ("邮箱", person.email),
        ("地址", person.address),
    ] if person else []  # fmt: skip
    matter = [
        ("收到方式", str(case.get_origin_display())),
        ("商品或者服务", case_facts.kind_words(case)),
        ("购买时间", paper_day(case.bought_on)),
        ("价款", case_facts.money_words(case.price_fen)),
        (
            "诉求",
            " · ".join(
                filter(None, (case_facts.remedy_words(case.remedies), case_facts.money_words(case.asked_fen)))
            ),
        ),
        ("经过", case.story),
    ]
    duties = [
        (f"{paper_day(row.due_on)}前", f"{row.what} · {row.state}")
        for row in promises.of_case(case, today=situation.today)
    ]
    steps = [_step(line) for line in reversed(timeline.of(case, "body", history=situation.history))]
    return [
        Block("消费者", rows=_rows(of_person)),
        Block(
            "经营者", rows=_rows([(row["label"], str(row["value"])) for row in case_facts.of_business(case)])
        ),
        Block("投诉事项", rows=_rows(matter)),
        Block("协议", rows=_rows([("内容", agreement.terms), *duties] if agreement else [])),
        Block(
            "结果",
            rows=_rows([("办理结果", _outcome(case)), ("金额", case_facts.money_words(case.settled_fen))]),
        ),
        Block("办理经过", rows=_rows(steps)),
    ]


def _step(line: timeline.Line) -> tuple[str, str]:
    more = case_facts.outside_words(line.verb, line.facts, today=local_day(line.at))
    return _digits(line.at), "\n".join(filter(None, (f"{line.what} {line.to}".strip(), more, line.text)))


def _rows(rows: list[tuple[str, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(words, label=label) for label, words in rows if words)


def _digits(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"
