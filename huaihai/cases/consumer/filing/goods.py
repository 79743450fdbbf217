"""What was bought: pictures, and the kinds of goods and services behind each. Rows of the country's `bought.csv`."""

from huaihai.kit import local_words
from huaihai.law import kinds


def pictures() -> list[tuple[str, str]]:
    """Each with its words."""
    return [(one.code, local_words.said(one)) for one in kinds.BOUGHT.rows.values()]


def picture_of(category: str) -> str:
    """The picture behind which this kind stands; "" for none."""
    return next((one.code for one in kinds.BOUGHT.rows.values() if category in one.kinds.split()), "")


def kinds_behind(picture: str) -> tuple[str, ...]:
    """The kinds behind it, the likeliest first."""
    return tuple(kinds.BOUGHT[picture].kinds.split())


def kinds_beside(category: str) -> tuple[str, ...]:
    """All kinds behind the same picture."""
    picture = picture_of(category)
    return kinds_behind(picture) if picture else ()
