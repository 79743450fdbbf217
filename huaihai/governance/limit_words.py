"""A time limit in words, with the value that was adopted in the place of its default."""

from huaihai.kit import local_words
from huaihai.law import limits
from huaihai.law.limits import Limit


def sentence(adopted: Limit) -> str:
    """What the limit says: within 3 working days where that was adopted, not the default 5 of its text."""
    default = limits.BY_NAME[adopted.name]
    return local_words.either(
        zh=default.zh.replace(default.term_zh, adopted.term_zh),
        en=default.en.replace(default.term_en, adopted.term_en),
    )
