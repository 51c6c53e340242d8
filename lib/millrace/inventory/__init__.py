"""What to make and buy, how much and when: quantities, reorder points, lead times, slow movers, rules played out."""

from millrace.inventory.cash import cash_saving
from millrace.inventory.charts import draw_lead_times, draw_order_quantity, draw_policy
from millrace.inventory.comparing import compare_policies
from millrace.inventory.counts import count_gaps, empty_at_count, gaps_by_item, gaps_by_keyer
from millrace.inventory.leads import lead_times, left_out_deliveries
from millrace.inventory.newsvendor import compare_quantities, order_quantity
from millrace.inventory.playing import Play, play_policy
from millrace.inventory.policies import Policy as Policy
from millrace.inventory.policies import order_up_to, reorder_fixed, reorder_up_to
from millrace.inventory.purchasing import capacity_weeks, purchase_plan
from millrace.inventory.recipes import materials_needed, plan_without_recipe
from millrace.inventory.safety import reorder_point
from millrace.inventory.stock import slow_movers, stock_on_hand

__all__ = [
    "Play",
    "capacity_weeks",
    "cash_saving",
    "compare_policies",
    "compare_quantities",
    "count_gaps",
    "draw_lead_times",
    "draw_order_quantity",
    "draw_policy",
    "empty_at_count",
    "gaps_by_item",
    "gaps_by_keyer",
    "lead_times",
    "left_out_deliveries",
    "materials_needed",
    "order_quantity",
    "order_up_to",
    "plan_without_recipe",
    "play_policy",
    "purchase_plan",
    "reorder_fixed",
    "reorder_point",
    "reorder_up_to",
    "slow_movers",
    "stock_on_hand",
]
