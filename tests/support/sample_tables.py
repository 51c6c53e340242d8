"""The sample files of a company, made in memory and read back without any cleaning."""

import functools
import tempfile
import warnings
from pathlib import Path

import pandas as pd

from lantern import catalogue
from millrace import samples


class Tables:
    """The files of one company as an analyst gets them, without a word of the truth; each is made when asked for."""

    def __init__(self, company):
        self.company = company
        self.read = functools.cache(self._read)

    def __getitem__(self, name):
        return self.read(name).copy()

    def _read(self, name):
        file = catalogue.FILES[name]
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore", samples.BiasWarning)
            file.write(self.company, Path(folder) / name)
            return pd.DataFrame(file.read(Path(folder) / name))
