"""Hidden periods are the last ones, or as many at random; the random ones praise a model too much."""

import numpy as np
import pytest

from millrace.errors import ArgumentError
from millrace.forecasting import compare_splits, random_split, split_in_time
from plain_models import noise, table, walks


def test_in_time_hides_the_last_periods_of_each_series():
    split = split_in_time(table(walks(3, 20)).sample(frac=1, random_state=1), periods=5)
    known, hidden = (split[split["part"] == part].groupby("unique_id")["ds"] for part in ("known", "hidden"))
    assert (known.max() < hidden.min()).all()
    assert (hidden.size() == 5).all()


def test_at_random_hides_as_many_elsewhere_and_repeats():
    series = table(walks(3, 20))
    split = random_split(series, periods=5)
    assert (split[split["part"] == "hidden"].groupby("unique_id").size() == 5).all()
    assert split.equals(random_split(series.sample(frac=1, random_state=2), periods=5))
    assert not split.equals(random_split(series, periods=5, seed=1))
    assert split.drop(columns="part").equals(series)


def test_a_random_split_praises_a_model_of_walks_and_not_of_noise():
    praised = compare_splits(table(walks(20, 80)), periods=16).set_index("split")["error"]
    fair = compare_splits(table(noise(20, 80)), periods=16).set_index("split")["error"]
    assert praised["at random"] < 0.6 * praised["in time"]
    assert fair["at random"] == pytest.approx(fair["in time"], rel=0.25)


def test_the_share_is_not_a_number_where_nothing_came():
    nothing = compare_splits(table(np.zeros((1, 20))), periods=4)
    assert nothing["error"].tolist() == [0.0, 0.0]
    assert nothing["wape_share"].isna().all()


@pytest.mark.parametrize("split", [split_in_time, random_split, compare_splits])
def test_a_series_that_would_be_hidden_whole_is_refused(split):
    with pytest.raises(ArgumentError, match="'s000' has 5 periods, and 5 are to be hidden"):
        split(table(walks(1, 5)), periods=5)
