"""Counts from somebody's CSV file: UTF-8 (with or without BOM), GBK or UTF-16, any of the usual separators."""

import csv
import io
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from huaihai.insight.scanning import periods
from huaihai.insight.scanning.periods import Grain
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t|"
NOTHING = ("", "-", "—", "na", "n/a", "null", "none", "nan")
MOST_PERIODS = 20_000


class CannotRead(Refusal):
    """The file, or a line of it, is not counts; the message says what and where."""


@dataclass(frozen=True)
class Table:
    """A row for each period, a column for each series. `keys` are the values of the columns asked for."""

    grain: Grain
    starts: list[date]
    spelt: list[str]
    keys: list[tuple[str, ...]]
    counts: Any  # float64, periods × series


def read(path: Path, date_column: str, count_column: str, by: Sequence[str]) -> Table:
    """The file's counts, rows of the same period and series added. CannotRead says what is wrong with it; OSError."""
    text = _text(path)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    heads = [head.strip() for head in next(rows, [])]
    if not any(heads):
        raise CannotRead(_("%(file)s: the file is empty"), file=path)
    places = [_column(path, heads, name) for name in (date_column, count_column, *by)]
    return _table(path, _numbers(path, rows, places))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead(_("%(file)s: neither UTF-8 nor GBK"), file=path)


def _separator(text: str) -> str:
    first = text[:10_000].lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _column(path: Path, heads: list[str], name: str) -> int:
    if name in heads:
        return heads.index(name)
    words = _("%(file)s: no column “%(name)s”; there are: %(heads)s")
    raise CannotRead(words, file=path, name=name, heads=", ".join(heads))


@dataclass
class _Rows:
    kinds: set[str]
    dates: dict[str, date]  # spelling: begin
    keys: dict[tuple[str, ...], int]
    when: list[date]
    which: "array[int]"
    counts: "array[float]"


def _numbers(path: Path, rows: Iterator[list[str]], places: list[int]) -> _Rows:
    read = _Rows(set(), {}, {}, [], array("q"), array("d"))
    on, count, by = places[0], places[1], places[2:]
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            line = rows.line_num  # type: ignore[attr-defined] # of csv.reader
            if len(row) <= max(places):
                words = _("%(file)s, line %(line)d: %(n)d columns are too few")
                raise CannotRead(words, file=path, line=line, n=len(row))
            read.when.append(_date(path, line, row[on], read))
            read.counts.append(_count(path, line, row[count]))
            key = tuple(row[one].strip() for one in by)
            read.which.append(read.keys.setdefault(key, len(read.keys)))
    except csv.Error as error:
        raise CannotRead("%(file)s: %(error)s", file=path, error=error) from error
    if not read.when:
        raise CannotRead(_("%(file)s: no counts in it"), file=path)
    return read


def _date(path: Path, line: int, text: str, read: _Rows) -> date:
    if (known := read.dates.get(text)) is not None:
        return known
    try:
        kind, begin = periods.read(text)
    except ValueError as error:
        words = _("%(file)s, line %(line)d: “%(text)s” is not a day, a week or a month")
        raise CannotRead(words, file=path, line=line, text=text) from error
    read.kinds.add(kind)
    read.dates[text] = begin
    return begin


def _count(path: Path, line: int, text: str) -> float:
    plain = text.strip().replace("，", ",").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if plain.lower() in NOTHING:
        return 0.0
    try:
        number = float(plain.replace(",", "").replace("'", ""))
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        words = _("%(file)s, line %(line)d: “%(text)s” is not a count")
        raise CannotRead(words, file=path, line=line, text=text)
    return number


def _table(path: Path, read: _Rows) -> Table:
    try:
        grain = periods.grain_of(read.kinds, sorted(set(read.when)))
    except ValueError as error:
        raise CannotRead("%(file)s: %(error)s", file=path, error=error) from error
    spelt = {periods.begin(begin, grain): text.strip() for text, begin in reversed(read.dates.items())}
    first, last = min(spelt), max(spelt)
    if (last - first).days / grain.days > MOST_PERIODS:
        words = _("%(file)s: from %(first)s to %(last)s is too long; is a date wrong?")
        raise CannotRead(words, file=path, first=spelt[first], last=spelt[last])
    starts = periods.between(first, last, grain)
    row_of = {begin: number for number, begin in enumerate(starts)}
    counts = np.zeros((len(starts), len(read.keys)))
    rows = np.fromiter((row_of[periods.begin(one, grain)] for one in read.when), np.int64, len(read.when))
    np.add.at(counts, (rows, np.asarray(read.which)), np.asarray(read.counts))
    keys = sorted(read.keys)  # the order of the rows says nothing
    counts = counts[:, [read.keys[key] for key in keys]]
    like = spelt[first]
    return Table(
        grain,
        starts,
        [spelt.get(one) or periods.spell(one, grain, like) for one in starts],
        keys,
        counts,
    )
