"""Every text message of the program finds a template of the file that operators start from, with values that fit."""

import gzip
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import polib
import pytest

from huaihai.record.senders import templates
from huaihai.record.senders.answers import Refused
from huaihai.record.senders.settings import Way
from huaihai.record.senders.templates import Template

ROOT = Path(__file__).resolve().parents[3]
ROWS = tomllib.loads((ROOT / "deploy" / "senders.toml").read_text(encoding="utf-8"))["sms"]["template"]
RECEIPT = "3F7K2MPQ9TXWBD5HN"
CODE, ALONE = "Z83B-XCSW-K5", "请不要告诉任何人。"
OFFERED = [Template.of(row | {"id": str(number)}) for number, row in enumerate(ROWS)]

PLACE = re.compile(r"%\((\w+)\)s")
SAYS = {  # what stands for a name in a message; others read as they are called
    "platform": "淮海消费维权",
    "code": CODE,
    "what": "已经受理您的投诉。",
    "receipt": f"https://315.example.cn/card/code/{RECEIPT}/ ",
    "words": "给您打了三次电话，都没有打通。您也可以打 0516-12315 找徐州消协。",
}


def written() -> list[tuple[str, str]]:
    """Every message of all rooms that begins with the name of the platform, and how a full one reads."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / "huaihai").glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(file)):
            if entry.msgid.startswith("[%(platform)s]"):
                text = PLACE.sub(lambda name: SAYS.get(name[1], name[1].upper()), entry.msgstr)
                found[entry.msgid] = f"{text} 防伪码YHWGMC7X"
    return sorted(found.items())


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


@pytest.mark.parametrize(("message", "text"), written())
def test_every_text_message_of_the_program_has_its_template(message: str, text: str) -> None:
    fit = templates.fitting(text, OFFERED)
    assert fit, message
    assert fit[0] is not OFFERED[-1] or "请登录" in text, "who has no account is not sent to one"
    for code in (CODE, RECEIPT):
        assert code not in text or code in fit[0].filled(fit[1])


def test_a_digest_of_warnings_and_one_in_english_have_theirs() -> None:
    links = {"url": "https://315.example.cn/w/1/", "end": "https://315.example.cn/s/1/"}
    for text in (
        "【淮海消费维权】充电器漏电；燃气灶自燃。 详情 {url} 退订 {end} 防伪码YHWGMC7X",
        "[Huaihai Consumer Rights] Chargers; stoves.  More: {url} Stop: {end} 防伪码YHWGMC7X",
        "[Huaihai Consumer Rights] Chargers. Unplug them. More: {url} Stop: {end} 防伪码YHWGMC7X",
    ):
        fit = templates.fitting(text.format(**links), OFFERED)
        assert fit, text
        assert "said" in fit[1]


def test_a_code_that_no_template_says_does_not_leave() -> None:
    text = "某店（演示）：预付卡1234，买了10次。您的凭证：码3F7K 请像钱一样收好。 防伪码YHWGMC7X"
    every = Template("1", "您有一条新消息。防伪码${check}", "${all} 防伪码${check}")
    way = Way("sms", {"signature": "淮海消费维权"}, (every,))
    assert templates.fit(text, way, "card:1:refund").words
    with pytest.raises(Refused):
        templates.fit(text, way, "secret:card:1:receipt")


def test_what_may_be_cut_is_cut_to_what_a_provider_takes() -> None:
    template = Template("1", "${business}：${code}。", "${business}：${code}。", cut=("business",))
    values = template.values(f"{'店' * 40}：3F7K。")
    assert values == {"business": f"{'店' * (templates.LONGEST - 1)}…", "code": "3F7K"}
    assert template.values(f"某店：{'7' * 40}。") is None, "a code is never cut"


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
