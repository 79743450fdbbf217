"""A new alliance's pack: what the country knows of its cities is filled in, what only its people know says 待填."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from huaihai.law import limits, places
from huaihai.law.errors import UnknownPlace
from huaihai.packs import shapes
from huaihai.packs.checking import ADOPTED_BY_ALL, TO_FILL
from huaihai.packs.flaws import PackError

_WIDTH = 5  # tiles in a row

_MANIFEST = """# 这个文件夹是什么，各部分从哪里来。改完运行：.venv/bin/huaihai pack check {folder}
format = 1
name = "{name}"          # 英文短名，只用小写字母、数字和连字符
kind = "alliance"
version = "1"
languages = ["zh", "en"]
needs = ["china"]        # 这个联盟在哪个国家
licence = "{to_fill}"

{parts}"""
_PART = """[[part]]
file = "{file}"
source = "{source}"

"""
_HEAD = """# 联盟自己的名称和文字。待填的地方都要改。
name = "{to_fill}消费者组织联盟"
short_name = "{to_fill}联盟"
platform_name = "{to_fill}消费维权"
platform_name_en = "(to be filled in) Consumer Rights"
tagline = "{n} 城消费者组织 · 同一平台"
launched_on = {day}      # 成立的日子
first_secretariat = "{first}"  # 第一任秘书处所在的城市
first_secretariat_source = "{to_fill}"
first_secretariat_mark = "unconfirmed"

[look]
seal = "{seal}"           # 印章上的两个字
accent = "#b5342a"       # 主色：印章和最要紧的按钮；要够深，白字放在上面看得清

# [[agreement]]          # 合作协议；有了去掉每行前面的 #
# key = "agreement-1"
# in_force_from = {day}
# name_zh = "合作协议"
# name_en = "Cooperation agreement"
# source = "在哪里读到的"
# mark = "unconfirmed"   # law 法条原文，read 发布方原文，copy 转载，derived 推得，unconfirmed 待确认

# [[fact]]               # 有据可查的事
# on = {day}
# text_zh = "……"
# text_en = "…"
# source = "在哪里读到的"
# mark = "unconfirmed"
"""


def new(folder: Path, codes: Sequence[str]) -> list[Path]:
    """The files that were written. Raises PackError where the folder is there already or a code is no city's."""
    if folder.exists() and any(folder.iterdir()):
        raise PackError(f"{folder} is there already; name another folder", f"{folder} 已经有了：换一个文件夹")
    cities = [_city(code) for code in dict.fromkeys(codes)]
    files = {
        "alliance.toml": _HEAD.format(
            to_fill=TO_FILL,
            n=len(cities),
            day="2026-01-01",
            first=cities[0].code,
            seal=cities[0].name[:2],
        ),
        "cities.csv": _table(shapes.CITIES, map(_city_row, range(len(cities)), cities)),
        "counties.csv": _table(shapes.COUNTIES, _county_rows(cities)),
        "clocks.csv": _table(shapes.CLOCKS, map(_clock_row, ADOPTED_BY_ALL)),
    }
    parts = "".join(_PART.format(file=file, source=TO_FILL) for file in files)
    files["pack.toml"] = _MANIFEST.format(folder=folder, name=folder.name, parts=parts, to_fill=TO_FILL)
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        # The mark at the front tells a spreadsheet that this is UTF-8.
        (folder / file).write_text(text, encoding="utf-8-sig" if file.endswith(".csv") else "utf-8")
    return [folder / file for file in files]


def _city(code: str) -> places.Place:
    """By its code, or by its name."""
    try:
        found = places.city_called(code) or places.place(code)
    except UnknownPlace as error:
        raise PackError(error.en, error.zh) from error
    if found.level != "city":
        raise PackError(
            f"{found.full_name} ({found.code}) is no city; a city's code ends with 00",
            f"{found.full_name}（{found.code}）不是市：市的代码以 00 结尾",
        )
    return found


def _city_row(number: int, city: places.Place) -> dict[str, Any]:
    name = city.name.removesuffix("市")
    return {
        "code": city.code,
        "name": name,
        "province": places.place(city.province_code).name.removesuffix("省"),
        "body_name": f"{city.name}消费者协会",
        "body_short": f"{city.name}消协",
        "source": f"{TO_FILL}：名称照一般叫法写，待本城确认",
        "mark": "unconfirmed",
        "tile_column": number % _WIDTH + 1,
        "tile_row": number // _WIDTH + 1,
    }


def _county_rows(cities: Iterable[places.Place]) -> Iterable[dict[str, Any]]:
    for city in cities:
        for county in places.counties_of(city.code):
            yield {
                "city_code": city.code,
                "city": city.name.removesuffix("市"),
                "county_code": county.code,
                "county": county.name,
                "official": 1,
            }


def _clock_row(name: str) -> dict[str, Any]:
    limit = limits.BY_NAME[name]
    return {
        "body": "*",
        "limit": name,
        "what": limit.zh,
        "number": limit.number,
        "unit": limit.unit.value,
        "in_force_from": "2026-01-01",
        "source": f"{TO_FILL}（未约定时：{limit.article}）",
        "mark": "unconfirmed",
    }


def _table(columns: Mapping[str, object], rows: Iterable[Mapping[str, Any]]) -> str:
    names = [name.removesuffix("?") for name in columns]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
