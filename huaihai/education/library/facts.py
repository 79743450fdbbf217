"""A source and an article in the reader's language, with what stands on them; found for the search."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.alliance import Alliance
from huaihai.cases.business import law_words
from huaihai.compensation.grounds import GROUNDS
from huaihai.education.search import LONGEST_QUERY
from huaihai.governance.charter import facts
from huaihai.kit import local_words, spoken
from huaihai.kit.text.normalise import fold
from huaihai.kit.text.scripts import to_simplified
from huaihai.law import beyond
from huaihai.law.library import Article, Group, Standing, Statute, article_at, checking, held
from huaihai.law.library.citations import articles_of, find
from huaihai.law.library.entries import Words
from huaihai.law.library.rules import Rule, standing_on
from huaihai.law.sureness import Sureness
from huaihai.packs.words import cited


@dataclass(frozen=True)
class Use:
    """One thing that the product says or does, where it is met (`address`: a name of a page, or ""), and its basis."""

    words: Words | Promise | str
    where: Promise | str
    citation: str
    address: str = ""

    @property
    def said(self) -> str:
        """The words in the reader's language."""
        return local_words.said(self.words) if isinstance(self.words, Words) else str(self.words)

    @property
    def url(self) -> str:
        """The page where it is met, if anyone may open it."""
        return reverse(self.address) if self.address else ""


TOLD: Final = (
    Use(
        _(
            "Your data are used with your consent, go to others only with it, and you may see, correct and delete them."
        ),
        _("Privacy and your data"),
        cited("library_privacy"),
        "privacy",
    ),
    Use(
        _("One dispute is mediated by one body: the regulator may refuse what an association has taken."),
        _("Before you complain"),
        cited("library_one_body"),
        "file-start",
    ),
    Use(
        _("A mediation agreement says what is done, how and until when; an oral one is recorded."),
        pgettext_lazy("law library", "Mediation agreements"),
        cited("library_agreement"),
    ),
    Use(
        _("Mediation costs nothing."),
        pgettext_lazy("law library", "Mediation agreements"),
        cited("library_free"),
    ),
    Use(
        _("At most one offer is open in a case; a counter-offer answers the one before."),
        _("Offers in a case"),
        cited("library_offers"),
    ),
    Use(
        _("The region is drawn as tiles, not as a map."),
        _("Phones and addresses"),
        cited("library_tiles"),
        "bodies",
    ),
)


def on(article: Article) -> tuple[Use, ...]:
    """What stands on this article, in the order of the rooms."""
    return _by_article(alliance.load().folder, get_language() or "").get(article.path, ())


def every(ours: Alliance) -> Iterator[Use]:
    """All of it; words in the language that is set."""
    for ground in GROUNDS:
        yield Use(
            ground.label,
            _("Grounds on which a fund pays first"),
            ground.article,
            "advance-payment",
        )
    for more in beyond.by_code().values():
        yield Use(
            Words(more.zh, more.en),
            _("Said beside a standing offer that gives less"),
            more.article,
        )
    for duty in facts.duties(ours):
        yield Use(duty.words, _("Duties of the associations"), duty.article, "alliance-nine")
    for other in facts.not_ours(ours):
        yield Use(
            other.words,
            _("What is not the associations' business"),
            other.article,
            "alliance-nine",
        )
    sentences = dict.fromkeys(said for group in law_words.BY_NATURE.values() for said in group)
    for said in sentences:
        where = _("In letters to businesses, in short")
        yield Use(said.text, where, cited("library_rules").format(said.article))
    yield from TOLD


@lru_cache(maxsize=8)
def _by_article(folder: Path, language: str) -> Mapping[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for use in every(alliance.load(folder)):
        places = find(to_simplified(use.citation))  # the data follow the reader's script
        for path in dict.fromkeys(article.path for place in places for article in articles_of(place)):
            found.setdefault(path, []).append(use)
    return {path: tuple(uses) for path, uses in found.items()}


MOST: Final = 5


def articles(query: str, words: list[str]) -> list[Article]:
    """At most five articles: those that the query cites, else those that hold every word (folded, as `search` does).

    What the source is called and what it is about counts too; articles whose summary holds a word stand first.
    """
    cited = [article for place in find(to_simplified(query)) for article in articles_of(place)]
    if cited or not words:
        return list(dict.fromkeys(cited))[:MOST]
    named = [
        (article, summary)
        for article, summary, everything in _folded()
        if all(word in everything for word in words)
    ]
    said = [article for article, summary in named if any(word in summary for word in words)]
    return list(dict.fromkeys([*said, *(article for article, _summary in named)]))[:MOST]


@cache
def _folded() -> tuple[tuple[Article, str, str], ...]:
    rows = []
    for statute in held().values():
        names = " ".join(
            (
                statute.name,
                statute.full_name,
                statute.name_en,
                *statute.aliases,
                statute.about.zh,
                statute.about.en,
            )
        )
        for article in statute.articles:
            summary = fold(f"{article.zh} {article.summary_zh} {article.summary_en}")
            rows.append((article, summary, f"{fold(names)} {summary}"))
    return tuple(rows)


SURE: Final[dict[Sureness, Promise]] = {
    Sureness.LAW: _("We read the text of the law itself. The summary is ours; the law's own words decide."),
    Sureness.READ: _("We read it in the publisher's own words. The summary is ours; the original decides."),
    Sureness.COPY: _(
        "We read it in a copy or a digest: the fact is sound, the wording may differ. Do not quote it."
    ),
    Sureness.DERIVED: _("It follows from rules that we read; no rule says it in these words."),
    Sureness.UNCONFIRMED: _("There is no original, or we have not found it: it is still to be confirmed."),
}


FLK: Final = "https://flk.npc.gov.cn/"  # 国家法律法规数据库
IN_FLK: Final = frozenset({Group.LAW, Group.REGULATION, Group.INTERPRETATION, Group.LOCAL})


@dataclass(frozen=True)
class StatuteFacts:
    """A source in the reader's language. `has_text`: an official text was loaded."""

    statute: Statute
    today: date
    has_text: bool = False

    @property
    def name(self) -> str:
        return local_words.said(self.statute)

    @property
    def about(self) -> str:
        return local_words.said(self.statute.about)

    @property
    def note(self) -> str:
        return local_words.said(self.statute.note)

    @property
    def full_name(self) -> str:
        """The title in Chinese, in the reader's script; sources are cited in Chinese in every language."""
        return local_words.in_script(self.statute.full_name)

    @property
    def url(self) -> str:
        return reverse("law-statute", args=[self.statute.key])

    @property
    def is_over(self) -> bool:
        return self.statute.standing(self.today) is Standing.OVER

    @property
    def dates(self) -> str:
        """From when to when it counts, in words."""
        since, until = self.statute.in_force_from, self.statute.in_force_until
        if since is None:
            return ""
        shown = {"since": spoken.full_day(since), "until": spoken.full_day(until) if until else ""}
        if until:
            return gettext("In force from %(since)s to %(until)s") % shown
        if self.statute.standing(self.today) is Standing.TO_COME:
            return gettext("Comes into force on %(since)s") % shown
        return gettext("In force since %(since)s") % shown

    @property
    def place(self) -> str:
        """The province or city where it holds; empty for the whole country."""
        return local_words.in_script(checking.where(self.statute)) if self.statute.place else ""

    @property
    def database(self) -> str:
        """Where the official text is looked up by its title, if no address of its own is known."""
        return FLK if self.statute.group in IN_FLK and not self.statute.address else ""

    @property
    def is_old(self) -> bool:
        """Whether its articles were not checked for more than a year."""
        return checking.is_old(self.statute.checked, on=self.today)

    @property
    def replaced_by(self) -> "StatuteFacts | None":
        key = self.statute.replaced_by
        return StatuteFacts(held()[key], self.today) if key else None

    @property
    def replaces(self) -> "list[StatuteFacts]":
        """The sources whose place it took."""
        return [
            StatuteFacts(one, self.today) for one in held().values() if one.replaced_by == self.statute.key
        ]

    @property
    def sureness(self) -> str:
        return str(SURE[self.statute.sureness])

    @property
    def articles(self) -> "list[ArticleFacts]":
        return [ArticleFacts(article, self) for article in self.statute.articles]

    @property
    def count(self) -> int:
        return len(self.statute.articles)


@dataclass(frozen=True)
class ArticleFacts:
    """An article in the reader's language, with what stands on it."""

    article: Article
    of: StatuteFacts

    @property
    def name(self) -> str:
        return local_words.said(self.article)

    @property
    def summary(self) -> str:
        return local_words.said(self.article.summary)

    @property
    def url(self) -> str:
        return reverse("law-article", args=[self.article.statute, self.article.key])

    @property
    def mark(self) -> Sureness:
        return self.article.sureness

    @property
    def sureness(self) -> str:
        return str(SURE[self.article.sureness])

    @property
    def is_old(self) -> bool:
        """Whether it was not checked for more than a year."""
        return checking.is_old(self.article.checked, on=self.of.today)

    @property
    def citation(self) -> str:
        return local_words.in_script(self.of.statute.citation(self.article))

    @property
    def since(self) -> date | None:
        """The day from which the article counts, if it was read."""
        return self.article.in_force_from or self.of.statute.in_force_from

    @property
    def followed_by(self) -> "ArticleFacts | None":
        """The article that took its place."""
        article = article_at(self.article.followed_by)
        return (
            ArticleFacts(article, StatuteFacts(held()[article.statute], self.of.today)) if article else None
        )

    @property
    def rules(self) -> "list[RuleFacts]":
        return [RuleFacts(rule, self.of.today) for rule in standing_on(self.article)]

    @property
    def uses(self) -> tuple[Use, ...]:
        return on(self.article)

    @property
    def neighbours(self) -> "tuple[ArticleFacts | None, ArticleFacts | None]":
        """The one before and the one after, in this library."""
        row = self.of.statute.articles
        at = row.index(self.article)
        before = ArticleFacts(row[at - 1], self.of) if at else None
        return before, ArticleFacts(row[at + 1], self.of) if at + 1 < len(row) else None


@dataclass(frozen=True)
class RuleFacts:
    """A rule of the law room: what it says, its value, how sure, and whether a body may adopt its own."""

    rule: Rule
    today: date

    @property
    def words(self) -> str:
        return local_words.said(self.rule.words)

    @property
    def value(self) -> str:
        return local_words.said(self.rule.value)

    @property
    def is_over(self) -> bool:
        until = self.rule.in_force_until
        return until is not None and until < self.today


def groups(with_text: Iterable[str], *, today: date) -> list[tuple[str, list[StatuteFacts]]]:
    """All sources, by what they are; those that were replaced stand last in their group."""
    loaded = set(with_text)
    found = []
    for group in Group:
        rows = [StatuteFacts(one, today, one.key in loaded) for one in held().values() if one.group is group]
        rows.sort(key=lambda shown: shown.is_over)
        if rows:
            found.append((local_words.said(group), rows))
    return found


def found(query: str, words: list[str], *, today: date) -> list[ArticleFacts]:
    """Articles for the site's search."""
    cut = query[:LONGEST_QUERY]
    return [ArticleFacts(one, StatuteFacts(held()[one.statute], today)) for one in articles(cut, words)]
