"""Each flaw that a pack can have is named in words: where it stands, what is wrong, what to put there."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from huaihai import alliance, cli
from huaihai.packs import COUNTRIES, making
from huaihai.packs.checking import check
from huaihai.packs.flaws import PackError

ROOT: Final = Path(__file__).resolve().parents[2]
TAIHU: Final = ROOT / "alliances" / "taihu"
PLACES: Final = ("alliances", "countries", "tests/alliances", "tests/countries")
PACKS: Final = [path.parent for place in PLACES for path in sorted((ROOT / place).glob("*/pack.toml"))]
PAPERS: Final = '[[part]]\nfile = "papers.toml"\nsource = "演示：简称是自拟的"\n'
A_DEMO: Final = "announcements/2026-01-01-this-is-a-demo.md"

type Change = Callable[[Path], object]


def put(file: str, old: str, new: str) -> Change:
    """The change of one place in a file; it must be there."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def whole(file: str, content: bytes) -> Change:
    return lambda folder: (folder / file).write_bytes(content)


def saved_as(file: str, charset: str, *, ends: str = "\n", parted: str = ",") -> Change:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_bytes(text.replace(",", parted).replace("\n", ends).encode(charset))

    return change


def gone(file: str) -> Change:
    return lambda folder: (folder / file).unlink()


def more(file: str, line: str) -> Change:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as open_file:
            open_file.write(line + "\n")

    return change


def without_cells(file: str, name: str) -> Change:
    """The row says its name and nothing else: there is no such rule."""

    def change(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        bare = [name + "," * line.count(",") if line.startswith(f"{name},") else line for line in lines]
        (folder / file).write_text("\n".join(bare), encoding="utf-8")

    return change


def both(*changes: Change) -> Change:
    return lambda folder: [change(folder) for change in changes]


def copied_from_the_country(name: str, *, without: str = "") -> Change:
    """The country's own file or folder stands in the alliance's pack too."""
    source = COUNTRIES / "china" / name

    def change(folder: Path) -> None:
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(without))
        else:
            shutil.copy(source, folder)

    return change


CLOCK: Final = "*,NEGOTIATE,和解,10,wd,2026-01-01,"

WRONG: Final[list[tuple[Change, str, str]]] = [
    # files
    (gone("pack.toml"), "pack.toml: the file is missing", "pack.toml：缺这个文件"),
    (gone("alliance.toml"), "alliance.toml: the file is missing", "alliance.toml：缺这个文件"),
    (gone("cities.csv"), "cities.csv: the file is missing", "cities.csv：缺这个文件"),
    (gone("counties.csv"), "counties.csv: the file is missing", "counties.csv：缺这个文件"),
    (gone("clocks.csv"), "clocks.csv: the file is missing; `huaihai pack new`", "clocks.csv：缺这个文件"),
    (whole("clocks.csv", b""), "clocks.csv: is empty", "clocks.csv：是空的"),
    (whole("clocks.csv", b"PK\x03\x04\x14"), "must be saved as CSV UTF-8", "另存为“CSV UTF-8”"),
    (whole("clocks.csv", b"\xff\x00\xfe\x81"), "must be saved as CSV UTF-8", "另存为“CSV UTF-8”"),
    (
        both(gone("clocks.csv"), lambda folder: (folder / "clocks.csv").mkdir()),
        "clocks.csv: cannot be read",
        "clocks.csv：读不了",
    ),
    (saved_as("alliance.toml", "gbk"), "alliance.toml: is saved as GBK", "alliance.toml：存成了 GBK"),
    (saved_as(A_DEMO, "gbk"), "is saved as GBK", "存成了 GBK"),
    # TOML
    (
        put("alliance.toml", 'short_name = "', "short_name = “"),
        "alliance.toml, row 4: cannot be read here",
        "alliance.toml 第 4 行：这里读不懂",
    ),
    (put("alliance.toml", "[look]", "[look"), "row 14: cannot be read here", "第 14 行：这里读不懂"),
    (
        put("alliance.toml", "tagline =", "tag_line ="),
        "tagline is missing; put text",
        "缺少 tagline：请填文字",
    ),
    (
        put("alliance.toml", "tagline =", "tag_line ="),
        "tag_line is not known here; is tagline meant?",
        "这里没有 tag_line：是不是要写 tagline？",
    ),
    (
        put("alliance.toml", "[look]", "[rivers]\n[look]"),
        "rivers is not known here; there are",
        "这里没有 rivers：只有",
    ),
    (
        put("alliance.toml", "2026-01-01", '"soon"'),
        "launched_on cannot be “soon”; put a day such as",
        "launched_on 不能是“soon”：请填日期",
    ),
    (
        put("alliance.toml", '"320500"', "320500"),
        'first_secretariat = "320500" stands in quotation marks',
        'first_secretariat = "320500" 要加英文引号',
    ),
    (
        put("alliance.toml", "2026-01-01", '"2026-01-01"'),
        "launched_on = 2026-01-01 stands without quotation marks",
        "launched_on = 2026-01-01 不加引号",
    ),
    (put("alliance.toml", "2026-01-01", "2026/1/1"), "a day is written 2026-01-05", "日期要写成 2026-01-05"),
    (
        put("alliance.toml", "accent =", "color ="),
        "there are look.seal, look.accent",
        "只有 look.seal、look.accent",
    ),
    (
        put("alliance.toml", '"320500"', '"320300"'),
        "first_secretariat is 320300, which is no city of cities.csv",
        "cities.csv 里没有这座城市",
    ),
    (
        put("alliance.toml", '"太湖"', '"太湖联盟"'),
        "look.seal cannot be “太湖联盟”; put two characters",
        "请填两个字",
    ),
    (put("alliance.toml", '"#0f6b62"', '"#ffee00"'), "dark enough for white letters", "要够深，白字"),
    (put("alliance.toml", '"#0f6b62"', '"teal"'), "look.accent cannot be “teal”", "look.accent 不能是“teal”"),
    (
        put("alliance.toml", 'text_en = "J', 'text_xx = "J'),
        "fact[2].text_en is missing",
        "缺少 fact[2].text_en",
    ),
    (
        put("alliance.toml", '"copy"', '"rumour"'),
        "fact[1].mark cannot be “rumour”; put one of law (read in the statute), read (",
        "请填下面之一：law（法律法规原文）、read（",
    ),
    (put("alliance.toml", '"copy"', '"reed"'), "is read meant?", "是不是要写 read？"),
    (
        put("alliance.toml", "[look]", "heart = 3\n[look]"),
        "heart cannot be “3”; put a table under [[…]]",
        "放在 [[…]] 下面的一张表",
    ),
    (
        put("alliance.toml", "[look]", "[entering]\nplatforms = ['nobody']\n[look]"),
        "there is no platform nobody; there are",
        "没有平台 nobody",
    ),
    (
        more("alliance.toml", '[[heart]]\nkey="a"\nzh="a"\nen="a"\ntext_zh="a"\ntext_en="a"\n' * 2),
        "heart a is there twice",
        "heart 里 a 写了两次",
    ),
    # the manifest
    (put("pack.toml", "format = 1", "format = 2"), "format must be 1", "format 要写 1"),
    (put("pack.toml", '"alliance"', '"country"'), 'kind must be "alliance"', 'kind 要写 "alliance"'),
    (
        put("pack.toml", '["china"]', '["atlantis"]'),
        "needs must name the country, once; there are china",
        "needs 里写一个国家：现有 china",
    ),
    (put("pack.toml", '["china"]', "[]"), "needs must name the country", "needs 里写一个国家"),
    (
        put("pack.toml", '"papers.toml"', '"stamps.toml"'),
        "lists stamps.toml, which is not there",
        "列了 stamps.toml，文件夹里却没有",
    ),
    (put("pack.toml", '"papers.toml"', '"cities.csv"'), "cities.csv is listed twice", "cities.csv 列了两次"),
    (put("pack.toml", "licence", "license"), "is licence meant?", "是不是要写 licence？"),
    # tables
    (
        put("cities.csv", "body_name", "body"),
        "cities.csv, row 1: the column body_name is missing",
        "cities.csv 第 1 行：缺少“body_name”这一列",
    ),
    (
        whole("clocks.csv", "约定的期限,,,\nbody,limit,what,number\n".encode()),
        "clocks.csv, row 1: the first row must hold the names of the columns: body, limit",
        "第一行要是列名：body",
    ),
    (put("cities.csv", "hours", "ours"), "ours is not known here; is hours meant?", "是不是要写 hours？"),
    (put("cities.csv", "hours", "phone"), "the column phone is there twice", "“phone”这一列出现了两次"),
    (
        put("cities.csv", "苏州市消费者权益保护委员会", ""),
        "cities.csv, row 2: body_name is missing; put text",
        "cities.csv 第 2 行：缺少 body_name",
    ),
    (
        put("cities.csv", "unconfirmed,3,2", "unconfirmed,3,19"),
        "tile_row cannot be “19”; put a number from 1 to 8",
        "请填1 到 8 的数字",
    ),
    (
        put("cities.csv", "unconfirmed,3,2", "unconfirmed,2,1"),
        "tile_column, tile_row 2, 1: the same as row 2; put one of them elsewhere",
        "和第 2 行一样，给其中一座换一个格子",
    ),
    (
        put("cities.csv", "320500,", "320583,"),
        "320583 is no place code of a city",
        "320583 不是市的行政区划代码",
    ),
    (
        put("cities.csv", "320500,", "999900,"),
        "999900 is no place code of a city",
        "999900 不是市的行政区划代码",
    ),
    (
        more("cities.csv", "320500,苏州,江苏,甲,乙,,,,演示,read,5,5,,,,"),
        "code 320500: the same as row 2",
        "code 320500：和第 2 行一样",
    ),
    (
        put("counties.csv", "320500,苏州,320505", "320300,徐州,320305"),
        "贾汪区 (320305) is nobody's".replace("贾汪区", "虎丘区"),
        "没有归属",
    ),
    *(
        (
            put("cities.csv", ",0512,", f",{code},"),
            f"area_code cannot be “{code}”; put an area code such as 0512",
            f"area_code 不能是“{code}”：请填区号",
        )
        for code in ("5120", "1", "12315", "苏州")
    ),
    *(
        (
            put("cities.csv", "苏州市消保委,,", f"苏州市消保委,{phone},"),
            f"phone cannot be “{phone}”; put a telephone number with its area code",
            f"phone 不能是“{phone}”：请填电话",
        )
        for phone in ("see the website", "12", "87654321", "51287654321", "0512-1234567890")
    ),
    (put("counties.csv", "320505", "330411"), "does not lie in 320500", "不在 320500"),
    (
        put("counties.csv", "320506", "320505"),
        "counties.csv, row 3: county_code 320505: the same as row 2",
        "第 3 行：county_code 320505：和第 2 行一样",
    ),
    (
        put("counties.csv", "虎丘区,1", "虎丘区,yes"),
        "official cannot be “yes”; put 1 for yes, 0 for no",
        "1 表示是，0 表示否",
    ),
    (
        put("clocks.csv", "演示：环太湖的约定没有公开，参照南京都市圈“承诺直播间”24小时响应", ""),
        "clocks.csv, row 2: source is missing",
        "clocks.csv 第 2 行：缺少 source",
    ),
    (put("clocks.csv", "NEGOTIATE", "NEGOTIATION"), "is NEGOTIATE meant?", "是不是要写 NEGOTIATE？"),
    (put("clocks.csv", "NEGOTIATE", "negotiate"), "is NEGOTIATE meant?", "是不是要写 NEGOTIATE？"),
    (
        put("clocks.csv", "NEGOTIATE", "LIMITATION"),
        "the name of a limit that members may set",
        "成员可以自己定的期限",
    ),
    (
        put("clocks.csv", ",10,wd", ",ten,wd"),
        "number cannot be “ten”; put a whole number above 0",
        "请填大于 0 的整数",
    ),
    (put("clocks.csv", ",10,wd", ",0,wd"), "number cannot be “0”", "number 不能是“0”"),
    (
        put("clocks.csv", ",10,wd", ",10,days"),
        "unit cannot be “days”; put one of wd (working day), d (day), h (hour)",
        "unit 不能是“days”：请填下面之一：wd（个工作日）、d（日）",
    ),
    (
        put("clocks.csv", ",10,wd", ",5000,wd"),
        "clocks.csv, row 3: 5000 wd is too long: 1 y at most",
        "clocks.csv 第 3 行：5000个工作日太长了，最长 1 年",
    ),
    (put("clocks.csv", ",10,wd", ",2,y"), "2 y is too long", "2年太长了"),
    (put("clocks.csv", ",24,h", ",9000,h"), "9000 h is too long", "9000小时太长了"),
    (put("clocks.csv", ",10,wd", ",13,m"), "13 m is too long", "13个月太长了"),
    (
        more("clocks.csv", "*,FILE_KEPT,保存,31,y,2026-01-01,演示,read"),
        "31 y is too long: 30 y at most",
        "31年太长了，最长 30 年",
    ),
    (
        put("clocks.csv", "2026-03-15", "2026-02-30"),
        "in_force_from cannot be “2026-02-30”; put a day such as",
        "请填日期",
    ),
    (
        put("clocks.csv", "330500,", "320300,"),
        "no member or county has the code 320300",
        "没有代码是 320300 的市、县区",
    ),
    (
        more("clocks.csv", CLOCK + "演示,read"),
        "body, limit, in_force_from *, NEGOTIATE, 2026-01-01: the same as row 3",
        "和第 3 行一样",
    ),
    (more("clocks.csv", CLOCK + "演示,另一格,read,"), "has more cells than there are columns", "格子比列多"),
    (
        both(copied_from_the_country("duties.csv"), put("duties.csv", "\n2,", "\n1,")),
        "item 1: the same as row 2",
        "和第 2 行一样",
    ),
    # papers and texts
    (put("papers.toml", "{n}", "{m}"), "pattern must hold {short}", "pattern 里要有 {short}"),
    (put("papers.toml", "{n}", "{n"), "pattern must hold {short}", "pattern 里要有 {short}"),
    (
        put("papers.toml", "city:320500", "city:320300"),
        "which is no city of cities.csv",
        "cities.csv 里没有这座城市",
    ),
    (
        put("papers.toml", 'title = "请', 'titel = "请'),
        "is phrase[1].title meant?",
        "是不是要写 phrase[1].title？",
    ),
    (put(A_DEMO, "+++\n", ""), "the head between two lines of +++ is missing", "缺少两行 +++ 之间的开头"),
    (
        put(A_DEMO, "date = ", "day = "),
        "announcements/2026-01-01-this-is-a-demo.md: date is missing; put a day",
        "缺少 date：请填日期",
    ),
    (put(A_DEMO, 'source = "', "source = "), "md, row 5: cannot be read here", "第 5 行：这里读不懂"),
]

MISSING: Final[list[tuple[Change, str, str]]] = [
    (
        put("counties.csv", "320500,苏州,320505,虎丘区,1\n", ""),
        "the office of 虎丘区 (320505) in 苏州市 is missing: add a row",
        "缺少苏州市虎丘区（320505）的消费者组织：加一行",
    ),
    (
        put("cities.csv", ",苏州,", ",姑苏,"),
        "320500 is 苏州市 by the place codes, not 姑苏",
        "320500 是苏州市，不是姑苏",
    ),
    (
        put("clocks.csv", "MEDIATE", "SUPPLEMENT"),
        "no row for MEDIATE: all go by 60 days",
        "没有 MEDIATE 这一行：没有约定，都按 60日",
    ),
    (
        put("papers.toml", '"city:320500" = "苏消保"\n', ""),
        'no abbreviation for 320500 under [short]: add "city:320500"',
        "没有 320500 的字号简称",
    ),
    (
        both(gone("papers.toml"), put("pack.toml", PAPERS, "")),
        "papers.toml: is missing",
        "papers.toml：缺这个文件",
    ),
    (put("pack.toml", PAPERS, ""), "says nothing of papers.toml", "没有写 papers.toml 从哪里来"),
    (whole("clock.csv", b"x"), "clock.csv: is not read; is clocks.csv meant?", "是不是要叫 clocks.csv？"),
    (
        copied_from_the_country("rights", without="en"),
        "rights/en/platforms.md: the English text is missing",
        "rights/en/platforms.md：缺英文",
    ),
    (
        both(copied_from_the_country("rights"), put("rights/platforms.md", "平台", "各平台")),
        "rights/en/platforms.md: renders an older Chinese text",
        "对应的是旧的中文",
    ),
    (
        both(copied_from_the_country("duties.csv"), put("duties.csv", ",Gives the facts,", ",,")),
        "duties.csv, row 9: county_en is missing",
        "duties.csv 第 9 行：缺少 county_en",
    ),
]


OF_A_COUNTRY: Final[list[tuple[Change, str, str]]] = [
    (put("pack.toml", '"country"', '"land"'), 'kind must be "country"', 'kind 要写 "country"'),
    (put("pack.toml", "Asia/Shanghai", "Asia/Atlantis"), "zone cannot be “Asia/Atlantis”", "请填时区名称"),
    (put("pack.toml", '"CN"', '"China"'), "region cannot be “China”", "ISO 3166 的两个大写字母"),
    (put("pack.toml", '"fri"]', '"feierabend"]'), "week cannot be", "week 不能是"),
    (gone("calendar.toml"), "calendar.toml: is missing", "calendar.toml：缺这一部分"),
    (put("calendar.toml", "made_up = true", "made_up = 1"), "made_up cannot be “1”", "made_up 不能是“1”"),
    (put("calendar.toml", '"05-01"', '"May Day"'), "a day of each year such as 01-01", "每年的日子"),
    (put("calendar.toml", '"qingming"', '"easter"'), "the column easter is missing", "缺少“easter”这一列"),
    (gone("festivals.csv"), "festivals.csv: is missing", "festivals.csv：缺这一部分"),
    (gone("limits.csv"), "limits.csv: is missing", "limits.csv：缺这一部分"),
    (
        put("limits.csv", "NEGOTIATE,10,wd", "NEGOTIATION,10,wd"),
        "limits.csv: no row for NEGOTIATE (in countries/china: The parties have 10 working days",
        "limits.csv：没有 NEGOTIATE 这一行（countries/china 里是：双方和解的期限为10个工作日",
    ),
    (
        without_cells("limits.csv", "NEGOTIATE"),
        "no row for NEGOTIATE",
        "没有 NEGOTIATE 这一行",
    ),
    (put("limits.csv", "NEGOTIATE,10,wd", "NEGOTIATE,ten,wd"), "number cannot be “ten”", "请填大于 0 的整数"),
    (put("limits.csv", "NEGOTIATE,", "MEDIATE,"), "name MEDIATE: the same as row", "name MEDIATE：和第"),
    (
        put("kinds.csv", "fault harm", "fault harmless"),
        "some of fault, danger, harm",
        "下面的几个，中间空一格",
    ),
    (put("kinds.csv", "N01,nature", "N01,vegetable"), "one of nature, goods, service, other", "请填下面之一"),
    (put("remedies.csv", "refund,", "pay-back,"), "no row for refund", "没有 refund 这一行"),
    (put("routes.csv", "FILE_AT_HOME,", "FILE_ABROAD,"), "no row for FILE_AT_HOME", "没有 FILE_AT_HOME"),
    (
        put("library/civil-code.toml", 'key = "civil-code"', 'key = "Civil Code"'),
        "library: law library, civil-code.toml: 'Civil Code' is no key",
        "library：法律库 civil-code.toml",
    ),
    (
        put("triage/pictures.toml", 'zh = "吃的喝的"', "zh = "),
        "triage: triage, pictures.toml: Invalid",
        "triage：问题卡 pictures.toml",
    ),
    (
        put("kinds.csv", "repair redo", "repair rdo"),
        "kinds.csv, row 2: rdo is no row of remedies.csv",
        "remedies.csv 里没有 rdo 这一行",
    ),
    (
        put("beyond.csv", "{RETURN_FOR_QUALITY}", "{RETURN}"),
        "RETURN is no row of limits.csv",
        "limits.csv 里没有 RETURN 这一行",
    ),
    (
        put("rules.csv", "{FRAUD_TIMES}", "{TIMES}"),
        "TIMES is no row of amounts.csv",
        "amounts.csv 里没有 TIMES 这一行",
    ),
    (
        put("papers.toml", 'basis = ["', 'basis = ["no-such-law", "'),
        "papers.toml: 'no-such-law'",
        "no-such-law",
    ),
    (
        put("holidays/2026.toml", "until = 2026-01-03", "until = 2025-12-01"),
        "holidays/2026.toml: holiday notice: 元旦: ends on",
        "早于开始日",
    ),
    (
        put("holidays/2026.toml", "year = 2026", "year = soon"),
        "this is not a TOML file",
        "不是有效的 TOML 文件",
    ),
    (
        put("festivals.csv", "2026,2026-02-17", "2026,in spring"),
        "festivals.csv, row 4: spring_festival cannot be “in spring”",
        "第 4 行：spring_festival",
    ),
    (put("festivals.csv", "\n2026,", "\n2025,"), "year 2025: the same as row 3", "和第 3 行一样"),
    (
        put("places.csv", "320505,", "32050,"),
        "code cannot be “32050”; put a place code of six digits",
        "请填六位行政区划代码",
    ),
    (put("duties.csv", ",law,", ",lore,"), "mark cannot be “lore”", "mark 不能是“lore”"),
]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TAIHU, tmp_path / "taihu"))


@pytest.mark.parametrize(
    ("change", "en", "zh"), WRONG, ids=[f"{at}: {row[1][:40]}" for at, row in enumerate(WRONG)]
)
def test_what_is_wrong_is_named_and_does_not_start(copied: Path, change: Change, en: str, zh: str) -> None:
    change(copied)
    found = [flaw for flaw in check(copied) if flaw.stops]
    assert [flaw for flaw in found if en in flaw.en], [flaw.en for flaw in found]
    assert [flaw for flaw in found if zh in flaw.zh], [flaw.zh for flaw in found]
    with pytest.raises(alliance.AllianceDataError) as refused:
        alliance.refuse_flaws(copied)
    assert en in refused.value.en
    assert zh in refused.value.zh


@pytest.mark.parametrize(("change", "en", "zh"), OF_A_COUNTRY, ids=[row[1][:40] for row in OF_A_COUNTRY])
def test_what_is_wrong_with_a_country_is_named(tmp_path: Path, change: Change, en: str, zh: str) -> None:
    folder = Path(shutil.copytree(COUNTRIES / "china", tmp_path / "china"))
    change(folder)
    found = [flaw for flaw in check(folder) if flaw.stops]
    assert [flaw for flaw in found if en in flaw.en], [flaw.en for flaw in found]
    assert [flaw for flaw in found if zh in flaw.zh], [flaw.zh for flaw in found]


def test_a_rule_that_a_country_does_not_have_is_said_by_its_name_alone(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(COUNTRIES / "china", tmp_path / "china"))
    without_cells("limits.csv", "BURDEN_OF_PROOF")(folder)
    assert check(folder) == []
    put("limits.csv", "BURDEN_OF_PROOF", "BURDEN")(folder)
    (flaw,) = check(folder)
    assert "no row for BURDEN_OF_PROOF (in countries/china: For durable goods" in flaw.en
    assert "没有这条规定的，也加一行，只填 BURDEN_OF_PROOF" in flaw.zh
    assert not flaw.stops


def test_a_sentence_that_says_another_number_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(COUNTRIES / "china", tmp_path / "china"))
    put("limits.csv", "LIMITATION,3,y", "LIMITATION,5,y")(folder)
    chinese, english = check(folder)
    assert chinese.zh == "limits.csv 第 6 行：zh 那一栏的句子里没有 5"
    assert english.en == "limits.csv, row 6: en does not say 5"
    assert not english.stops


@pytest.mark.parametrize(("change", "en", "zh"), MISSING, ids=[row[1][:40] for row in MISSING])
def test_what_is_missing_is_named_and_starts(copied: Path, change: Change, en: str, zh: str) -> None:
    change(copied)
    found = check(copied)
    assert [flaw for flaw in found if en in flaw.en], [flaw.en for flaw in found]
    assert [flaw for flaw in found if zh in flaw.zh], [flaw.zh for flaw in found]
    assert not any(flaw.stops for flaw in found)
    assert alliance.load(copied).key == "taihu"


@pytest.mark.parametrize(
    "change",
    [
        *(saved_as("clocks.csv", charset) for charset in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16")),
        saved_as("clocks.csv", "gbk", ends="\r\n", parted=";"),
        saved_as("clocks.csv", "utf-8-sig", ends="\r\n", parted="\t"),
        saved_as("cities.csv", "gbk", ends="\r\n"),
        saved_as("counties.csv", "utf-8", ends="\r"),
        saved_as("alliance.toml", "utf-8-sig", ends="\r\n"),
        saved_as(A_DEMO, "utf-8-sig", ends="\r\n"),
        put("clocks.csv", ",10,wd", ",10,工作日"),
        put("cities.csv", "unconfirmed,3,2", "待确认,3,2"),
        put("cities.csv", ",0512,", ",512,"),
        put("cities.csv", ",0512,", ",512.0,"),
        put("cities.csv", ",0512,", ",０５１２,"),
        put("clocks.csv", "2026-01-01", "2026/1/1"),
        put("clocks.csv", "2026-01-01", "2026年1月1日"),
        put("clocks.csv", "body,", "# 一行说明\n\nbody,"),
        more("clocks.csv", ",,,,,,,"),
    ],
)
def test_what_editors_and_spreadsheets_save_is_read(copied: Path, change: Change) -> None:
    before = alliance.load(TAIHU)
    change(copied)
    assert check(copied) == []
    after = alliance.load(copied)
    assert (after.clocks, after.cities, after.name) == (before.clocks, before.cities, before.name)


@pytest.mark.parametrize(
    ("written", "read"),
    [("20", "020"), ("10", "010"), ("755", "0755"), ("010", "010"), ("0755", "0755"), ("", "")],
)
def test_the_zero_that_a_spreadsheet_takes_from_an_area_code_is_put_back(
    copied: Path, written: str, read: str
) -> None:
    put("cities.csv", ",0512,", f",{written},")(copied)
    assert not [flaw for flaw in check(copied) if flaw.stops]
    assert alliance.load(copied).city("320500").area_code == read


@pytest.mark.parametrize(
    "phone",
    [
        "12315",
        "0512-12345",
        "0512-65121234",
        "(0512)65121234",
        "13812345678",
        "400-123-4567",
        "+86 512 65121234",
    ],
)
def test_a_telephone_number_is_one(copied: Path, phone: str) -> None:
    put("cities.csv", "苏州市消保委,,", f"苏州市消保委,{phone},")(copied)
    assert not [flaw for flaw in check(copied) if flaw.stops]
    assert alliance.load(copied).city("320500").phone == phone


@pytest.mark.parametrize(
    ("number", "unit", "limit"), [(366, "d", "NEGOTIATE"), (1, "y", "NEGOTIATE"), (30, "y", "FILE_KEPT")]
)
def test_the_longest_term_passes(copied: Path, number: int, unit: str, limit: str) -> None:
    more("clocks.csv", f"*,{limit},x,{number},{unit},2026-02-01,演示,read")(copied)
    assert not [flaw for flaw in check(copied) if flaw.stops]


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_the_packs_that_ship_start(folder: Path) -> None:
    flaws = check(folder)
    assert not [flaw for flaw in flaws if flaw.stops or "three_rivers" not in folder.parts]


def test_a_year_without_its_notice_of_holidays_is_named() -> None:
    assert list(check(TAIHU, on=date(2026, 11, 30))) == []
    (flaw,) = check(TAIHU, on=date(2026, 12, 1))
    assert "the holidays of 2027 are missing" in flaw.en
    assert "缺 2027 年的放假安排" in flaw.zh
    assert not flaw.stops


def test_the_command_says_all_of_it_and_whether_it_starts(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["pack", "check", str(copied)]) == 0
    assert capsys.readouterr().out.endswith("可以启动\n")
    put("clocks.csv", ",10,wd", ",ten,wd")(copied)
    gone("papers.toml")(copied)
    assert cli.main(["pack", "check", str(copied), "--lang", "en"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("wrong: ")
    assert told[-1].endswith("2 wrong, 2 missing; it does not start")
    assert cli.main(["pack", "check", str(copied / "nowhere"), "--lang", "en"]) == 1
    assert "there is no folder" in capsys.readouterr().out


def test_another_command_says_the_same_and_no_traceback(
    copied: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("clocks.csv", ",10,wd", ",ten,wd")(copied)
    monkeypatch.setenv("HUAIHAI_ALLIANCE", str(copied))
    assert cli.main(["law", "route", "--consumer-at", "320500", "--lang", "zh"]) == 2
    assert "clocks.csv 第 3 行：number 不能是“ten”" in capsys.readouterr().err


def test_a_new_pack_starts_and_says_what_is_to_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    assert cli.main(["pack", "new", str(folder), "--cities", "450200，450300"]) == 0
    ours = alliance.load(folder)
    assert [(city.name, len(city.counties)) for city in ours.cities] == [("柳州", 10), ("桂林", 17)]
    assert ours.look.seal == "柳州"
    assert {clock.body for clock in ours.clocks} == {"*"}
    assert "待填" in ours.name
    assert cli.main(["pack", "new", str(folder), "--cities", "450200"]) == 2
    assert "已经有了" in capsys.readouterr().err
    with pytest.raises(PackError, match="is no city"):
        making.new(tmp_path / "other", ["450202"])
    with pytest.raises(PackError, match="unknown place"):
        making.new(tmp_path / "other", ["nowhere"])
    assert not (tmp_path / "other").exists()


def test_one_bad_cell_of_a_city_is_one_flaw(copied: Path) -> None:
    put("cities.csv", "苏州市消费者权益保护委员会", "")(copied)
    assert [flaw.file for flaw in check(copied) if flaw.stops] == ["cities.csv"]


def test_a_new_pack_takes_names_of_cities(tmp_path: Path) -> None:
    making.new(tmp_path / "gba", ["广州", "深圳市", "440600"])
    held = (tmp_path / "gba" / "cities.csv").read_text(encoding="utf-8-sig")
    assert [line.partition(",")[0] for line in held.splitlines()[1:]] == ["440100", "440300", "440600"]
