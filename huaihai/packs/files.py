"""The files of a pack as editors and spreadsheets save them: what they say, and each flaw of them with its row."""

import codecs
import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Any, Final

from huaihai.packs.flaws import Flaw, Words
from huaihai.packs.kinds import Kind

# What a TOML table may hold: "name" must, "name?" may be there; a list of one shape is a list of such tables.
type Shape = Mapping[str, "Kind | Shape | list[Shape]"]

FENCE = "+++"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SLASHED = re.compile(r"=\s*\d{4}[/.]\d{1,2}[/.]\d{1,2}")
_AT = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True)
class Row:
    """One row of a table: its number as a spreadsheet counts, and what its cells say."""

    number: int
    values: Mapping[str, Any]


ONE_GOES: Final = ("delete one of the two, or change it", "删掉一行，或者改一行")


class Reading:
    """The files of one folder, and the flaws met on the way. What cannot be read counts as empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.flaws: list[Flaw] = []

    def wrong(self, file: str, words: Words, row: int = 0) -> None:
        """This stops the alliance from starting."""
        self.flaws.append(Flaw(file, row, *words))

    def missing(self, file: str, words: Words, row: int = 0) -> None:
        """This is better not missing, and it starts without it."""
        self.flaws.append(Flaw(file, row, *words, stops=False))

    def text(self, file: str, *, of_a_spreadsheet: bool = False) -> str | None:
        """What the file says, or None."""
        try:
            raw = (self.folder / file).read_bytes()
        except FileNotFoundError:
            self.wrong(file, NO_FILE)
            return None
        except OSError as error:
            self.wrong(file, (f"cannot be read: {error.strerror}", f"读不了：{error.strerror}"))
            return None
        if raw.startswith(b"PK"):
            self.wrong(file, NO_TEXT)
            return None
        for charset in ("utf-16",) if raw[:2] in UTF_16 else ("utf-8-sig", "gb18030"):
            try:
                text = raw.decode(charset)
            except UnicodeDecodeError:
                continue
            if charset == "utf-8-sig" or of_a_spreadsheet:
                return text.replace("\r\n", "\n").replace("\r", "\n")
            self.wrong(file, IS_GBK)
            return None
        self.wrong(file, NO_TEXT)
        return None

    def toml(self, file: str, shape: Shape) -> dict[str, Any]:
        """The table of this file."""
        text = self.text(file)
        return {} if text is None else self.parsed(file, text, shape)

    def head(self, file: str, shape: Shape) -> dict[str, Any]:
        """The head of a text between two lines of +++. Without one: empty."""
        text = self.text(file)
        parts = (text or "").split(f"{FENCE}\n", 2)
        if text is not None and (len(parts) != 3 or parts[0].strip()):
            self.wrong(file, NO_HEAD)
            return {}
        return {} if text is None else self.parsed(file, parts[1], shape, above=1)

    def parsed(self, file: str, text: str, shape: Shape, *, above: int = 0) -> dict[str, Any]:
        try:
            found = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = _AT.search(str(error))
            row = int(place[1]) if place and place[1] else 0
            line = text.splitlines()[row - 1] if row else ""
            why = _AT.sub("", str(error))
            broken = (
                f"cannot be read here ({why}): look for a quotation mark, a bracket or an = too many or too few",
                "这里读不懂：看看引号、方括号、等号是不是少了、多了，或者打成了中文符号",
            )
            self.wrong(file, NO_DAY if _SLASHED.search(line) else broken, row + above if row else 0)
            return {}
        self._compare(file, found, shape, "")
        return found

    def rows(self, file: str, columns: Mapping[str, Kind], *, may_lack: bool = False) -> list[Row]:
        """The rows of this table that are in order; a row whose first cell begins with # is a remark. `may_lack`: a row
        of its first cell alone says that there is no such thing, and has this value alone."""
        text = self.text(file, of_a_spreadsheet=True)
        if not text or not text.strip():
            if text is not None:
                self.wrong(file, ("is empty", "是空的"))
            return []
        try:
            lines = iter(list(_cells(text)))
        except csv.Error as error:
            self.wrong(file, (f"is no table: {error}", f"不是表格：{error}"))
            return []
        names = [name.strip() for name in next(lines, (0, []))[1]]
        if not self._heads_fit(file, names, [name.removesuffix("?") for name in columns], columns):
            return []
        found = [
            Row(number, {names[0]: cells[0].strip()})
            if may_lack and not any(cell.strip() for cell in cells[1:])
            else self._row(file, number, names, cells, columns)
            for number, cells in lines
        ]
        return [row for row in found if row]

    def repeated(self, file: str, rows: Iterable[Row], names: tuple[str, ...], do: Words = ONE_GOES) -> None:
        """Two rows are of the same thing."""
        first: dict[tuple[Any, ...], int] = {}
        for row in rows:
            values = tuple(row.values[name] for name in names)
            if values in first:
                written, before = ", ".join(map(str, values)), first[values]
                words = (
                    f"{', '.join(names)} {written}: the same as row {before}; {do[0]}",
                    f"{'、'.join(names)} {written}：和第 {before} 行一样，{do[1]}",
                )
                self.wrong(file, words, row.number)
            else:
                first[values] = row.number

    def _heads_fit(
        self, file: str, names: Sequence[str], known: Sequence[str], columns: Mapping[str, Kind]
    ) -> bool:
        before = len(self.flaws)
        if not set(names) & set(known):
            listed = ", ".join(known)
            words = (
                f"the first row must hold the names of the columns: {listed}",
                f"第一行要是列名：{listed}",
            )
            self.wrong(file, words, 1)
            return False
        for name in columns:
            if not name.endswith("?") and name not in names:
                self.wrong(file, (f"the column {name} is missing", f"缺少“{name}”这一列"), 1)
        for at, name in enumerate(names):
            if name and name not in known:
                self.wrong(file, _unknown(name, known), 1)
            if name and name in names[:at]:
                self.wrong(file, (f"the column {name} is there twice", f"“{name}”这一列出现了两次"), 1)
        return len(self.flaws) == before

    def _row(
        self, file: str, number: int, names: Sequence[str], cells: Sequence[str], columns: Mapping[str, Kind]
    ) -> Row | None:
        if any(cell.strip() for cell in cells[len(names) :]):
            self.wrong(
                file,
                (
                    "has more cells than there are columns: put a text with a comma into double quotation marks",
                    "格子比列多：文字里有逗号的，整格用英文双引号括起来",
                ),
                number,
            )
            return None
        given = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        values: dict[str, Any] = {}
        for label, kind in columns.items():
            name = label.removesuffix("?")
            cell = given.get(name, "")
            if not cell and label.endswith("?"):
                values[name] = None
                continue
            try:
                values[name] = kind.read(cell)
                fits = kind.fits(values[name])
            except (ValueError, KeyError):
                fits = False
            if not fits:
                self.wrong(file, _unfit(name, cell, kind) if cell else _none(name, kind.words), number)
                return None
        return Row(number, values)

    def _compare(self, file: str, found: Mapping[str, Any], shape: Shape, above: str) -> None:
        """Each name of the shape is there and fits, and no other."""
        known = {name.removesuffix("?"): part for name, part in shape.items()}
        for name, part in shape.items():
            plain = name.removesuffix("?")
            if plain not in found:
                if plain == name:
                    self.wrong(file, _none(above + plain, _words(part)))
            elif isinstance(part, Kind):
                if not part.fits(found[plain]):
                    self.wrong(file, _unquoted(above + plain, found[plain], part))
            else:
                self._compare_tables(file, found[plain], part, above + plain)
        for name in found:
            if name not in known:
                self.wrong(file, _unknown(above + name, [above + one for one in known]))

    def _compare_tables(self, file: str, value: Any, part: "Shape | list[Shape]", name: str) -> None:
        is_list = isinstance(part, list)
        tables = value if is_list and isinstance(value, list) else [value]
        if not all(isinstance(one, dict) for one in tables) or is_list != isinstance(value, list):
            self.wrong(file, _unfit(name, value, Kind(_words(part), bool)))
            return
        for number, one in enumerate(tables, start=1):
            at = f"{name}[{number}]." if is_list else f"{name}."
            self._compare(file, one, part[0] if isinstance(part, list) else part, at)


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them, with their numbers; cells are parted as the first row parts its names."""
    first = next((one for one in text.split("\n") if one.strip() and not one.lstrip('"').startswith("#")), "")
    parted = max(",;\t，", key=first.count)
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=parted), start=1):
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield number, cells


def _words(part: "Kind | Shape | list[Shape]") -> Words:
    if isinstance(part, Kind):
        return part.words
    one = "[[…]]" if isinstance(part, list) else "[…]"
    return f"a table under {one}", f"放在 {one} 下面的一张表"


def _none(name: str, kind: Words) -> Words:
    return f"{name} is missing; put {kind[0]}", f"缺少 {name}：请填{kind[1]}"


def _unfit(name: str, value: object, kind: Kind) -> Words:
    written, (en, zh) = str(value)[:40], kind.words
    choices = kind.choices() if callable(kind.choices) else kind.choices
    near = get_close_matches(written, choices, n=1) or get_close_matches(written.upper(), choices, n=1)
    if near:
        en, zh = f"{en}; is {near[0]} meant?", f"{zh}；是不是要写 {near[0]}？"
    return f"{name} cannot be “{written}”; put {en}", f"{name} 不能是“{written}”：请填{zh}"


def _unquoted(name: str, value: object, kind: Kind) -> Words:
    """Of a value that is right, but for its quotation marks."""
    if isinstance(value, str) and _reads(kind, value):
        return f"{name} = {value} stands without quotation marks", f"{name} = {value} 不加引号"
    if not isinstance(value, str) and kind.fits(str(value)):
        return f'{name} = "{value}" stands in quotation marks', f'{name} = "{value}" 要加英文引号'
    return _unfit(name, value, kind)


def _reads(kind: Kind, value: str) -> bool:
    try:
        found = kind.read(value)
    except (ValueError, KeyError):
        return False
    return not isinstance(found, str) and kind.fits(found)


def _unknown(name: str, known: Sequence[str]) -> Words:
    by_own = {one.rpartition(".")[2]: one for one in known}
    near = [by_own[one] for one in get_close_matches(name.rpartition(".")[2], by_own, n=1)]
    if near:
        return f"{name} is not known here; is {near[0]} meant?", f"这里没有 {name}：是不是要写 {near[0]}？"
    return (
        f"{name} is not known here; there are {', '.join(known)}",
        f"这里没有 {name}：只有 {'、'.join(known)}",
    )


NO_DAY: Words = (
    "a day is written 2026-01-05, without quotation marks",
    "日期要写成 2026-01-05 这样，不加引号",
)
NO_FILE: Words = (
    "the file is missing; `huaihai pack new` makes one to fill in, in a new folder: copy it over from there",
    "缺这个文件：用 huaihai pack new 在一个新文件夹里生成一份，把这个文件拷过来，照着填",
)
IS_GBK: Words = (
    "is saved as GBK; save it again as UTF-8 (in Notepad: Save as, Encoding)",
    "存成了 GBK 编码：请另存为 UTF-8（记事本：另存为，编码选 UTF-8）",
)
NO_TEXT: Words = (
    "is no text file that can be read; a spreadsheet must be saved as CSV UTF-8",
    "不是能读的文本文件：表格请另存为“CSV UTF-8”",
)
NO_HEAD: Words = (
    "the head between two lines of +++ is missing: title, date, source, mark stand there",
    "缺少两行 +++ 之间的开头：那里写 title、date、source、mark",
)


def fields(pattern: str) -> set[str] | None:
    """The names in curly brackets, or None where these do not close."""
    try:
        return {name for _text, name, _form, _how in Formatter().parse(pattern) if name is not None}
    except ValueError:
        return None
