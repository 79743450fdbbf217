"""What a sentence is made of for the search: pairs of sounds, single characters, words in Latin letters.

What people mix up when they dictate or type is one sound: zh and z, ch and c, sh and s, n and l, -ng and -n.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise, product
from typing import Final

_RUNS: Final = re.compile(r"[\u4e00-\u9fff]+|[a-z]+[0-9]*|(?<![0-9])[0-9]+[a-z]+")
_INITIALS: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_LAST_HAN: Final = "\u9fff"


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """The folded sounds of each character, one or two."""
    table = (resources.files("huaihai.law.triage") / "data" / "pinyin.txt").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines():
        syllable, _, chars = line.partition(" ")
        sound = folded(syllable)
        for char in chars:
            found[char] = (*found.get(char, ()), sound)
    return found


def folded(syllable: str) -> str:
    """A syllable without what many speakers do not tell apart."""
    for initial, plain in _INITIALS:
        if syllable.startswith(initial):
            syllable = plain + syllable.removeprefix(initial)
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def parts(text: str) -> Iterator[str]:
    """All parts of a text, each as often as it stands there."""
    sounds = readings()
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] > _LAST_HAN or run[0] < "\u4e00":
            yield run
            continue
        yield from run
        for one, two in pairwise(run):
            for pair in product(sounds.get(one, (one,)), sounds.get(two, (two,))):
                yield " ".join(pair)
