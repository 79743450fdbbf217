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

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t|"
NOTHING = ("", "-", "—", "na", "n/a", "null", "none", "nan")
MOST_PERIODS = 20_000


class CannotRead(ValueError):
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
    """The file's counts, rows of the same period and series added. CannotRead says what is wrong with it."""
    text = _text(path)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    heads = [head.strip() for head in next(rows, [])]
    if not any(heads):
        raise CannotRead(f"{path}: the file is empty")
    places = [_column(path, heads, name) for name in (date_column, count_column, *by)]
    return _table(path, _numbers(path, rows, places))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror}") from error
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead(f"{path}: neither UTF-8 nor GBK")


def _separator(text: str) -> str:
    first = text[:10_000].lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _column(path: Path, heads: list[str], name: str) -> int:
    if name in heads:
        return heads.index(name)
    raise CannotRead(f"{path}: no column {name!r}; there are: {', '.join(heads)}")


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
                raise CannotRead(f"{path}, line {line}: {len(row)} columns are too few")
            read.when.append(_date(path, line, row[on], read))
            read.counts.append(_count(path, line, row[count]))
            key = tuple(row[one].strip() for one in by)
            read.which.append(read.keys.setdefault(key, len(read.keys)))
    except csv.Error as error:
        raise CannotRead(f"{path}: {error}") from error
    if not read.when:
        raise CannotRead(f"{path}: no counts in it")
    return read


def _date(path: Path, line: int, text: str, read: _Rows) -> date:
    if (known := read.dates.get(text)) is not None:
        return known
    try:
        kind, begin = periods.read(text)
    except ValueError as error:
        raise CannotRead(f"{path}, line {line}: {text!r} is not a day, a week or a month") from error
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
        raise CannotRead(f"{path}, line {line}: {text!r} is not a count")
    return number


def _table(path: Path, read: _Rows) -> Table:
    try:
        grain = periods.grain_of(read.kinds, sorted(set(read.when)))
    except ValueError as error:
        raise CannotRead(f"{path}: {error}") from error
    spelt = {periods.begin(begin, grain): text.strip() for text, begin in reversed(read.dates.items())}
    first, last = min(spelt), max(spelt)
    if (last - first).days / grain.days > MOST_PERIODS:
        raise CannotRead(f"{path}: from {spelt[first]} to {spelt[last]} is too long; is a date wrong?")
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
