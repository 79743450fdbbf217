"""The two halves of a letter code: chance, check symbols, how they are typed, and what guessing would cost."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from huaihai.cases.letters.codes import checked_number, fingerprint, new_number, shown_number
from huaihai.cases.letters.pages import BRAKE
from huaihai.cases.models.letter import MOST_TRIES
from huaihai.desk import codes
from huaihai.desk.codes import ALPHABET
from huaihai.governance import rules

SECRETS = some.text(alphabet=ALPHABET, min_size=codes.SECRET_LENGTH, max_size=codes.SECRET_LENGTH)


def test_a_code_holds_at_least_eighty_random_bits() -> None:
    assert math.log2(len(ALPHABET)) * codes.SECRET_LENGTH == codes.BITS >= 80
    drawn = [codes.new_code() for _ in range(400)]
    assert len({code[:-1] for code in drawn}) == 400
    for place in range(codes.SECRET_LENGTH):
        assert len({code[place] for code in drawn}) > 25, f"symbol {place} hardly varies"


def test_a_number_names_a_letter_and_is_no_part_of_the_secret() -> None:
    number = new_number()
    assert checked_number(shown_number(number)) == number
    assert len({new_number() for _ in range(200)}) > 195


@pytest.mark.parametrize(
    "typed", ["k7qf m2xw 9drt 04bh", "", "  ", "K7QF", "电热水壶漏电了怎么办十七个字啊", "U" * 17]
)
def test_what_cannot_be_a_code_is_told_at_once(typed: str) -> None:
    with pytest.raises(codes.Mistyped):
        codes.checked_code(typed)


def test_a_code_may_be_typed_in_many_ways() -> None:
    code = codes.new_code()
    while not set(code) & set("01"):
        code = codes.new_code()
    shown = codes.grouped(code)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in shown)
    for typed in (shown.lower(), shown.replace("-", " "), shown.replace("-", "—"), wide, f" {code}\n"):
        assert codes.checked_code(typed) == code
    assert codes.checked_code(shown.replace("0", "O").replace("1", "l")) == code


@settings(max_examples=25, deadline=None)
@given(secret=SECRETS, place=some.integers(0, codes.SECRET_LENGTH))
def test_every_single_wrong_symbol_is_told_before_it_counts(secret: str, place: int) -> None:
    code = _with_check(secret)
    for other in set(ALPHABET) - {code[place]}:
        with pytest.raises(codes.Mistyped):
            codes.checked_code(code[:place] + other + code[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_told() -> None:
    told = tried = 0
    for _ in range(200):
        code = codes.new_code()
        for place in range(codes.SECRET_LENGTH):
            if code[place] == code[place + 1]:
                continue
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            tried += 1
            try:
                codes.checked_code(swapped)
            except codes.Mistyped:
                told += 1
    assert told / tried > 0.95


@settings(max_examples=15, deadline=None)
@given(secret=SECRETS)
def test_each_secret_has_exactly_one_check_symbol(secret: str) -> None:
    # So it tells nothing that whoever guesses a secret could not work out alone.
    assert sum(_is_good(secret + symbol) for symbol in ALPHABET) == 1


def test_a_fingerprint_belongs_to_one_number() -> None:
    code, number = codes.new_code(), new_number()
    stored = fingerprint(number, code)
    assert codes.fits(fingerprint(number, code), stored)
    assert not codes.fits(fingerprint(new_number(), code), stored)
    assert not codes.fits(fingerprint(number, codes.new_code()), stored)
    assert code not in stored
    assert not codes.fits(stored, "")


@dataclass(frozen=True)
class Attack:
    """Somebody guesses at all letters at once, from many networks; every lock is answered with new letters."""

    open_cases: int
    networks: int

    @property
    def tries_a_day(self) -> float:
        """The smaller of what the locks and what the brakes let through."""
        by_locks = self.open_cases * int(rules.LETTERS_A_DAY.default) * MOST_TRIES
        by_brakes = self.networks * BRAKE.most * 86_400 / BRAKE.seconds
        return min(by_locks, by_brakes)

    @property
    def years(self) -> float:
        """Until one guess is right, on the average."""
        return float(2**codes.BITS) / 2 / self.tries_a_day / 365.25


def test_guessing_costs_more_years_than_there_are() -> None:
    everything = Attack(open_cases=1_000_000, networks=1_000_000)
    assert everything.tries_a_day == 15_000_000
    assert everything.years > 1e14
    one_letter = MOST_TRIES / 2**codes.BITS  # its whole life long: afterwards it is locked
    assert one_letter < 1e-23


def _with_check(secret: str) -> str:
    return next(secret + symbol for symbol in ALPHABET if _is_good(secret + symbol))


def _is_good(code: str) -> bool:
    try:
        return codes.checked_code(code) == code
    except codes.Mistyped:
        return False
