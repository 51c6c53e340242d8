"""What a tool is worth: return with a range, total cost, value of customers, who comes back, claims checked."""

from millrace.value.accounts import moving_costs
from millrace.value.amounts import Amount
from millrace.value.breakeven import cheaper_ranges
from millrace.value.buying import BuyingModel, expected_purchases, fit_buying, still_there
from millrace.value.charts import draw_predictions, draw_tornado, draw_total_cost
from millrace.value.claims import check_claim
from millrace.value.cohorts import cohorts, repeat_share
from millrace.value.lifetimes import check_predictions, lifetime_assumptions, lifetime_value
from millrace.value.offers import total_cost
from millrace.value.purchases import customer_summary, purchase_rows
from millrace.value.returns import return_on_investment, tornado
from millrace.value.spending import SpendingModel, expected_amount, fit_spending

__all__ = [
    "Amount",
    "BuyingModel",
    "SpendingModel",
    "cheaper_ranges",
    "check_claim",
    "check_predictions",
    "cohorts",
    "customer_summary",
    "draw_predictions",
    "draw_tornado",
    "draw_total_cost",
    "expected_amount",
    "expected_purchases",
    "fit_buying",
    "fit_spending",
    "lifetime_assumptions",
    "lifetime_value",
    "moving_costs",
    "purchase_rows",
    "repeat_share",
    "return_on_investment",
    "still_there",
    "tornado",
    "total_cost",
]
