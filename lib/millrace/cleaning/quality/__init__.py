"""Quality: a scorecard on five dimensions, before and after, and the cells behind it."""

from millrace.cleaning.quality.cells import quality_cells
from millrace.cleaning.quality.scorecard import compare_scorecards, plot_scorecards, quality_scorecard

__all__ = ["compare_scorecards", "plot_scorecards", "quality_cells", "quality_scorecard"]
