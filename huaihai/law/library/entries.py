"""What the library holds: sources of law, their articles in our own words, and what stands for a whole article list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from huaihai.law.library.numerals import to_chinese
from huaihai.law.sureness import Sureness


@dataclass(frozen=True)
class Words:
    """The same in two languages."""

    zh: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.zh)


NOTHING: Final = Words("", "")
NEVER: Final = date.min


class Group(StrEnum):
    """What kind of source it is; in the order of the index."""

    LAW = "law"
    REGULATION = "regulation"
    RULE = "rule"
    INTERPRETATION = "interpretation"
    LOCAL = "local"
    STANDARD = "standard"
    PRACTICE = "practice"

    @property
    def zh(self) -> str:
        return _ZH[self]

    @property
    def en(self) -> str:
        return _EN[self]


class Standing(StrEnum):
    """Whether a source counts on a day."""

    TO_COME = "to-come"
    IN_FORCE = "in-force"
    OVER = "over"
    UNDATED = "undated"


@dataclass(frozen=True)
class Article:
    """One article, or a run of articles that was read as one (`last`), or a part without a number (`title_zh`).

    `is_numbered_surely` is false where the content is known and its number is not. `rules` names rules of the product
    that stand on it although they do not cite its number; `background` says why it is here if nothing cites it.
    `followed_by` is the article that took its place, as `statute/key`; `checked` the day
    it was last held against a text.
    """

    statute: str
    key: str
    summary_zh: str
    summary_en: str
    sureness: Sureness
    number: int | None = None
    branch: int = 0
    last: int | None = None
    title_zh: str = ""
    title_en: str = ""
    in_force_from: date | None = None
    is_numbered_surely: bool = True
    background: bool = False
    rules: tuple[str, ...] = ()
    followed_by: str = ""
    checked: date = NEVER

    @property
    def zh(self) -> str:
        """第二十五条, 第五十五条至第六十条, or the title of a part without a number."""
        if self.number is None:
            return self.title_zh
        if self.last is not None:
            return f"第{to_chinese(self.number)}条至第{to_chinese(self.last)}条"
        return f"第{to_chinese(self.number)}条" + (f"之{to_chinese(self.branch)}" if self.branch else "")

    @property
    def en(self) -> str:
        if self.number is None:
            return self.title_en
        if self.last is not None:
            return f"Articles {self.number} to {self.last}"
        return f"Article {self.number}" + (f"-{self.branch}" if self.branch else "")

    @property
    def summary(self) -> Words:
        return Words(self.summary_zh, self.summary_en)

    @property
    def path(self) -> str:
        """`statute/key`, by which other entries name it."""
        return f"{self.statute}/{self.key}"


@dataclass(frozen=True)
class Statute:
    """One source. `name` is how people cite it, `full_name` how it is titled, `aliases` what else it is called.

    `dated_on` is the day of the wording, `in_force_from` the day from which that wording (for an amended law without a
    known day: the law) counts; None where the day was not read. `replaced_by` is the key of the source that took over,
    `position` its rank in its group. `place` is the code of the province or city where it holds, "" for the
    whole country; `checked` the day its articles were last held against a text; `last_article` the number of its last
    one, where a whole text of this wording was seen, without gaps and down to its closing article; `counted_in` says
    where: a copy compared with nothing official, or a report that gives the number.
    """

    key: str
    group: Group
    name: str
    full_name: str
    name_en: str
    about: Words
    sureness: Sureness
    aliases: tuple[str, ...] = ()
    position: int = 0
    issuer: str = ""
    number: str = ""
    dated_on: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    replaced_by: str = ""
    address: str = ""
    place: str = ""
    checked: date = NEVER
    note: Words = NOTHING
    last_article: int | None = None
    counted_in: str = ""
    articles: tuple[Article, ...] = ()

    @property
    def zh(self) -> str:
        return self.name

    @property
    def en(self) -> str:
        return self.name_en

    @property
    def has_numbers(self) -> bool:
        """Whether it is cited by article."""
        return any(article.number is not None for article in self.articles)

    def standing(self, on: date) -> Standing:
        """Whether it counts on this day."""
        if self.in_force_until is not None and on > self.in_force_until:
            return Standing.OVER
        if self.in_force_from is None:
            return Standing.UNDATED
        return Standing.IN_FORCE if self.in_force_from <= on else Standing.TO_COME

    def article(self, key: str) -> Article | None:
        """The article of this key."""
        return self._by_key.get(key)

    def numbered(self, number: int, branch: int = 0) -> Article | None:
        """The article that holds this number, alone or in a run of articles."""
        return self._by_number.get((number, branch))

    def citation(self, article: Article) -> str:
        """《消费者权益保护法》第二十五条, to be copied. Parts without a number are cited by the source alone."""
        name = self.name if self.group is Group.PRACTICE else f"《{self.full_name}》"
        number = f"（{self.number}）" if self.number and self.group is not Group.PRACTICE else ""
        return name + number + (article.zh if article.number is not None else "")

    @cached_property
    def _by_key(self) -> dict[str, Article]:
        return {article.key: article for article in self.articles}

    @cached_property
    def _by_number(self) -> dict[tuple[int, int], Article]:
        return {
            (number, article.branch): article
            for article in self.articles
            if article.number is not None
            for number in range(article.number, (article.last or article.number) + 1)
        }


_ZH = {
    Group.LAW: "法律",
    Group.REGULATION: "行政法规",
    Group.RULE: "部门规章和文书",
    Group.INTERPRETATION: "司法解释",
    Group.LOCAL: "地方法规和规定",
    Group.STANDARD: "国家标准",
    Group.PRACTICE: "消费者组织和平台的做法",
}
_EN = {
    Group.LAW: "Laws",
    Group.REGULATION: "Regulations of the State Council",
    Group.RULE: "Rules and forms of ministries",
    Group.INTERPRETATION: "Judicial interpretations",
    Group.LOCAL: "Local regulations",
    Group.STANDARD: "National standards",
    Group.PRACTICE: "Practice of associations and platforms",
}
