"""Forecasting for small firms: one table of series in, forecasts with their uncertainty out."""

from millrace.forecasting.backtest import ShortHistoryWarning, backtest, possible_origins
from millrace.forecasting.calendars import calendar_features, holiday_dates
from millrace.forecasting.censored import estimate_demand
from millrace.forecasting.charts import draw_comparison, draw_forecast
from millrace.forecasting.checking import check_series
from millrace.forecasting.choice import choose
from millrace.forecasting.classes import demand_classes, draw_classes
from millrace.forecasting.combining import combine
from millrace.forecasting.comparing import compare_models
from millrace.forecasting.contract import FutureDatesWarning, frequency, season_length, series
from millrace.forecasting.costs import error_cost
from millrace.forecasting.demand import demand, left_out
from millrace.forecasting.draws import demand_draws
from millrace.forecasting.forecast import forecast
from millrace.forecasting.intervals import interval_check
from millrace.forecasting.lookalikes import launch_curve, look_alikes
from millrace.forecasting.mape import mape_warning
from millrace.forecasting.measures import accuracy, interval_scores
from millrace.forecasting.models import MODELS as MODELS
from millrace.forecasting.models import describe_models, mean_of
from millrace.forecasting.overrides import forecast_value_added, ledger
from millrace.forecasting.owa import naive2, owa
from millrace.forecasting.sentences import explain
from millrace.forecasting.splits import compare_splits, random_split, split_in_time
from millrace.forecasting.stockouts import find_stock_outs, mark_stock_outs, stock_out_stretches
from millrace.forecasting.trials import draw_backtest, draw_split

__all__ = [
    "FutureDatesWarning",
    "ShortHistoryWarning",
    "accuracy",
    "backtest",
    "calendar_features",
    "check_series",
    "choose",
    "combine",
    "compare_models",
    "compare_splits",
    "demand",
    "demand_classes",
    "demand_draws",
    "describe_models",
    "draw_backtest",
    "draw_classes",
    "draw_comparison",
    "draw_forecast",
    "draw_split",
    "error_cost",
    "estimate_demand",
    "explain",
    "find_stock_outs",
    "forecast",
    "forecast_value_added",
    "frequency",
    "holiday_dates",
    "interval_check",
    "interval_scores",
    "launch_curve",
    "ledger",
    "left_out",
    "look_alikes",
    "mape_warning",
    "mark_stock_outs",
    "mean_of",
    "naive2",
    "owa",
    "possible_origins",
    "random_split",
    "season_length",
    "series",
    "split_in_time",
    "stock_out_stretches",
]
