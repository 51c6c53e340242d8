import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from millrace import privacy
from millrace.privacy.anonymising import problem_of
from millrace.privacy.lattice import search


def problem(seed, *, aside, kind="distinct", diversity=None):
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(20, 150))
    frame = pd.DataFrame({name: rng.geometric(rng.uniform(0.05, 0.4), rows) for name in "abcd"})
    frame["said"] = rng.geometric(0.5, rows)
    ways = {name: privacy.bands([2, 4, 8]) for name in "abc"} | {"d": privacy.hide()}
    sensitive = None if diversity is None else "said"
    return problem_of(frame, ways, int(rng.integers(2, 8)), sensitive, diversity, kind, None, None, None, aside, None)[
        0
    ]


def every(one):
    nodes = itertools.product(*(range(level + 1) for level in one.top))
    return [found for found in map(one.look, nodes) if found.good]


@pytest.mark.parametrize("aside", [0.0, 0.1, 0.4])
@pytest.mark.parametrize("seed", range(15))
def test_the_search_finds_what_looking_at_everything_finds(seed, aside):
    one = problem(seed, aside=aside)
    best, bound = search(one)
    expected = min(found.loss for found in every(replace(one, seen={})))
    assert best[0].loss == pytest.approx(expected)
    assert bound == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(30))
def test_where_joining_groups_may_harm_nothing_is_skipped(seed):
    one = problem(seed, aside=0.25, kind="entropy", diversity=1.9)
    good = every(replace(one, seen={}))
    best, _ = search(one)
    assert bool(best) == bool(good)
    if good:
        assert best[0].loss == pytest.approx(min(found.loss for found in good))


@pytest.mark.parametrize("seed", range(8))
def test_none_of_several_choices_is_a_coarser_form_of_another(seed):
    one = problem(seed, aside=0.05)
    best, _ = search(one, wanted=4)
    for first, second in itertools.permutations(best, 2):
        assert not all(a <= b for a, b in zip(first.node, second.node, strict=True))
    left = [found for found in every(replace(one, seen={})) if found.loss < best[-1].loss - 1e-9]
    assert all(any(all(a <= b for a, b in zip(kept.node, found.node, strict=True)) for kept in best) for found in left)


@pytest.mark.parametrize("looks", [5, 20, 60])
def test_a_search_cut_short_never_promises_too_much(looks):
    for seed in range(8):
        one = problem(seed, aside=0.1)
        best, bound = search(one, most_looks=looks)
        expected = min(found.loss for found in every(replace(one, seen={})))
        assert bound <= expected + 1e-9
        assert best[0].loss >= expected - 1e-9
