"""What is wrong with a pack or missing in it, in two languages: where it stands, what it is, what to put there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from huaihai.law.errors import LawError

type Words = tuple[str, str]  # English, Chinese


@dataclass(frozen=True, order=True)
class Flaw:
    """`row` is that of a table as a spreadsheet counts, or the line of a text; 0: the whole file.

    One that `stops` is wrong; any other is missing, and the alliance starts without it.
    """

    file: str
    row: int
    en_why: str
    zh_why: str
    stops: bool = True

    @property
    def en(self) -> str:
        at = ", ".join(filter(None, (self.file, f"row {self.row}" if self.row else "")))
        return f"{at}: {self.en_why}"

    @property
    def zh(self) -> str:
        at = f"{self.file} 第 {self.row} 行" if self.row else self.file
        return f"{at}：{self.zh_why}"


class PackError(LawError):
    """A pack says something that cannot be understood. The message names all of it."""

    @classmethod
    def of(cls, folder: object, flaws: Iterable[Flaw]) -> Self:
        """One line a flaw."""
        lines = [(flaw.en, flaw.zh) for flaw in flaws]
        en = "\n".join([f"{folder} is not in order:", *(f"- {en}" for en, _zh in lines)])
        return cls(en, "\n".join([f"{folder} 里有错：", *(f"- {zh}" for _en, zh in lines)]))


def report(folder: object, flaws: Sequence[Flaw]) -> Words:
    """All of them, one a line, and at the end whether it starts."""
    wrong = sum(flaw.stops for flaw in flaws)
    missing = len(flaws) - wrong
    en = [f"{'wrong' if flaw.stops else 'missing'}: {flaw.en}" for flaw in flaws]
    zh = [f"{'错误' if flaw.stops else '缺少'}：{flaw.zh}" for flaw in flaws]
    en.append(f"{folder}: {wrong} wrong, {missing} missing; {'it does not start' if wrong else 'it starts'}")
    zh.append(f"{folder}：错误 {wrong} 处，缺少 {missing} 处，{'不能启动' if wrong else '可以启动'}")
    return "\n".join(en), "\n".join(zh)
