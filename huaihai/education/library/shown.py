"""A source and an article as the pages show them: in the reader's language, with their dates in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.education.library import finding, standing
from huaihai.education.library.standing import Use
from huaihai.education.search import LONGEST_QUERY
from huaihai.kit import local_words, spoken
from huaihai.law.library import Article, Group, Standing, Statute, article_at, held
from huaihai.law.library.computed import Rule
from huaihai.law.library.rules import standing_on
from huaihai.law.sureness import Sureness

SURE: Final[dict[Sureness, Promise]] = {
    Sureness.LAW: gettext_lazy(
        "We read the text of the law itself. The summary is ours; the law's own words decide."
    ),
    Sureness.READ: gettext_lazy(
        "We read it in the publisher's own words. The summary is ours; the original decides."
    ),
    Sureness.COPY: gettext_lazy(
        "We read it in a copy or a digest: the fact is sound, the wording may differ. Do not quote it."
    ),
    Sureness.DERIVED: gettext_lazy("It follows from rules that we read; no rule says it in these words."),
    Sureness.UNCONFIRMED: gettext_lazy(
        "There is no original, or we have not found it: it is still to be confirmed."
    ),
}


@dataclass(frozen=True)
class ShownStatute:
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
            return _("In force from %(since)s to %(until)s") % shown
        if self.statute.standing(self.today) is Standing.TO_COME:
            return _("Comes into force on %(since)s") % shown
        return _("In force since %(since)s") % shown

    @property
    def replaced_by(self) -> "ShownStatute | None":
        key = self.statute.replaced_by
        return ShownStatute(held()[key], self.today) if key else None

    @property
    def replaces(self) -> "list[ShownStatute]":
        """The sources whose place it took."""
        return [
            ShownStatute(one, self.today) for one in held().values() if one.replaced_by == self.statute.key
        ]

    @property
    def sureness(self) -> str:
        return str(SURE[self.statute.sureness])

    @property
    def articles(self) -> "list[ShownArticle]":
        return [ShownArticle(article, self) for article in self.statute.articles]

    @property
    def count(self) -> int:
        return len(self.statute.articles)


@dataclass(frozen=True)
class ShownArticle:
    """An article in the reader's language, with what stands on it."""

    article: Article
    of: ShownStatute

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
    def citation(self) -> str:
        return local_words.in_script(self.of.statute.citation(self.article))

    @property
    def since(self) -> date | None:
        """The day from which the article counts, if it was read."""
        return self.article.in_force_from or self.of.statute.in_force_from

    @property
    def followed_by(self) -> "ShownArticle | None":
        """The article that took its place."""
        article = article_at(self.article.followed_by)
        return (
            ShownArticle(article, ShownStatute(held()[article.statute], self.of.today)) if article else None
        )

    @property
    def rules(self) -> "list[ShownRule]":
        return [ShownRule(rule, self.of.today) for rule in standing_on(self.article)]

    @property
    def uses(self) -> tuple[Use, ...]:
        return standing.on(self.article)

    @property
    def neighbours(self) -> "tuple[ShownArticle | None, ShownArticle | None]":
        """The one before and the one after, in this library."""
        row = self.of.statute.articles
        at = row.index(self.article)
        before = ShownArticle(row[at - 1], self.of) if at else None
        return before, ShownArticle(row[at + 1], self.of) if at + 1 < len(row) else None


@dataclass(frozen=True)
class ShownRule:
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


def groups(with_text: Iterable[str], *, today: date) -> list[tuple[str, list[ShownStatute]]]:
    """All sources, by what they are; those that were replaced stand last in their group."""
    loaded = set(with_text)
    found = []
    for group in Group:
        rows = [ShownStatute(one, today, one.key in loaded) for one in held().values() if one.group is group]
        rows.sort(key=lambda shown: shown.is_over)
        if rows:
            found.append((local_words.said(group), rows))
    return found


def found(query: str, words: list[str], *, today: date) -> list[ShownArticle]:
    """Articles for the site's search."""
    cut = query[:LONGEST_QUERY]
    return [
        ShownArticle(one, ShownStatute(held()[one.statute], today)) for one in finding.articles(cut, words)
    ]
