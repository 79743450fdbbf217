"""Every text message of a year finds a template of the file that operators start from, with values that fit."""

import gzip
import json
import tomllib
from collections import Counter
from pathlib import Path

from huaihai.record.senders import templates
from huaihai.record.senders.templates import Template

ROOT = Path(__file__).resolve().parents[3]
ROWS = tomllib.loads((ROOT / "deploy" / "senders.toml").read_text(encoding="utf-8"))["sms"]["template"]
CODE, ALONE = "Z83B-XCSW-K5", "请不要告诉任何人。"
OFFERED = [Template.of(row | {"id": str(number)}) for number, row in enumerate(ROWS)]


def year() -> list[str]:
    rows = gzip.decompress((ROOT / "alliances/huaihai/demo/record_outboxmessage.jsonl.gz").read_bytes())
    columns, *lines = map(json.loads, rows.decode().splitlines())
    way, text = columns.index("channel"), columns.index("text")
    return [line[text] for line in lines if line[way] == "sms"]


def test_every_text_message_of_the_demo_year_finds_its_template() -> None:
    found = Counter(fit[0].text if (fit := templates.fitting(one, OFFERED)) else one for one in year())
    assert set(found) <= {one.text for one in OFFERED}
    short = sum(count for text, count in found.items() if "${what}" not in text and "案件" in text)
    assert short < found.total() / 4, "most messages about a case say what has happened"


def test_a_code_is_in_what_leaves() -> None:
    for text, code in (
        ("【淮海消费维权】手机验证码 299023，5 分钟内有效。请不要告诉任何人。 防伪码YHWGMC7X", "299023"),
        (
            f"【淮海消费维权】投诉编号尾号 393-5 的新查询码是 {CODE}，旧查询码不能再用。{ALONE} 防伪码72TV56A3",
            CODE,
        ),
    ):
        fit = templates.fitting(text, OFFERED)
        assert fit
        assert code in fit[0].filled(fit[1])


def test_a_template_that_is_not_approved_lets_nothing_through_to_the_next() -> None:
    first, *others = OFFERED
    waiting = [Template("", first.text, first.ours), *others]
    assert (
        templates.fitting("手机验证码 299023，5 分钟内有效。请不要告诉任何人。 防伪码YHWGMC7X", waiting)
        is None
    )


def test_a_long_message_is_billed_in_parts() -> None:
    assert [templates.parts("字" * length, "签名") for length in (66, 67, 130, 131)] == [1, 2, 2, 3]
