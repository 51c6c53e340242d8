"""Many looks at once: Holm's correction, to the last digit."""

import numpy as np
import pytest

from millrace.explain.guarding import holm


def test_holm_equals_statsmodels_and_missing_looks_do_not_count():
    from statsmodels.stats.multitest import multipletests

    chances = np.random.default_rng(1).random(12) ** 3
    expected = multipletests(chances, method="holm")[1]
    assert holm(chances) == pytest.approx(expected)
    with_holes = holm(np.r_[np.nan, chances, np.nan])
    assert with_holes[1:-1] == pytest.approx(expected)
    assert np.isnan(with_holes[[0, -1]]).all()
