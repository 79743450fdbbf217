"""The official words of an article, from a text that an operator loaded."""

from huaihai.education.models import LawText, LawTextArticle
from huaihai.kit import local_words
from huaihai.law.library import Article
from huaihai.law.sureness import Sureness


def words_of(text: LawText, key: str) -> list[LawTextArticle]:
    """The official words of an article or a run of articles, in order."""
    first, _to, last = key.partition("-to-")
    keys = [str(number) for number in range(int(first), int(last) + 1)] if last else [key]
    return list(text.articles.filter(key__in=keys))


def number_of(key: str) -> str:
    """第二十五条 or Article 25, for an article that only a loaded text holds."""
    number, _dash, branch = key.partition("-")
    article = Article("", key, "", "", Sureness.LAW, int(number), int(branch or 0))
    return local_words.said(article)
