"""Quality: a scorecard on five dimensions, before and after."""

from millrace.cleaning.quality.scorecard import compare_scorecards, plot_scorecards, quality_scorecard

__all__ = ["compare_scorecards", "plot_scorecards", "quality_scorecard"]
