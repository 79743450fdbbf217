"""Names of places in Latin letters."""

import csv

import pytest
from pypinyin import lazy_pinyin

from huaihai.law.spelling import IN_NAMES, spelt
from huaihai.packs import country_folder


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("北京", "beijing"),
        ("重庆市", "chongqingshi"),
        ("成都", "chengdu"),
        ("长沙", "changsha"),
        ("长子县", "zhangzixian"),
        ("厦门", "xiamen"),
        ("六安", "luan"),
        ("六盘水", "liupanshui"),
        ("乐清", "yueqing"),
        ("漯河", "luohe"),
        ("吕梁", "lüliang"),
        ("徐州 2 号", "xuzhou 2 hao"),
    ],
)
def test_a_name_is_spelt_as_its_place_is_called(name: str, spelling: str) -> None:
    assert spelt(name) == spelling


# What pypinyin reads otherwise, and wrongly in these names.
OTHERWISE = {
    "漯河市": "taheshi",
    "朝阳县": "zhaoyangxian",
    "朝阳市": "zhaoyangshi",
    "马尾区": "mayiqu",
    "浪卡子县": "langqiazixian",
}


def test_all_places_are_spelt_as_pypinyin_has_them_or_as_the_table_of_names_says() -> None:
    names = {
        row["name"]
        for row in csv.DictReader((country_folder() / "places.csv").read_text("utf-8").splitlines())
    }
    plain = [name for name in sorted(names) if not any(piece in name for piece in IN_NAMES)]
    assert len(plain) > 2000
    for name in plain:
        expected = OTHERWISE.get(name) or "".join(lazy_pinyin(name, v_to_u=True))
        assert (spelt(name) == expected) is (name not in OTHERWISE), name
