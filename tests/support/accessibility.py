"""What an automatic accessibility check (axe-core) finds on a page."""

from importlib.resources import files

__all__ = ["OF_JUPYTERLAB", "serious"]

# Faults of JupyterLab's frame around every notebook, whatever stands in it: editors and folding signs without a name,
# and a list of cells that is no feed. They are not ours to mend.
OF_JUPYTERLAB = {"aria-input-field-name", "aria-required-children", "button-name"}


def serious(page, place: str) -> list[str]:
    """Return what is serious or critical in a part of the page, but for JupyterLab's own frame.

    Parameters
    ----------
    page : playwright Page
    place : str
        A CSS selector.

    Returns
    -------
    list of str
        The rule, and the first element that breaks it.
    """
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    look = "place => axe.run({include: [[place]]}, {resultTypes: ['violations']}).then(found => found.violations)"
    found = page.evaluate(look, place)
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical") and one["id"] not in OF_JUPYTERLAB
    ]
