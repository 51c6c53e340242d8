"""What the report ``forecast`` looks at: what sells, what can be forecast, the coming periods, and what to order."""

from millrace.reports.forecast.ahead import Ahead, check_ahead, check_ranges, look_ahead
from millrace.reports.forecast.opening import Opened, chooser, open_files
from millrace.reports.forecast.ordering import check_order, check_reorder, propose_order
from millrace.reports.forecast.periods import Demand, add_up, check_demand
from millrace.reports.forecast.results import check_worth, decisions, limits, sheets
from millrace.reports.forecast.sales import Sales, check_sales, read_sales
from millrace.reports.forecast.selling import check_classes, check_large_orders, check_quiet
from millrace.reports.forecast.trying import Trial, check_trial, try_models

__all__ = [
    "Ahead",
    "Demand",
    "Opened",
    "Sales",
    "Trial",
    "add_up",
    "check_ahead",
    "check_classes",
    "check_demand",
    "check_large_orders",
    "check_order",
    "check_quiet",
    "check_ranges",
    "check_reorder",
    "check_sales",
    "check_trial",
    "check_worth",
    "chooser",
    "decisions",
    "limits",
    "look_ahead",
    "open_files",
    "propose_order",
    "read_sales",
    "sheets",
    "try_models",
]
