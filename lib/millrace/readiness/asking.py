"""The questionnaire on the screen: one choice per question, saved as it is filled in, and the radar at a click."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from millrace.errors import ArgumentError, MillraceError, in_words
from millrace.knobs.capturing import captured, page, stopped
from millrace.knobs.turning import ASLEEP, VIEW, in_notebook
from millrace.readiness.assessing import Assessment, assess
from millrace.readiness.charts import draw_radar
from millrace.readiness.keeping import load, save
from millrace.readiness.levels import DONT_KNOW, Level
from millrace.readiness.questionnaire import AXES, Question, all_questions

if TYPE_CHECKING:
    import ipywidgets as widgets

__all__ = ["Form", "ask"]

OPEN = "not answered yet"
# The question stands above its answers, and titles that do not fit below each other: else they would be cut off.
LOOK = """<style>
.millrace-form .widget-tab > .lm-TabBar {flex: 0 0 auto; height: auto; max-height: none}
.millrace-form .lm-TabBar-content {flex-wrap: wrap}
.millrace-form .widget-tab > .lm-TabBar .lm-TabBar-tab {flex: 0 0 auto}
.millrace-form .widget-dropdown > label {text-align: left}
.millrace-form .widget-dropdown > select {flex: 0 0 auto; width: 100%; height: 2em}
</style>"""
NO_SCREEN = "Twenty questions: open this notebook in JupyterLab, or make a form for Excel with readiness.blank()."


def ask(path: str | Path = "readiness.json", *, name: str = "") -> None:
    """Ask the twenty questions on the screen.

    Each choice is saved at once, so that nothing is lost when the notebook is closed in the middle: run the cell again
    to go on. The button below shows the radar and the next step.

    Parameters
    ----------
    path : str or Path
        Where the answers are saved, ``.json``. If such a file is there, its answers are shown.
    name : str
        A role, or what the firm calls itself. Never a person's name: it stands on the chart and in the file.

    Raises
    ------
    ArgumentError
        When the file's name does not end in ``.json``, or the name is no text.
    FileError
        When the file that is there was not saved here, is damaged, or was changed by hand.

    Examples
    --------
    >>> ask()
    Twenty questions: open this notebook in JupyterLab, or make a form for Excel with readiness.blank().
    """
    path = Path(path)
    if path.suffix.lower() != ".json":
        raise ArgumentError(f"The file is called '{path.name}'. Expected: a name that ends in .json.")
    if not isinstance(name, str):
        raise ArgumentError(f"name={in_words(name)} was given. A role was expected. Write it like name='owner'.")
    if not in_notebook():
        print(NO_SCREEN)
        return
    from IPython.display import display

    form = Form(path, load(path) if path.exists() else assess({}, name=name), name=name)
    display({VIEW: form.box._repr_mimebundle_()[VIEW], "text/plain": NO_SCREEN}, raw=True)
    display({"text/plain": ASLEEP, "text/html": f"<small>{ASLEEP}</small>"}, raw=True)


class Form:
    """The twenty questions, axis by axis, and what the answers say.

    Parameters
    ----------
    path : Path
        Where the answers are saved.
    found : Assessment
        The answers so far.
    name : str
        A role, or what the firm calls itself; empty for the one in the file.
    """

    def __init__(self, path: Path, found: Assessment, *, name: str = "") -> None:
        import ipywidgets as widgets

        self.path, self.name = path, name or found.name
        self.choices = {
            one.number: _choice(one, level) for one, level in zip(all_questions(), found.levels, strict=True)
        }
        for choice in self.choices.values():
            choice.observe(self._chosen, "value")
        self.standing = widgets.HTML()
        self.result = widgets.HTML(layout=widgets.Layout(width="auto"))
        self.button = widgets.Button(description="Show where we stand", layout=widgets.Layout(width="max-content"))
        self.button.on_click(lambda _: self._show())
        self.tabs = widgets.Tab([widgets.VBox(self._of(axis)) for axis in AXES])
        self._say_how_far("")
        self.box = widgets.VBox([widgets.HTML(LOOK), self.tabs, self.standing, self.button, self.result])
        self.box.add_class("millrace-form")

    def _of(self, axis: str) -> list["widgets.Dropdown"]:
        return [self.choices[one.number] for one in all_questions() if one.axis == axis]

    @property
    def assessment(self) -> Assessment:
        """What is chosen now."""
        return assess({number: choice.value for number, choice in self.choices.items()}, name=self.name)

    def _chosen(self, _: Any) -> None:
        self.result.value = ""  # it would stand beside other answers than those it was made of
        try:
            saved = f" Saved in {save(self.assessment, self.path).name}."
        except MillraceError as error:
            self.standing.value = f'<div role="alert">{page(f"Not saved. {error}")}</div>'
            return
        self._say_how_far(saved)

    def _say_how_far(self, saved: str) -> None:
        for place, axis in enumerate(AXES):
            choices = self._of(axis)
            done = sum(choice.value != "" for choice in choices)
            self.tabs.set_title(place, f"{axis} ({done} of {len(choices)})")
        done = sum(choice.value != "" for choice in self.choices.values())
        self.standing.value = f'<div aria-live="polite">{page(f"{done} of {len(self.choices)} answered.{saved}")}</div>'

    def _show(self) -> None:
        try:
            self.result.value = f'<div aria-live="polite">{captured(self._draw).page}</div>'
        except Exception as error:
            self.result.value = stopped(error, "The chart could not be drawn.")

    def _draw(self) -> None:
        found = self.assessment
        print(found.sentence)
        print(f"Next step: {found.next_step}")
        draw_radar(found)


def _choice(asked: Question, level: Level) -> "widgets.Dropdown":
    import ipywidgets as widgets

    answers: list[tuple[str, Level]] = [(f"{n} – {words}", n) for n, words in enumerate(asked.answers)]
    return widgets.Dropdown(
        options=[(OPEN, ""), *answers, (DONT_KNOW, DONT_KNOW)],  # None would show an empty box
        value="" if level is None else level,
        description=f"{asked.number}. {asked.question}",
        layout=widgets.Layout(width="min(46rem, calc(100% - 4px))", flex_flow="column", height="auto"),
        style={"description_width": "auto"},
    )
