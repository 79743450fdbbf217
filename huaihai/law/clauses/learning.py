"""Weights learnt from sentences whose clause is known: the register's own wordings and fair ones, and the examples.

Of each clause against all other sentences, and of what is fair against all clauses, a linear support vector machine
with squared hinge loss (Fan et al. 2008, LIBLINEAR, problem L2-regularised L2-loss; solved by L-BFGS). The same
examples give the same weights.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from math import log
from typing import Any, Final

from huaihai.law.clauses.register import NO_CLAUSE, Register
from huaihai.law.clauses.text import compared
from huaihai.law.clauses.weights import Weights, grams

COMMON: Final = 4  # sentences in which a run stands, or it counts for nothing
LEAST: Final = 0.1  # a weight smaller than this is left out; of what is fair, half of it
PRICE: Final = 2.0  # of an example on the wrong side

type Example = tuple[str, str]  # the code of its clause, or NO_CLAUSE; the sentence


def examples(register: Register, more: Sequence[Example]) -> list[Example]:
    """All that is learnt from, each once."""
    own = [(clause.code, wording) for clause in register.clauses.values() for wording in clause.wordings]
    fair = [(NO_CLAUSE, clause.fair) for clause in register.clauses.values()]
    return list(dict.fromkeys((code, compared(text)) for code, text in (*own, *fair, *more)))


def learn(known: Sequence[Example], say: Callable[[str], None] = lambda _name: None) -> Weights:
    """The weights. Takes a minute for ten thousand examples; `say` is called with each name that is done."""
    import numpy as np
    from scipy.sparse import csr_matrix

    counts = [Counter(grams(text)) for _code, text in known]
    spread = Counter(gram for count in counts for gram in count)
    vocabulary = sorted(gram for gram, number in spread.items() if number >= COMMON)
    rare = {gram: round(log((1 + len(known)) / (1 + spread[gram])) + 1, 2) for gram in vocabulary}
    bare = Weights((), (), {gram: (rare[gram], ()) for gram in vocabulary})
    place = {gram: at for at, gram in enumerate(vocabulary)}
    cells = [
        (row, place[gram], amount)
        for row, (_code, text) in enumerate(known)
        for gram, amount in bare.amounts(text).items()
    ]
    rows, columns, amounts = zip(*cells, strict=True)
    matrix = csr_matrix((amounts, (rows, columns)), shape=(len(known), len(vocabulary)))
    names = (*sorted({code for code, _text in known} - {NO_CLAUSE}), NO_CLAUSE)
    codes = np.array([code for code, _text in known])
    learnt = []
    for name in names:
        learnt.append(_apart(matrix, np.where(codes == name, 1.0, -1.0)))
        say(name)
    columns_of = np.array([weights for weights, _start in learnt]).T
    least = np.array([LEAST if name != NO_CLAUSE else LEAST / 2 for name in names])
    found = {
        gram: (rare[gram], tuple(_kept(of, least))) for gram, of in zip(vocabulary, columns_of, strict=True)
    }
    return Weights(names, tuple(start for _weights, start in learnt), found, fingerprint(known))


def fingerprint(known: Sequence[Example]) -> str:
    """By which weights are known to be of these sentences."""
    return sha256("\n".join("\t".join(one) for one in known).encode()).hexdigest()


def _kept(of: Any, least: Any) -> Iterator[tuple[int, float]]:
    for place in (abs(of) >= least).nonzero()[0]:
        yield int(place), float(of[place])


def _apart(matrix: Any, sides: Any) -> tuple[Any, float]:
    """Weights and start by which one side (1) is told from the other (-1)."""
    import numpy as np
    from scipy.optimize import minimize

    turned = matrix.T.tocsr()

    def loss(both: Any) -> tuple[float, Any]:
        weights, start = both[:-1], both[-1]
        short = np.maximum(0, 1 - sides * (matrix @ weights + start))
        pull = -2 * PRICE * short * sides
        value = 0.5 * both @ both + PRICE * short @ short
        return value, both + np.append(turned @ pull, pull.sum())

    best = minimize(
        loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    return best.x[:-1], float(best.x[-1])
