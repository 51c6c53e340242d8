"""The triangle and the PERT curve against scipy's closed forms."""

import numpy as np
import pytest
from scipy import stats

from millrace.errors import ArgumentError
from millrace.painpoints.spreads import check_chance, means, quantiles, uniform

RANGES = np.array([[0, 1, 4], [2, 2, 5], [1, 7, 7], [100, 5000, 90_000], [0, 0.5, 1]], dtype=float)
PLACES = np.linspace(0, 1, 401)


def curve(low, likely, high, shape):
    lean = (likely - low) / (high - low)
    if shape == "triangular":
        return stats.triang(lean, loc=low, scale=high - low)
    return stats.beta(1 + 4 * lean, 5 - 4 * lean, loc=low, scale=high - low)


@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_quantiles_and_means_are_those_of_the_closed_form(shape):
    found = quantiles(RANGES, PLACES, shape=shape)
    for row, values, mean in zip(RANGES, found, means(RANGES, shape=shape), strict=True):
        exact = curve(*row, shape)
        assert np.abs(values - exact.ppf(PLACES)).max() <= 5e-4 * (row[2] - row[0])
        assert mean == pytest.approx(exact.mean())


@pytest.mark.parametrize("shape", ["triangular", "pert"])
def test_what_is_known_exactly_is_that_number_everywhere(shape):
    assert set(quantiles(np.array([[7.0, 7.0, 7.0]]), PLACES, shape=shape).ravel()) == {7.0}


# raising an end of a PERT curve also changes how closely it holds to the middle, so only its likely value is held here
@pytest.mark.parametrize(("shape", "end"), [("triangular", 0), ("triangular", 1), ("triangular", 2), ("pert", 1)])
def test_raising_one_value_lowers_no_quantile(shape, end):
    more = np.array([[0.0, 3.0, 6.0]])
    more[0, end] += 1
    assert (quantiles(more, PLACES, shape=shape) >= quantiles([[0.0, 3.0, 6.0]], PLACES, shape=shape) - 1e-9).all()


def test_each_row_has_places_of_its_own():
    places = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert quantiles(np.array([[0, 1, 2], [0, 1, 2]]), places, shape="triangular").tolist() == [[0, 2], [2, 0]]


def test_the_seed_decides():
    assert (uniform(2, draws=100, seed=3) == uniform(2, draws=100, seed=3)).all()
    assert (uniform(2, draws=100, seed=3) != uniform(2, draws=100, seed=4)).any()


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"shape": "triangle"}, "Did you mean 'triangular'"),
        ({"draws": 5}, r"draws=5 was given\. A whole number from 100"),
        ({"draws": 1000.0}, "draws=1000.0"),
        ({"seed": -1}, "seed=-1"),
        ({"seed": True}, "seed=True"),
    ],
)
def test_shape_draws_and_seed_are_checked(asked, match):
    with pytest.raises(ArgumentError, match=match):
        check_chance(**({"shape": "pert", "draws": 1000, "seed": 0} | asked))
