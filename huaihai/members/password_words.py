"""Words of the house that make no password: whoever guesses begins with them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from huaihai import alliance
from huaihai.kit.text import normalise
from huaihai.members.dialling import ANSWERED_EVERYWHERE

# The trade's; names of the cities come from the alliance's folder.
TRADE = (
    *("huaihai", "xiaofei", "xiaoxie", "weiquan", "password", *ANSWERED_EVERYWHERE, "315"),
    *("消费", "维权", "淮海"),
)
SHORTEST_REST = 8  # characters that are left when these words are taken out


class NamesOfTheHouse:
    """For `AUTH_PASSWORD_VALIDATORS`: with the names of the house taken out, enough must be left to be guessed."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = normalise.for_matching(password).casefold()
        for word in sorted(_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < SHORTEST_REST:
            raise ValidationError(
                _("This is nearly a name of the house, which is guessed first. Take other words."),
                code="name_of_the_house",
            )

    def get_help_text(self) -> str:
        return ""


def _words(user: Any) -> set[str]:
    cities = [city.name.removesuffix("市") for city in alliance.load().cities]
    spelled = ["".join(lazy_pinyin(city)) for city in cities]
    named = [getattr(user, "username", "")]
    return {word.casefold() for word in (*TRADE, *cities, *spelled, *named) if len(word) > 1}
