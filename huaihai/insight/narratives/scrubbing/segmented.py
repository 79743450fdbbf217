"""Names where the words of a text leave a surname standing alone, or where they are no words of the language.

The segmentation (jieba's dictionary and its hidden Markov model) tells two things: where the words of the dictionary
end, so that a surname inside another word is none; and which characters it takes for a person ("nr"). When in doubt
the characters go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.names import TWO, ends, is_begun, is_given, is_joined, is_word
from huaihai.insight.narratives.scrubbing.patterns import Find, Kind

_PERSON = "nr"  # also nrt and nrfg
_GRAMMAR = ("d", "p", "c", "r", "u", "y")  # adverbs, prepositions, conjunctions, pronouns, particles
_THINGS = ("n", "q", "eng")  # what a word goes on with, and a sentence about somebody does not
_SURNAMES = words.SURNAMES | frozenset(words.COMPOUND)


@dataclass(frozen=True)
class Token:
    """A word of the text, its part of speech, and its place in the view."""

    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def finds(text: str) -> Iterator[Find]:
    """Names in a view, by one segmentation with the dictionary alone and one that guesses new words."""
    for guessing in (False, True):
        tokens = tokens_of(text, guessing=guessing)
        for place in range(len(tokens)):
            if end := _end(text, tokens, place):
                yield Find(Kind.NAME, tokens[place].start, end)


def tokens_of(text: str, *, guessing: bool) -> list[Token]:
    """The words of a view, by the dictionary alone or with guesses at new ones."""
    import rjieba  # only here: its dictionary takes 30 MB

    made, at = list[Token](), 0
    for said, tag in rjieba.tag(text, guessing):
        made.append(Token(said, tag, at))
        at += len(said)
    return made


def _end(text: str, tokens: Sequence[Token], place: int) -> int:
    """Where the name ends that begins with this word; 0 if none does."""
    token = tokens[place]
    if token.text in _SURNAMES:
        return _standing(text, tokens, place)
    if _is_called(tokens, place):
        return tokens[place + 1].end
    return _person(text, tokens, place)


def _standing(text: str, tokens: Sequence[Token], place: int) -> int:
    """A surname that is a word of its own, with the given name after it."""
    surname = tokens[place]
    if _is_measure(text, surname):
        return 0
    count = _given_tokens(tokens[place + 1 : place + 3])
    if not count:
        return 0
    end = tokens[place + count].end
    given = text[surname.end : end]
    if is_word(surname.text, given):
        return 0
    if is_joined(text, surname.start, surname.text) and not (
        len(given) == TWO and is_given(given) and _is_ended(text, tokens, place + count)
    ):
        return 0
    swallowed = _swallowed(surname.text, given, tokens, place + count + 1)
    if given in words.FOLLOW and not swallowed:
        return 0
    end += swallowed
    return end if _is_likely(text, tokens, place, place + count, given) else 0


def _is_likely(text: str, tokens: Sequence[Token], first: int, last: int, given: str) -> bool:
    """Whether a surname that may be another word is a name with what follows. Most surnames are nothing else."""
    surname = text[tokens[first].start : tokens[last].end].removesuffix(given)
    if surname not in words.RARE | words.DOUBTFUL:
        return True
    if len(given) < TWO and given in words.NO_SINGLE:
        return False
    begun = is_begun(text, tokens[first].start) or (first > 0 and tokens[first - 1].text in words.PEOPLE)
    ended = _is_ended(text, tokens, last)
    is_often = surname in words.OFTEN_SURNAMES | words.DOUBTFUL
    if not is_given(given):
        return is_often and begun and ended and any(char in words.GIVEN for char in given)
    if len(given) == TWO:
        return is_often or begun or ended
    return (begun or ended) if is_often else (begun and ended)


def _is_ended(text: str, tokens: Sequence[Token], last: int) -> bool:
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return after is None or ends(text, after.start) or not after.tag.startswith(_THINGS)


def _given_tokens(following: Sequence[Token]) -> int:
    """How many of the next words are a given name: one word of one or two characters, or two of one each."""
    if not following or not _is_han(following[0].text):
        return 0
    first, second = following[0], following[1] if len(following) > 1 else None
    if len(first.text) == TWO:
        is_name = is_given(first.text) or first.tag.startswith(_PERSON)
        return 1 if is_name or not first.tag.startswith(_GRAMMAR) else 0
    if len(first.text) != 1:
        return 0
    goes_on = second is not None and len(second.text) == 1 and _is_han(second.text)
    if goes_on and second is not None and is_given(first.text + second.text):
        return TWO if second.text not in words.PARTICLES and first.text not in words.PARTICLES else 0
    if first.text in words.FOLLOW | words.PARTICLES:
        goes_into = second is not None and len(second.text) > 1 and second.text[0] in words.GIVEN
        return int(goes_into and first.text in words.GIVEN - words.PARTICLES)  # 唐来顺手里: 顺手 is a word
    return TWO if goes_on and second is not None and second.text not in words.FOLLOW | words.PARTICLES else 1


def _swallowed(surname: str, given: str, tokens: Sequence[Token], after: int) -> int:
    """齐思远离职: 远离 is a word, and yet 远 may belong to the name. In doubt one character more goes."""
    if len(given) > 1 or given not in words.GIVEN or surname in words.RARE or after >= len(tokens):
        return 0
    said = tokens[after].text
    return int(
        len(said) > 1 and said[0] in words.GIVEN - words.FOLLOW and not tokens[after].tag.startswith(_GRAMMAR)
    )


def _is_called(tokens: Sequence[Token], place: int) -> bool:
    """丽姐, 强哥, 阿芳: one character of a given name, and what one calls people."""
    said = tokens[place].text
    if said in words.CALLING and place + 1 < len(tokens):
        return len(tokens[place + 1].text) == 1 and tokens[place + 1].text in words.GIVEN - words.NO_CALLED
    if len(said) != 1 or said not in words.GIVEN or place + 1 == len(tokens):
        return False
    return tokens[place + 1].text in words.CALLED and said not in words.NO_CALLED


def _is_measure(text: str, surname: Token) -> bool:
    """一张, 上周, 这段: counted, not called."""
    return (
        surname.text[0] in words.MEASURES
        and text[max(0, surname.start - 1) : surname.start] in words.COUNTING
    )


def _person(text: str, tokens: Sequence[Token], place: int) -> int:
    """A word that the segmentation takes for a person and that begins with a surname."""
    token = tokens[place]
    surname = token.text[:2] if token.text[:2] in words.COMPOUND else token.text[:1]
    given = token.text[len(surname) :]
    if surname not in _SURNAMES or not 0 < len(given) <= TWO:
        return 0
    if is_joined(text, token.start, surname) or _is_measure(text, token):
        return 0
    parted = _parted(text, tokens, place, surname)
    if parted or not token.tag.startswith(_PERSON) or token.text in words.NOT_NAMES:
        return parted
    return token.end if _is_likely(text, tokens, place, place, given) else 0


def _parted(text: str, tokens: Sequence[Token], place: int, surname: str) -> int:
    """高雅静, 金刚华: surname and first character are a word, and one more character of a given name follows."""
    word, last = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    if last is None or len(last.text) != 1 or len(word.text) != len(surname) + 1:
        return 0
    given = word.text[len(surname) :] + last.text
    if not is_given(given) or last.text in words.FOLLOW | words.PARTICLES:
        return 0
    begun = is_begun(text, word.start) or (place > 0 and tokens[place - 1].text in words.PEOPLE)
    sure = begun or surname in words.OFTEN_SURNAMES or surname not in words.RARE | words.DOUBTFUL
    return last.end if sure and _is_ended(text, tokens, place + 1) else 0


def _is_han(text: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" for char in text)
