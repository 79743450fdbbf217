import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.kit.text.masking import HIDDEN, mask

# All numbers are made up; the identity number has a right checksum and belongs to nobody that is known.
PERSONAL = [
    ("identity_number", "身份证11010519491231002X请核实", "11010519491231002X"),
    (
        "identity_number",
        "身份证１１０１０５１９４９１２３１００２ｘ请核实",
        "１１０１０５１９４９１２３１００２ｘ",
    ),
    ("identity_number", "证件110105 19491231 002X。", "110105 19491231 002X"),
    ("mobile", "电话13800001234请回", "13800001234"),
    ("mobile", "电话138-0000-1234请回", "138-0000-1234"),
    ("mobile", "电话+86 138 0000 1234请回", "+86 138 0000 1234"),
    ("mobile", "电话１３８００００１２３４请回", "１３８００００１２３４"),
    ("mobile", "加我一三八零零零零幺二三四", "一三八零零零零幺二三四"),
    ("landline", "座机0516-83100000转", "0516-83100000"),
    ("landline", "座机(0516)83100000转", "(0516)83100000"),
    ("landline", "店里电话：83100000", "83100000"),
    ("bank_card", "退到卡6222021234567890128吧", "6222021234567890128"),
    ("bank_card", "退到卡4111 1111 1111 1111吧", "4111 1111 1111 1111"),
    ("plate", "车牌苏C12345停在", "苏C12345"),
    ("plate", "车牌苏C·D12345停在", "苏C·D12345"),
    ("email", "写信给li.hua+1@example.com好", "li.hua+1@example.com"),
    ("wechat", "微信号：li_hua-2020请加", "li_hua-2020"),
    ("wechat", "vx lihua2020", "lihua2020"),
    ("qq", "QQ：123456789", "123456789"),
    ("door", "住在和平路18号", "18号"),
    ("door", "阳光花园3号楼2单元501室", "3号楼2单元501室"),
    ("door", "某小区12栋1203", "12栋1203"),
    ("door", "二单元501", "二单元501"),
]


@pytest.mark.parametrize(("kind", "text", "secret"), PERSONAL)
def test_personal_details_are_hidden_and_the_rest_stays(kind: str, text: str, secret: str) -> None:
    masked = mask(text)
    assert masked.text == text.replace(secret, HIDDEN)
    assert [find.kind for find in masked.finds] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月24日买的水壶，价格1299元",
        "订单号20261124000123456",
        "拨打12315或12345投诉",
        "身份证110105194912310021校验位不对",
        "序列号4111111111111112",
        "《消费者权益保护法》第55条第1款",
        "京东和苏宁都有卖",
        "3·15晚会，618活动",
        "某某市消费者权益保护委员会（消保委）",
        "五号线地铁口的店，5月5号买的",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert mask(text).text == text


def test_several_details_are_all_hidden() -> None:
    assert mask("李某，13800001234，和平路18号，苏C12345").text == "李某，***，和平路***，***"


@pytest.mark.parametrize("run", ["1", "1-", "a", "a.", "1 ", "a@", "幺"])
def test_a_long_run_is_masked_without_going_over_it_again_and_again(run: str) -> None:
    before = time.process_time()
    mask(run * 30_000)
    assert time.process_time() - before < 2


@given(st.text(alphabet="0123456789 -年水壶路号单元室13苏Cａ１", max_size=40))
def test_nothing_personal_is_left_after_masking(text: str) -> None:
    masked = mask(text)
    assert not [find for find in mask(masked.text).finds if find.kind in {"identity_number", "mobile"}]


@given(st.text(max_size=60))
def test_masking_takes_any_text_and_only_hides_what_it_reports(text: str) -> None:
    masked = mask(text)
    kept = len(text) - sum(find.end - find.start for find in masked.finds)
    assert len(masked.text) == kept + len(HIDDEN) * len(masked.finds)
