# %%
import pandas as pd

from millrace import checks, effects, kpis, value

