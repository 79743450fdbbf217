"""What each part of a sentence says for each card: BM25 over the sentences of the cards, corrected by each of them.

Correcting after Crammer and others, Online Passive-Aggressive Algorithms (2006): PA-I, with averaged weights.
`make setup` keeps them.
"""

import fcntl
import hashlib
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from huaihai.law.triage import reading, sounds
from huaihai.law.triage.bm25 import BM25
from huaihai.law.triage.cards import Card, Tree

BY_PART: Final = BM25(saturation=3.0, length=0.8)
SCALE: Final = 0.05  # of BM25 beside a margin of 1
ROUNDS: Final = 5
RUNS: Final = (
    3  # each in an order of its own, then averaged: one order alone sways the answers by a hundredth
)
MISHEARD: Final = 0.5  # of the characters, in every second round
STEP: Final = 0.2  # at most, of one correction
NONE: Final = ""

Places = NDArray[np.intp]
Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """`matrix` has a row for each part and a column for each card, and one for no problem at all (`NONE`)."""

    parts: Mapping[str, int]
    cards: tuple[str, ...]
    matrix: NDArray[Any]

    def places(self, text: str) -> Places:
        """The rows of a text's parts, each once."""
        return places_of(self.parts, set(sounds.parts(text)))

    def scores(self, text: str) -> Matrix:
        """A score for each card; 1 is a sure one."""
        rows = self.places(text)
        found: Matrix = self.matrix[rows].sum(axis=0, dtype=np.float32) / math.sqrt(max(1, len(rows)))
        return found


def learned(tree: Tree) -> Weights:
    """The weights of a tree, always the same ones. Some seconds for all the cards."""
    cards = tuple(tree.cards.values())
    said = [*(tuple(_said(card)) for card in cards), tree.none]
    things = [*(card.things for card in cards), ()]
    documents = [
        Counter(sounds.parts("。".join((*one, *two)))) for one, two in zip(said, things, strict=True)
    ]
    parts = {part: place for place, part in enumerate(sorted({part for one in documents for part in one}))}
    matrix = np.zeros((len(parts), len(documents)), dtype=np.float32)
    for part, at, weight in BY_PART.weights(dict(enumerate(documents))):
        matrix[parts[part], at] = SCALE * weight
    sentences = [
        (places_of(parts, set(sounds.parts(sentence))), at) for at, one in enumerate(said) for sentence in one
    ]
    single = np.array([len(part) == 1 for part in parts])
    runs = [_corrected(matrix, sentences, single, seed=seed) for seed in range(RUNS)]
    return Weights(parts, (*(card.id for card in cards), NONE), np.mean(runs, axis=0, dtype=np.float32))


def places_of(parts: Mapping[str, int], wanted: set[str]) -> Places:
    """The rows of these parts; those that no card knows are left out."""
    return np.array(sorted(parts[part] for part in wanted if part in parts), dtype=np.intp)


def _said(card: Card) -> Iterator[str]:
    yield f"{card.title.zh}。{card.short.zh}"
    yield from card.says


def _corrected(
    matrix: Matrix, sentences: Sequence[tuple[Places, int]], single: NDArray[np.bool_], *, seed: int
) -> Matrix:
    """Each sentence in turn moves its own card up and the best other one down, until it leads by 1."""
    draw, order = random.Random(seed), list(range(len(sentences)))  # noqa: S311 -- to be repeated, nothing secret
    misses = np.random.default_rng(seed)
    matrix = matrix.copy()
    late = np.zeros_like(matrix)  # for the average over all rounds
    cells, late_cells, width = matrix.reshape(-1), late.reshape(-1), matrix.shape[1]
    done = 1
    for turn in range(ROUNDS):
        draw.shuffle(order)
        for at in order:
            rows, own = sentences[at]
            if turn % 2:  # as if some characters had been heard wrongly
                rows = rows[~(single[rows] & (misses.random(len(rows)) < MISHEARD))]
            norm = 1 / math.sqrt(max(1, len(rows)))
            scores = np.add.reduce(matrix.take(rows, 0), 0) * norm
            mine, scores[own] = float(scores[own]), -math.inf
            other = int(scores.argmax())
            missing = 1 - mine + float(scores[other])
            if missing > 0 and len(rows) and len(scores) > 1:
                move = min(STEP, missing / 2) * norm
                up = rows * width + own
                down = up + (other - own)
                cells[up] += move
                cells[down] -= move
                late_cells[up] += done * move
                late_cells[down] -= done * move
            done += 1
    averaged: Matrix = (matrix - late / np.float32(done)).astype(np.float32)
    return averaged


# --- kept ------------------------------------------------------------------------------------------


def fingerprint() -> str:
    """Of all that the weights are made from."""
    room = Path(__file__).parent
    total = hashlib.sha256()
    for name in ("bm25.py", "learning.py", "sounds.py"):
        total.update((room / name).read_bytes())
    for file in (room / "data" / "pinyin.txt", *sorted(reading.folder().rglob("*.t*"))):
        if file.suffix in (".toml", ".txt"):
            total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def place() -> Path:
    """Where they are kept: beside the cards."""
    return reading.folder() / "weights.npz"


def kept_or_learned() -> Weights:
    """Those that were written down; otherwise they are learned and written down, while whoever asks as well waits."""
    if found := kept():
        return found
    try:
        lock = place().with_suffix(".lock").open("w")
    except OSError:  # the folder of the program is for reading alone
        return learned(reading.with_all_sentences())
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given up with the file
        if not (found := kept()):
            keep(found := learned(reading.with_all_sentences()))
    return found


def keep(weights: Weights) -> None:
    """Write them down for the next start, all at once for whoever reads them meanwhile."""
    written = place().with_suffix(".new.npz")
    np.savez(
        written,
        made_from=np.array(fingerprint()),
        parts=np.array("\n".join(weights.parts)),
        cards=np.array("\n".join(weights.cards)),
        matrix=weights.matrix.astype(np.float16),
    )
    written.replace(place())


def kept() -> Weights | None:
    """Those that were written down from the same cards; None where there are none."""
    if not place().exists():
        return None
    with np.load(place()) as file:
        if str(file["made_from"]) != fingerprint():
            return None
        parts = {part: place for place, part in enumerate(str(file["parts"]).split("\n"))}
        return Weights(parts, tuple(str(file["cards"]).split("\n")), file["matrix"])
