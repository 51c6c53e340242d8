"""The report on privacy, run step by step as its notebook runs it, for tests that look at what lies between."""

from functools import cached_property

import pandas as pd

from millrace.reports import find_report, save_workbook
from millrace.reports import privacy as report

NEEDS = find_report("privacy").needs
READING = ("identifiers", "known", "sensitive", "texts", "harmless", "names", "regions", "order_numbers")
COARSENING = ("k", "most_left_out", "leave_out", "day_first")


class Run:
    """The whole report on a table, as its notebook runs it."""

    def __init__(
        self, table, folder, *, name="people.csv", columns=None, masked_copy="", keeping=None, again=False, **settings
    ):
        path, self.out = folder / name, folder / "out"
        self.out.mkdir(exist_ok=True)
        if name.endswith(".xlsx"):
            table.to_excel(path, index=False)
        else:
            table.to_csv(path, index=False)
        reading = {one: settings.pop(one) for one in READING if one in settings}
        coarsening = {one: settings.pop(one) for one in COARSENING if one in settings}
        self.opened = report.open_file(path, needs=NEEDS, columns=columns)
        self.people = report.read_columns(self.opened, **reading)
        self.singled = report.look_for_single(self.people, k=coarsening.get("k", 5))
        self.coarser = report.coarsen(self.people, **coarsening)
        self.copy = report.make_copy(self.coarser, beside=path, **settings)
        self.path = self.out / (masked_copy or name.replace(".", "-masked."))
        if not again:
            self.path.unlink(missing_ok=True)
        self.workbook = self.out / "privacy.xlsx"
        self.written = report.write_copy(self.copy, masked_copy=self.path, workbook=self.workbook, file=path)
        self.kept = report.keeping_table(self.people, self.written, keeping=keeping)

    @cached_property
    def found(self):
        return [
            report.check_columns(self.people), report.check_singled(self.singled), report.check_coarser(self.coarser),
            report.check_copy(self.opened.name, self.written, why=report.no_copy_because(self.coarser)),
            report.check_keeping(self.people, self.kept, on="2026-01-31"),
        ]  # fmt: skip

    @cached_property
    def sheets(self):
        return report.sheets(self.people, self.singled, self.coarser, self.written, self.kept, self.found)

    def saved(self):
        save_workbook(self.workbook, self.sheets)
        return self

    def said(self):
        """Everything that can be seen but the copy."""
        shown = [self.opened, *self.found, report.limits(self.people, self.written), report.decisions(self.found)]
        pages = [one.shown().page if hasattr(one, "shown") else one.page for one in shown]
        return "\n".join([*map(repr, shown), *pages, *(table.to_csv() for table in self.sheets.values())])

    def back(self):
        """The copy as anybody reads it."""
        if self.path.suffix == ".xlsx":
            return pd.read_excel(self.path, dtype=str, engine="calamine")
        return pd.read_csv(self.path, dtype=str)
