"""No room but the law names a country: its money, lines, statutes, identity numbers, telephone shapes, time zone, week.

Judged is what people read, in code, pages, data and catalogues, and by what a machine decides: shapes, weights of check
digits, zones, weekends. Names that only code reads (`credit_code`, `…_fen`) are the general terms: decision 0046.
`country_words.tsv` lists what looks so and is not, each with its reason.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib
import pytest

PACKAGE: Final = Path(__file__).resolve().parents[2] / "huaihai"
LIST: Final = Path(__file__).parent / "country_words.tsv"
ENDINGS: Final = {".py", ".html", ".txt", ".js", ".svg", ".xml", ".toml", ".md", ".json"}
LEFT_OUT: Final = {"tests", "migrations", "locale", "law", "packs"}
CATALOGUES: Final = sorted(PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))
NAMES: Final = {
    "money": re.compile(r"[¥￥]|人民币|\byuan\b|\bCNY\b|\bRMB\b"),
    "line": re.compile(r"\b(?:12315|12345|96315)\b|\b110 or 120\b|消协|消保"),
    "statute": re.compile(
        r"《[\u4e00-\u9fff]|(?:法|条例|办法|规定)第[0-9一二三四五六七八九十百]+条|民法典|消费者权益保护法|国务院|"
        r"市场监管|State Council|[Mm]arket regulat|people's court"
    ),
    "identity": re.compile(
        r"身份证|信用代码|[Cc]redit code|\bUSCC\b|GB ?(?:32100|11643)|0-9A-HJ-NPQRT|7, 9, 10, 5, 8|1, 3, 9, 27, 19"
    ),
    "telephone": re.compile(r"\+86|1\[3-9\]|\b1\[3\d*-9\]|\[1\]\[3-9\]|\"CN\""),
    "zone": re.compile(r"Asia/Shanghai|Beijing|BEIJING|hours=8\b"),
    "week": re.compile(r"\b(?:iso)?weekday\(\) *(?:[<>]|in\b)|\bSATURDAY\b|\bSUNDAY\b|周一至周五"),
    "country": re.compile(r"\bChina\b|中国|\bGB/T\b|\bICP\b|备案号|全国12315"),
}
COMMENT: Final = {
    ".py": re.compile(r'^\s*r?"""[\s\S]*?"""|(?<![\'"])#.*$', re.MULTILINE),
    ".html": re.compile(r"{#.*?#}|{% comment.*?{% endcomment %}", re.DOTALL),
    ".js": re.compile(r"//.*$", re.MULTILINE),
    ".toml": re.compile(r"^#.*$", re.MULTILINE),
}


def test_no_other_file_names_a_country() -> None:
    found, listed = set(naming()), set(rows())
    assert not sorted(found - listed), "say it through a country's pack instead (countries/china/words.toml)"
    assert not sorted(listed - found), "mended: take these rows out of country_words.tsv"
    assert all(rows().values()), "each row says why it does not name a country"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_no_catalogue_puts_one_into_the_program(path: Path) -> None:
    """In English; in Chinese, `catalogues.py check` sees that both sides name the same roles."""
    texts = [entry.msgid for entry in polib.pofile(str(path)) if kinds_in(entry.msgid, "")]
    assert not texts


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('price = f"{sum} yuan"', "money"),
        ('call = "12315"', "line"),
        ('basis = "《消费者权益保护法》第二十四条"', "statute"),
        ('label = _("Credit code")', "identity"),
        (r'MOBILE = re.compile(r"1[3-9]\d{9}")', "telephone"),
        ('ZONE = ZoneInfo("Asia/Shanghai")', "zone"),
        ("if day.weekday() < 5:", "week"),
        ('words = _("Made in China")', "country"),
    ],
)
def test_it_is_seen(line: str, kind: str) -> None:
    assert kind in kinds_in(line, ".py")
    assert not kinds_in(f"# {line}", ".py")


def naming() -> Iterator[tuple[str, str]]:
    """(kind, file) of all that name it; texts in a folder of data count as one."""
    for path in PACKAGE.rglob("*"):
        parts = path.relative_to(PACKAGE).parts
        if path.suffix in ENDINGS and not LEFT_OUT & set(parts) and path.is_file():
            name = path.relative_to(PACKAGE)
            where = (name.parent / "*" if "data" in parts and path.suffix == ".md" else name).as_posix()
            yield from ((kind, where) for kind in kinds_in(path.read_text(encoding="utf-8"), path.suffix))


def kinds_in(text: str, ending: str) -> list[str]:
    bare = COMMENT[ending].sub("", text) if ending in COMMENT else text
    return [kind for kind, names in NAMES.items() if names.search(bare)]


def rows() -> dict[tuple[str, str], str]:
    """Kind and file, with the reason."""
    lines = [line.split("\t") for line in LIST.read_text(encoding="utf-8").splitlines()]
    return {(kind, name): why for kind, name, why in lines}
