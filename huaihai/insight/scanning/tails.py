"""How surprising a count is: the upper tail of a negative binomial, as z and as -log10 p, also where p underflows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaln, log_ndtr, ndtri

Floats = NDArray[Any]  # numbers, masks or indices
SMALLEST = 1e-280  # below, the tail is summed on the scale of logarithms
LN10 = float(np.log(10.0))
NEARLY_POISSON = 1.0001  # a variance of at most so many times the mean


def log_tail(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """Natural logarithm of P(Y >= count) for Y negative binomial; Poisson where the variance is not above the mean."""
    count = np.asarray(count, float)
    mean = np.maximum(np.asarray(mean, float), 1e-9)
    ratio = np.maximum(np.asarray(variance, float) / mean, NEARLY_POISSON)
    size = mean / (ratio - 1.0)
    share = 1.0 / ratio  # the usual p of the negative binomial
    above = np.maximum(count, 1e-12)
    with np.errstate(divide="ignore"):
        exact = np.where(ratio > NEARLY_POISSON, betainc(above, size, 1.0 - share), gammainc(above, mean))
        exact = np.where(count <= 0, 1.0, exact)
        return np.where(exact > SMALLEST, np.log(exact), _far(count, mean, size, share))


def _far(count: Floats, mean: Floats, size: Floats, share: Floats) -> Floats:
    """The first term of the tail and the geometric series that bounds the rest."""
    first = (
        gammaln(count + size)
        - gammaln(size)
        - gammaln(count + 1.0)
        + size * np.log(share)
        + count * np.log1p(-share)
    )
    falling = np.minimum((count + size) / (count + 1.0) * (1.0 - share), 0.999)
    answer: Floats = first - np.log1p(-falling)
    return answer


def z_of(log_p: Floats) -> Floats:
    """The standard normal deviate with this upper tail."""
    log_p = np.asarray(log_p, float)
    near = -ndtri(np.exp(np.maximum(log_p, -600.0)))
    far = np.sqrt(np.maximum(-2.0 * log_p - np.log(2 * np.pi) - np.log(np.maximum(-2.0 * log_p, 1.0)), 0.0))
    return np.where(log_p > -600.0, near, far)


def log_p_of(z: Floats) -> Floats:
    """Natural logarithm of the upper tail beyond this deviate."""
    answer: Floats = log_ndtr(-np.asarray(z, float))
    return answer


def score_of(log_p: Floats) -> Floats:
    """-log10 p, never below 0."""
    return np.maximum(-np.asarray(log_p, float) / LN10, 0.0)
