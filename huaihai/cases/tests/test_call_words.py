"""The words of calls: told apart by ear, the same on both sides, guessed by nobody."""

import random
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai.cases.genuine import words
from huaihai.law.triage.sounds import readings
from tests import cast as people


def heard(sound: str) -> str:
    """As on a bad line, by somebody from here: `readings` folds zh, ch, sh, n and -ng already."""
    for initial, plain in (("hu", "f"), ("r", "l")):
        if sound.startswith(initial):
            return plain + sound.removeprefix(initial)
    return sound


def sounds_of(char: str) -> set[str]:
    return {heard(sound) for sound in readings()[char]}


def test_any_two_words_differ_in_both_syllables() -> None:
    assert len(words.WORDS) >= 80
    for (one, _), (two, _) in combinations(words.WORDS, 2):
        assert len(one) == len(two) == 2
        assert not sounds_of(one[0]) & sounds_of(two[0]), (one, two)
        assert not sounds_of(one[1]) & sounds_of(two[1]), (one, two)
    assert len({english for _, english in words.WORDS}) == len(words.WORDS)


def test_a_case_keeps_its_words_and_its_two_sides_have_others() -> None:
    assert words.of("case:1") == words.of("case:1")
    assert words.of("case:1") != words.of("case:1", words.BUSINESS)
    for n in range(100):
        said = words.of(f"case:{n}")
        assert len({*said.ours.split(), *said.theirs.split()}) == 2 * words.EACH
    said = words.of("case:1")
    with translation.override("en"):
        assert said.ours.split()[0] in words.of("case:1").ours


def test_of_a_thousand_forged_calls_none_says_the_words() -> None:
    rest = random.Random(17)
    listed = [chinese for chinese, _ in words.WORDS]
    for n in range(500):  # a stranger guesses, or says the words of another case
        said = words.of(f"case:{n}")
        assert " ".join(rest.sample(listed, words.EACH)) != said.ours
        assert words.of(f"case:{n + 1}").ours != said.ours


def test_saying_and_comparing_takes_seconds() -> None:
    characters = len("".join((said := words.of("case:1")).ours + said.theirs).replace(" ", ""))
    assert characters / 3 <= 15  # three a second is slow speech


@pytest.mark.django_db
@pytest.mark.usefixtures("tuesday")
def test_they_stand_on_the_consumers_page_and_at_the_desk(wang: Client, cast: people.Cast) -> None:
    receipt = people.filed()
    said = words.of(receipt.case.record_key)

    desk = wang.get(reverse("desk-case", args=[receipt.case.pk])).content.decode()
    consumer = Client()
    consumer.post(reverse("track"), {"number": receipt.case.number, "code": receipt.code})
    own = consumer.get(reverse("my-case", args=[receipt.case.pk])).content.decode()
    for page in (desk, own):
        assert said.ours in page
        assert said.theirs in page
    assert said.ours not in Client().get(reverse("genuine")).content.decode()
