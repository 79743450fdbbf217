"""All that is wrong with an alliance's pack or missing in it, at once."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from huaihai.law import limits, places, yearly_sheet
from huaihai.law.errors import UnknownPlace
from huaihai.law.limit import Unit
from huaihai.law.notices import held_notices
from huaihai.law.platforms import platforms
from huaihai.packs import countries_for, country_folder, laws, looking_at, shapes
from huaihai.packs.digits import RULES
from huaihai.packs.files import Reading, Row, fields
from huaihai.packs.flaws import Flaw, Words
from huaihai.packs.lengths import too_long
from huaihai.packs.words import FILE as WORDS

TO_FILL: Final = "待填"
NUMBER: Final = {"short", "year", "series", "n"}  # what the pattern of a paper's number may name


def check(folder: Path, *, on: date | None = None) -> list[Flaw]:
    """What is wrong comes first. `on`: the day whose year the calendar must hold; None: no day is asked about."""
    if not folder.is_dir():
        words = (
            f"there is no folder {folder}; name one such as alliances/huaihai",
            f"没有文件夹 {folder}：请写一个，例如 alliances/huaihai",
        )
        return [Flaw(folder.name, 0, *words)]
    with looking_at(folder):
        return _all_of(folder, on)


def _all_of(folder: Path, on: date | None) -> list[Flaw]:
    reading = Reading(folder)
    is_country = (folder / "places.csv").exists() and not (folder / "cities.csv").exists()
    languages = _manifest(reading, "country" if is_country else "alliance")
    if is_country:
        _country(reading, languages)
    else:
        _alliance(reading)
    _duties(reading)
    _texts(reading, languages)
    if on is not None:
        _calendar(reading, on)
    return sorted(reading.flaws, key=lambda flaw: not flaw.stops)


def _country(reading: Reading, languages: list[str]) -> None:
    for name in shapes.COUNTRY_MUST:
        if not (reading.folder / name).exists():
            reading.wrong(name, laws.NO_PART)
    if (reading.folder / WORDS).exists():
        _words(reading, languages)
    laws.check(reading)
    for file, columns in (("places.csv", shapes.PLACES), ("abolished_places.csv", shapes.ABOLISHED)):
        if (reading.folder / file).exists():
            reading.repeated(file, reading.rows(file, columns), ("code",))
    if (reading.folder / yearly_sheet.FILE).exists():
        yearly_sheet.check(reading)


def _words(reading: Reading, languages: list[str]) -> None:
    raw = reading.toml(WORDS, shapes.WORDS)
    for code in sorted({*languages} - {"zh", "en", *raw.get("language", {})}):
        said = (
            f'language.{code} is missing: put what its readers call it, {code} = "…" under [language]',
            f'缺少 language.{code}：在 [language] 下面写这种语言自己的叫法，{code} = "…"',
        )
        reading.wrong(WORDS, said)
    if any(flaw.file == WORDS for flaw in reading.flaws):
        return
    for name in ("business_number", "person_number"):
        one = raw[name]
        if not re.fullmatch(one["pattern"], one["example"]) or not RULES[one["check"]](one["example"]):
            said = (
                f"{name}.example is {one['example']}, which its own pattern or check digit does not let through",
                f"{name}.example 写的是 {one['example']}，和自己的 pattern 或者校验位对不上",
            )
            reading.wrong(WORDS, said)


def _alliance(reading: Reading) -> None:
    _files(reading)
    head = reading.toml("alliance.toml", shapes.HEAD)
    cities = reading.rows("cities.csv", shapes.CITIES)
    counties = reading.rows("counties.csv", shapes.COUNTIES)
    codes = {row.values["code"] for row in cities}
    if cities and "cities.csv" not in {flaw.file for flaw in reading.flaws}:
        _head(reading, head, codes)
    _cities(reading, cities)
    _counties(reading, counties, cities)
    _clocks(reading, codes | {row.values["county_code"] for row in counties if row.values["official"]})
    _papers(reading, codes)
    _to_fill(reading)


def _to_fill(reading: Reading) -> None:
    """What a new pack was begun with, and nobody has written yet."""
    for name in shapes.MUST:
        path = reading.folder / name
        lines = path.read_bytes().splitlines() if path.is_file() else []
        rows = [number for number, line in enumerate(lines, start=1) if TO_FILL.encode() in line]
        if rows:
            words = (
                f"{len(rows)} rows still say {TO_FILL} (to be filled in)",
                f"有 {len(rows)} 行还写着“{TO_FILL}”",
            )
            reading.missing(name, words, rows[0])


def _files(reading: Reading) -> None:
    known = (*shapes.MUST, *shapes.MAY)
    for path in sorted(reading.folder.iterdir()):
        if path.name in known or path.name.startswith((".", "README", "~")):
            continue
        near = get_close_matches(path.name, known, n=1)
        reading.missing(
            path.name,
            (
                "is not read" + (f"; is {near[0]} meant?" if near else ""),
                "这个文件不会被读取" + (f"：是不是要叫 {near[0]}？" if near else ""),
            ),
        )


def _manifest(reading: Reading, kind: str) -> list[str]:
    """Returns the languages in which its texts are to be there."""
    told = reading.toml("pack.toml", shapes.COUNTRY if kind == "country" else shapes.MANIFEST)
    if not told or any(flaw.file == "pack.toml" for flaw in reading.flaws):
        return []
    wrong = reading.wrong
    if told["format"] != 1:
        wrong("pack.toml", ("format must be 1", "format 要写 1"))
    if told["kind"] != kind:
        wrong("pack.toml", (f'kind must be "{kind}"', f'kind 要写 "{kind}"'))
    countries = sorted(
        {path.parent.name for where in countries_for(reading.folder) for path in where.glob("*/pack.toml")}
    )
    if kind == "alliance" and (len(told["needs"]) != 1 or told["needs"][0] not in countries):
        known = ", ".join(countries)
        words = (
            f"needs must name the country, once; there are {known}",
            f"needs 里写一个国家：现有 {known}",
        )
        wrong("pack.toml", words)
    listed = [part["file"] for part in told["part"]]
    parts = (*shapes.COUNTRY_MUST, *shapes.COUNTRY_MAY) if kind == "country" else (*shapes.MUST, *shapes.MAY)
    there = [name for name in parts if (reading.folder / name).exists()]
    for name in _twice(listed):
        wrong("pack.toml", (f"{name} is listed twice", f"{name} 列了两次"))
    for name in there:
        if name not in (*listed, "pack.toml", "SOURCES.md", "favicon.ico", "card.png", "demo"):
            reading.missing(
                "pack.toml",
                (
                    f"says nothing of {name}: add a [[part]] with file, source and read_on",
                    f"没有写 {name} 从哪里来：加一段 [[part]]，写 file、source、read_on",
                ),
            )
    for name in listed:
        if not (reading.folder / name).exists():
            wrong("pack.toml", (f"lists {name}, which is not there", f"列了 {name}，文件夹里却没有"))
    return list(told["languages"])


def _head(reading: Reading, head: Mapping[str, Any], codes: set[str]) -> None:
    """What it names stands elsewhere too. Tables that do not fit have been named already."""
    named = [("first_secretariat", head.get("first_secretariat"))]
    named += [(f"demo.{name}", code) for name, code in _table(head.get("demo")).items()]
    named += [("rota.city", row.get("city")) for row in _tables(head.get("rota"))]
    for name, code in named:
        if isinstance(code, str) and code not in codes:
            reading.wrong("alliance.toml", _no_city(name, code))
    for code in _list(_table(head.get("entering")).get("platforms")):
        if code not in platforms():
            known = ", ".join(platforms())
            words = (f"there is no platform {code}; there are {known}", f"没有平台 {code}：有 {known}")
            reading.wrong("alliance.toml", words)
    for name in ("agreement", "job", "heart", "nine"):
        for key in _twice(row.get("key") for row in _tables(head.get(name))):
            reading.wrong("alliance.toml", (f"{name} {key} is there twice", f"{name} 里 {key} 写了两次"))


def _are_all_cities_read(reading: Reading) -> bool:
    """Else a city may be one of those that were not: that has been said, once."""
    return not any(flaw.file == "cities.csv" and flaw.stops for flaw in reading.flaws)


def _cities(reading: Reading, cities: list[Row]) -> None:
    if not cities and not any(flaw.file == "cities.csv" for flaw in reading.flaws):
        words = ("names no city; put one row for each member", "一座城市也没有：每个成员写一行")
        reading.wrong("cities.csv", words)
    reading.repeated("cities.csv", cities, ("code",))
    another = ("put one of them elsewhere", "给其中一座换一个格子")
    reading.repeated("cities.csv", cities, ("tile_column", "tile_row"), another)
    for row in cities:
        code, name = row.values["code"], row.values["name"]
        found = _place(code)
        if found is None or found.level != "city":
            words = (
                f"{code} is no place code of a city; a city's ends with 00",
                f"{code} 不是市的行政区划代码：市的代码以 00 结尾",
            )
            reading.wrong("cities.csv", words, row.number)
        elif found.name.removesuffix("市") != name.removesuffix("市"):
            reading.missing("cities.csv", _other_name(code, found.name, name), row.number)


def _counties(reading: Reading, counties: list[Row], cities: list[Row]) -> None:
    reading.repeated("counties.csv", counties, ("county_code",))
    codes = {row.values["code"] for row in cities}
    for row in counties:
        city, code, name = (row.values[part] for part in ("city_code", "county_code", "county"))
        if city not in codes and _are_all_cities_read(reading):
            words = (
                f"{name} ({code}) is nobody's: {city} is no city of cities.csv",
                f"{name}（{code}）没有归属：cities.csv 里没有 {city} 这座城市",
            )
            reading.wrong("counties.csv", words, row.number)
        elif city in codes and row.values["official"] and code[:4] != city[:4]:
            words = (
                f"{name} ({code}) does not lie in {city}: their first four digits differ",
                f"{name}（{code}）不在 {city}：前四位不一样",
            )
            reading.wrong("counties.csv", words, row.number)
    if any(flaw.file == "counties.csv" and flaw.stops for flaw in reading.flaws):
        return
    held = {row.values["county_code"] for row in counties if row.values["official"]}
    for row in cities:
        city = _place(row.values["code"])
        if city is None or city.name.removesuffix("市") != row.values["name"].removesuffix("市"):
            continue  # a made-up city, or one that was named already
        for county in places.counties_of(city.code):
            if county.code not in held:
                words = (
                    f"the office of {county.name} ({county.code}) in {city.name} is missing: add a row",
                    f"缺少{city.name}{county.name}（{county.code}）的消费者组织：加一行",
                )
                reading.missing("counties.csv", words)


def _clocks(reading: Reading, bodies: set[str]) -> None:
    clocks = reading.rows("clocks.csv", shapes.CLOCKS)
    reading.repeated("clocks.csv", clocks, ("body", "limit", "in_force_from"))
    for row in clocks:
        body = row.values["body"]
        if body != "*" and body not in bodies and _are_all_cities_read(reading):
            words = (
                f"no member or county has the code {body}; * means all members",
                f"没有代码是 {body} 的市、县区：* 表示全体成员",
            )
            reading.wrong("clocks.csv", words, row.number)
        if too_much := too_long(row.values["limit"], row.values["number"], Unit(row.values["unit"])):
            reading.wrong("clocks.csv", too_much, row.number)
    if any(flaw.file == "clocks.csv" and flaw.stops for flaw in reading.flaws):
        return
    adopted = {row.values["limit"] for row in clocks}
    for name in ADOPTED_BY_ALL:
        if name not in adopted:
            limit = limits.BY_NAME[name]
            words = (
                f"no row for {name}: all go by {limit.term_en}, as nothing was adopted ({limit.article})",
                f"没有 {name} 这一行：没有约定，都按 {limit.term_zh}（{limit.article}）",
            )
            reading.missing("clocks.csv", words)


# What every alliance agrees on before it opens.
ADOPTED_BY_ALL: Final = (
    *("FIRST_REPLY", "NEGOTIATE", "FORWARD_TO_PLACE_OF_BUSINESS", "DECIDE_ON_ACCEPTANCE", "MEDIATE"),
)


def _duties(reading: Reading) -> None:
    for file, columns in (("duties.csv", shapes.DUTIES), ("not_ours.csv", shapes.NOT_OURS)):
        if not (reading.folder / file).exists():
            continue
        rows = reading.rows(file, columns)
        if file == "duties.csv":
            reading.repeated(file, rows, ("item",))
        for row in rows:
            for level in shapes.LEVELS:
                zh, en = (row.values.get(f"{level}_{language}") for language in ("zh", "en"))
                if bool(zh) != bool(en):
                    reading.missing(file, _one_language(f"{level}_", zh), row.number)


def _papers(reading: Reading, codes: set[str]) -> None:
    file = "papers.toml"
    if not (reading.folder / file).exists():
        words = ("is missing: papers are numbered by the short names", "缺这个文件：文书字号用各家简称")
        return reading.missing(file, words)
    told = reading.toml(file, shapes.PAPERS)
    pattern = told.get("pattern")
    if isinstance(pattern, str) and fields(pattern) != NUMBER:
        words = (
            "pattern must hold {short}, {year}, {series} and {n}, each once, and no other bracket of this kind",
            "pattern 里要有 {short}、{year}、{series}、{n}，不能有别的花括号",
        )
        reading.wrong(file, words)
    for name in ("short", "letterhead"):
        for key in _table(told.get(name)):
            is_known = not key.startswith("city:") or key.removeprefix("city:") in codes
            if not is_known and _are_all_cities_read(reading):
                reading.wrong(file, _no_city(f"{name}.{key}", key.removeprefix("city:")))
    for code in sorted(codes - {key.removeprefix("city:") for key in _table(told.get("short"))}):
        words = (
            f'no abbreviation for {code} under [short]: add "city:{code}" = "…"',
            f'[short] 里没有 {code} 的字号简称：加一行 "city:{code}" = "…"',
        )
        reading.missing(file, words)
    return None


def _texts(reading: Reading, languages: list[str]) -> None:
    for folder in ("announcements", "rights"):
        for path in sorted((reading.folder / folder).glob("*.md")):
            file = f"{folder}/{path.name}"
            if not reading.head(file, shapes.TEXT):
                continue
            if folder == "rights" and "en" in languages:
                _english(reading, path, f"{folder}/en/{path.name}")


def _english(reading: Reading, chinese: Path, file: str) -> None:
    if not (reading.folder / file).exists():
        words = (
            "the English text is missing; English readers get the Chinese",
            "缺英文：看英文的人会看到中文",
        )
        return reading.missing(file, words)
    head = reading.head(file, shapes.ENGLISH)
    of = hashlib.sha256(chinese.read_bytes()).hexdigest()
    if head and head.get("of") != of:
        words = (
            f'renders an older Chinese text: look it over, then write of = "{of}"',
            f'对应的是旧的中文：看一遍，改好以后写 of = "{of}"',
        )
        reading.missing(file, words)
    return None


def _calendar(reading: Reading, on: date) -> None:
    december = 12
    for year in {on.year, on.year + (on.month == december)}:
        if year not in {notice.year for notice in held_notices()}:
            words = (
                f"the holidays of {year} are missing: its days are provisional until the notice is there",
                f"缺 {year} 年的放假安排：通知放进来之前，那一年的日子都是暂定",
            )
            reading.missing(country_folder().name, words)


def _place(code: str) -> places.Place | None:
    try:
        return places.place(code)
    except UnknownPlace:
        return None


def _no_city(name: str, code: str) -> Words:
    return (
        f"{name} is {code}, which is no city of cities.csv",
        f"{name} 写的是 {code}，cities.csv 里没有这座城市",
    )


def _other_name(code: str, held: str, name: str) -> Words:
    return f"{code} is {held} by the place codes, not {name}", f"按行政区划代码，{code} 是{held}，不是{name}"


def _one_language(prefix: str, zh: object) -> Words:
    other = f"{prefix}en" if zh else f"{prefix}zh"
    return f"{other} is missing: readers of that language see nothing", f"缺少 {other}：看这种文字的人看不到"


def _twice(values: Iterable[Any]) -> list[Any]:
    listed = list(values)
    return sorted({one for one in listed if isinstance(one, str) and listed.count(one) > 1})


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
