"""The word lists of `data/words.toml`, read once."""

import tomllib
from pathlib import Path
from typing import Any, Final

_DATA: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "words.toml").read_text(encoding="utf-8")
)
_NAMES, _ADDRESSES, _SHOPS = _DATA["names"], _DATA["addresses"], _DATA["shops"]


def _listed(text: str) -> tuple[str, ...]:
    """Longest first, so that a pattern made of them takes the longest."""
    return tuple(sorted(set(text.split()), key=lambda word: (-len(word), word)))


def _chars(text: str) -> frozenset[str]:
    return frozenset("".join(text.split()))


LABELS: Final[dict[str, str]] = _DATA["labels"]

SURNAMES: Final = _chars(_NAMES["surnames"])
RARE: Final = _chars(_NAMES["rare"])  # surnames that are ordinary words more often
OFTEN_SURNAMES: Final = _chars(
    _NAMES["often_surnames"]
)  # of the rare ones, those that seldom stand alone for else
DOUBTFUL: Final = _chars(_NAMES["doubtful"])
COMPOUND: Final = _listed(_NAMES["compound"])
GIVEN: Final = _chars(_NAMES["given"])
FIRST: Final = _chars(_NAMES["first"])  # no second character of a given name
SHORT_TITLES: Final = frozenset(_NAMES["short_titles"].split())
AFTER_SHORT: Final = _chars(_NAMES["after_short"])
ROLES: Final = _listed(_NAMES["roles"])
ALL_TITLES: Final = _listed(" ".join((_NAMES["titles"], _NAMES["offices"])))
UNTITLED: Final = _chars(_NAMES["untitled"])  # 向老师 is mostly "to the teacher"
SURELY_FOLLOW: Final = _chars(_NAMES["surely_follow"])
NO_SINGLE: Final = _chars(_NAMES["no_single"])  # no given name of one character
INFORMAL: Final = _chars(_NAMES["informal"])
FOLLOW: Final = _chars(_NAMES["follow"])  # characters that begin what comes after a name
PEOPLE: Final = frozenset((*ROLES, *ALL_TITLES, *_NAMES["people"].split()))
SIZES: Final = _chars(_NAMES["sizes"])  # before 小 or 老: no name follows
UNSURE: Final = _chars(_NAMES["unsure"])
CALLERS: Final = _chars(_NAMES["callers"])
OFFICES: Final = _chars(_NAMES["short_offices"])
TOGETHER: Final = frozenset(_NAMES["together"].split())
AFTER_PAIR: Final = _chars(_NAMES["after_pair"])
BEFORE_PAIR: Final = _chars(_NAMES["before_pair"])
BEFORE_OWNER: Final = _chars(_NAMES["before_owner"])
OWNING: Final = _chars(_NAMES["owning"])
NO_FIRST: Final = _chars(_NAMES["no_first"])
CLOSING: Final = _chars(_NAMES["closing"])
PARTICLES: Final = _chars(_NAMES["particles"])
MEASURES: Final = _chars(_NAMES["measures"])
COUNTING: Final = _chars(_NAMES["counting"])  # what stands before a measure word
CALLED: Final = frozenset(_NAMES["called"].split())
CALLING: Final = frozenset(_NAMES["calling"].split())
NO_CALLED: Final = _chars(_NAMES["no_called"])
NAME_LABELS: Final = tuple(_NAMES["labels"].split())
BEFORE_PERSON: Final = _chars(_NAMES["before_person"])
PERSON_DOES: Final = _listed(_NAMES["person_does"])
PINYIN: Final = _listed(_NAMES["pinyin"])
NO_LATIN: Final = _listed(_NAMES["no_latin"])
BEFORE: Final = _chars(_NAMES["before"])  # characters after which a name may begin
GLUED: Final = _chars(_NAMES["glued"])  # characters before a surname that make it part of another word
JOINED: Final[dict[str, frozenset[str]]] = {key: _chars(said) for key, said in _NAMES["joined"].items()}
NOT_NAMES: Final = frozenset(_NAMES["words"]["not_names"].split())
NOT_INFORMAL: Final = frozenset(_NAMES["words"]["not_informal"].split())

BEFORE_NICK: Final = _listed(_DATA["accounts"]["before_nick"])
AFTER_NICK: Final = _listed(_DATA["accounts"]["after_nick"])
TITLE_PREFIXES: Final = _listed(_NAMES["title_prefixes"])

COMMUNITIES: Final = _listed(_ADDRESSES["communities"])
NO_COMMUNITY: Final = _listed(_ADDRESSES["generic"])
NO_VILLAGE: Final = _listed(_ADDRESSES["villages"])
STOPS: Final = _chars(_ADDRESSES["stops"])
STOP_WORDS: Final = _listed(_ADDRESSES["stop_words"])

COMPANIES: Final = _listed(_SHOPS["companies"])
SHOPS: Final = _listed(_SHOPS["kinds"])
DETERMINERS: Final = _listed(_SHOPS["determiners"])
INSIDE: Final = _chars(_SHOPS["inside"])  # adverbs that names of shops hold
NOT_INSIDE: Final = _chars(_SHOPS["not_inside"])
NO_SHOP: Final = _listed(_SHOPS["generic"])


def any_of(words: tuple[str, ...]) -> str:
    """The words as alternatives of a pattern, longest first."""
    return "|".join(words)
