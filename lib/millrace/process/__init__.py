"""Process times from any event log: waiting, work, queues and the step that holds cases up, in working hours."""

from millrace.process.bottlenecks import bottleneck, bottleneck_in_words
from millrace.process.charts import draw_queue, draw_waiting
from millrace.process.files import guess_columns, read_events
from millrace.process.guessing import guess_working_hours
from millrace.process.leads import lateness, lead_times, quantiles
from millrace.process.log import EventLog, event_log
from millrace.process.loops import rework, variants
from millrace.process.map import draw_map
from millrace.process.moves import moves
from millrace.process.people import busy_people
from millrace.process.queues import littles_law, queue
from millrace.process.times import step_times
from millrace.process.waits import waiting
from millrace.process.working_hours import AROUND_THE_CLOCK, WorkingHours

__all__ = [
    "AROUND_THE_CLOCK",
    "EventLog",
    "WorkingHours",
    "bottleneck",
    "bottleneck_in_words",
    "busy_people",
    "draw_map",
    "draw_queue",
    "draw_waiting",
    "event_log",
    "guess_columns",
    "guess_working_hours",
    "lateness",
    "lead_times",
    "littles_law",
    "moves",
    "quantiles",
    "queue",
    "read_events",
    "rework",
    "step_times",
    "variants",
    "waiting",
]
