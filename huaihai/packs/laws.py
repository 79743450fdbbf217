"""What is wrong with the law in a country's pack: tables, papers, platforms, library, tree, calendar."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from huaihai.law import (
    amounts,
    beyond,
    grounds,
    kinds,
    limits,
    papers,
    places,
    platforms,
    pointers,
    prepaid,
    remedies,
    replies,
    route_rules,
    ways,
)
from huaihai.law.calendar import FIXED
from huaihai.law.clauses.register import known_sentences
from huaihai.law.errors import LawError
from huaihai.law.library import held, repealed
from huaihai.law.library import rules as rules_of_law
from huaihai.law.notices import parse_notice
from huaihai.law.tables import Table
from huaihai.law.triage.reading import tree
from huaihai.packs import DEFAULT_COUNTRY, looking_at, shapes
from huaihai.packs.files import Reading, Row, fields
from huaihai.packs.flaws import Words

TABLES: Final[tuple[Table[Any], ...]] = (  # what another one names comes first
    *(
        limits.HELD,
        amounts.HELD,
        remedies.HELD,
        kinds.HELD,
        kinds.BOUGHT,
        grounds.HELD,
        ways.HELD,
        replies.HELD,
    ),
    *(
        pointers.HELD,
        prepaid.HELD,
        route_rules.HELD,
        beyond.HELD,
        rules_of_law.HELD,
        repealed.HELD,
        places.AREAS,
    ),
)
NAMED_IN: Final[Mapping[str, Table[Any]]] = {  # whose rows this one names
    "beyond.csv": limits.HELD,
    "rules.csv": amounts.HELD,
    "kinds.csv": remedies.HELD,
}
FORMS: Final[Mapping[str, Callable[[str], object]]] = {  # whose reader alone knows their form
    "papers.toml": papers.parsed,
    "platforms.toml": platforms.parsed,
}
NO_PART: Final = ("is missing: compare countries/china", "缺这一部分：对照 countries/china")
FOLDERS: Final[Mapping[str, Callable[[], object]]] = {
    "library": held,
    "triage": tree,
    "clauses": known_sentences,
}


def check(reading: Reading) -> None:
    """What is not there at all has been named already."""
    there = {path.name for path in reading.folder.iterdir()}
    for table in TABLES:
        if table.file in there:
            _law(reading, table)
    for file, read in FORMS.items():
        if file in there:
            _form(reading, file, read)
    for name, read_all in FOLDERS.items():
        if name in there:
            _folder(reading, name, read_all)
    _calendar(reading)


def _calendar(reading: Reading) -> None:
    """The notices, the holidays of the law, and the festivals that move."""
    for path in sorted((reading.folder / "holidays").glob("*.toml")):
        file = f"holidays/{path.name}"
        text = reading.text(file)
        try:
            parse_notice(text) if text is not None else None
        except LawError as error:
            reading.wrong(file, (error.en, error.zh))
    if not (reading.folder / "calendar.toml").exists():
        return
    table = reading.toml("calendar.toml", shapes.CALENDAR)
    if any(flaw.file == "calendar.toml" for flaw in reading.flaws):
        return
    moving = {row["on"] for row in table["holiday"] if not FIXED.fullmatch(row["on"])}
    if moving and not (reading.folder / "festivals.csv").exists():
        reading.wrong("festivals.csv", NO_PART)
    elif moving:
        columns = {"year": shapes.YEAR, **dict.fromkeys(sorted(moving), shapes.DAY)}
        reading.repeated("festivals.csv", reading.rows("festivals.csv", columns), ("year",))


def _form(reading: Reading, file: str, read: Callable[[str], object]) -> None:
    text = reading.text(file)
    try:
        read(text or "")
    except (ValueError, KeyError, TypeError) as error:
        if text is not None:
            reading.wrong(file, (f"{error}: compare countries/china", f"{error}：对照 countries/china"))


def _folder(reading: Reading, name: str, read_all: Callable[[], object]) -> None:
    try:
        read_all()
    except (LawError, OSError) as error:
        reading.wrong(name, (str(error), getattr(error, "zh", str(error))))


def _law(reading: Reading, table: Table[Any]) -> None:
    """What rooms ask for has its row, or one that says there is no such rule."""
    columns = shapes.TABLES[table.file]
    rows = reading.rows(table.file, columns, may_lack=True)
    reading.repeated(table.file, rows, (table.key,))
    if any(flaw.file == table.file for flaw in reading.flaws):
        return
    _said_right(reading, table.file, [row for row in rows if len(row.values) > 1])
    held = {row.values[table.key]: len(row.values) > 1 for row in rows}
    for name, must in table.asked.items():
        if held.get(name) or (name in held and not must):
            continue
        en, zh = _in_china(table, name)
        alone = (
            ("add the row", "加这一行")
            if must
            else (
                f"add the row, or one that says {name} and nothing else if there is no such rule",
                f"加这一行；没有这条规定的，也加一行，只填 {name}",
            )
        )
        words = (f"no row for {name}{en}: {alone[0]}", f"没有 {name} 这一行{zh}：{alone[1]}")
        (reading.wrong if must else reading.missing)(table.file, words)


def _said_right(reading: Reading, file: str, rows: Iterable[Row]) -> None:
    """What one cell says of another, or of another table."""
    of = NAMED_IN.get(file)
    is_there = of is not None and (reading.folder / of.file).exists()
    known = of.rows if of and is_there and not any(flaw.file == of.file for flaw in reading.flaws) else None
    for row in rows:
        if file == "limits.csv":
            _sentences(reading, row)
        if known is None or of is None:
            continue
        cells = [str(cell) for name, cell in row.values.items() if cell and name != "code"]
        named = {name for cell in cells for name in fields(cell) or ()} - set(rules_of_law.COUNTS)
        for name in sorted({*named, *_codes(row)} - set(known)):
            words = (f"{name} is no row of {of.file}", f"{of.file} 里没有 {name} 这一行")
            reading.wrong(file, words, row.number)


def _codes(row: Row) -> list[str]:
    return (row.values.get("fits") or row.values.get("kinds") or "").split()


def _sentences(reading: Reading, row: Row) -> None:
    """The number stands in the sentences too: who changes one changes the others."""
    number = row.values["number"]
    for language in ("zh", "en"):
        if not re.search(rf"(?<!\d){number}(?!\d)", row.values[language]):
            words = (f"{language} does not say {number}", f"{language} 那一栏的句子里没有 {number}")
            reading.missing("limits.csv", words, row.number)


def _in_china(table: Table[Any], name: str) -> Words:
    """What the row says there, so that whoever fills it in knows what is meant."""
    with looking_at(DEFAULT_COUNTRY):
        row = table.rows.get(name)
    said = (getattr(row, "en", ""), getattr(row, "zh", ""))
    return (
        (f" (in countries/china: {said[0]})", f"（countries/china 里是：{said[1]}）") if said[0] else ("", "")
    )
