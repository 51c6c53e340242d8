"""The tables that the charts of the picture sheet draw."""

import warnings

import pandas as pd

from millrace import samples

__all__ = ["Tables"]


class Tables:
    """The sample files of one variant, each read when it is first asked for.

    Parameters
    ----------
    variant : int, optional
        Which variant of the company; by default the one in use.
    """

    def __init__(self, variant: int | None) -> None:
        self.variant = variant
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a copy of a sample file, as it is read without any cleaning."""
        if name not in self._read:
            with warnings.catch_warnings():
                # The sheet says it once, at its foot.
                warnings.simplefilter("ignore", samples.BiasWarning)
                self._read[name] = samples.load(name, variant=self.variant)
        return self._read[name].copy()
