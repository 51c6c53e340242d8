// What the course adds to JupyterLab. Plain JavaScript without a build: the last lines are the container that
// JupyterLab expects of an extension, and modules come from JupyterLab itself.
(() => {
  const VERDICTS = { "Right: ": "right", "Not yet: ": "not-yet", "Not answered yet: ": "open" };
  let shared;

  async function moduleOf(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  // --- A text is written where one clicks -------------------------------------------------------------------------

  const isText = cell => cell?.model.type === "markdown" && !cell.readOnly;

  function write(notebook, cell) {
    notebook.activeCellIndex = notebook.widgets.indexOf(cell);
    notebook.mode = "edit";
    const text = cell.model.sharedModel.getSource();
    const lines = text.split("\n");
    // The words that ask for the text make room for it.
    if (/^\*[^*]+\*$/.test(text)) {
      cell.ready.then(() => {
        const end = { line: lines.length - 1, column: lines.at(-1).length };
        cell.editor.setSelection({ start: { line: 0, column: 0 }, end });
      });
    }
  }

  // The page may scroll under a click, so the place where it began counts.
  function pressed(notebook, event) {
    const cell = notebook.widgets.find(widget => widget.node.contains(event.target));
    const inText = !event.target.closest("a, button, .jp-Collapser");
    if (event.button !== 0 || !isText(cell) || !cell.rendered || !inText) return;
    const released = () => {
      const selection = window.getSelection();
      const marking = !selection.isCollapsed && cell.node.contains(selection.anchorNode);
      if (!marking) setTimeout(() => write(notebook, cell));
    };
    document.addEventListener("mouseup", released, { capture: true, once: true });
  }

  function closeTexts(notebook) {
    for (const cell of notebook.widgets) {
      const inUse = cell === notebook.activeCell && notebook.mode === "edit";
      if (isText(cell) && !cell.rendered && !inUse) {
        cell.rendered = true;
      }
    }
  }

  function helpWriting(notebook) {
    notebook.node.addEventListener("mousedown", event => pressed(notebook, event), true);
    notebook.stateChanged.connect((_, change) => change.name === "mode" && closeTexts(notebook));
    notebook.activeCellChanged.connect(() => closeTexts(notebook));
    notebook.widgets.forEach(cell => cell.toggleClass("millrace-Text", isText(cell)));
  }

  // --- A check is run, not read ---------------------------------------------------------------------------------------

  const isCheck = cell => cell.model.type === "code" && cell.model.getMetadata("nbgrader")?.grade;

  // A click unfolds a check; it folds again when one goes on.
  function foldChecks(notebook) {
    notebook.activeCellChanged.connect(() => {
      for (const cell of notebook.widgets) {
        if (isCheck(cell) && cell !== notebook.activeCell) cell.inputHidden = true;
      }
    });
  }

  // --- What a check says looks like what it is ----------------------------------------------------------------------

  function mark(output) {
    const said = output.textContent.trimStart();
    const begin = Object.keys(VERDICTS).find(words => said.startsWith(words));
    if (begin) {
      output.dataset.millrace = VERDICTS[begin];
    } else {
      delete output.dataset.millrace;
    }
  }

  function colourVerdicts(notebook) {
    const observer = new MutationObserver(changes => {
      const touched = new Set();
      for (const { target, addedNodes } of changes) {
        for (const node of [target, ...addedNodes]) {
          const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
          const output = element?.closest(".jp-OutputArea-output") ?? element?.querySelector?.(":scope > .jp-OutputArea-output");
          if (output) touched.add(output);
          // A cell that comes into view after opening brings what it said before.
          element?.querySelectorAll?.(".jp-OutputArea-output").forEach(inside => touched.add(inside));
        }
      }
      touched.forEach(mark);
    });
    notebook.node.querySelectorAll(".jp-OutputArea-output").forEach(mark);
    observer.observe(notebook.node, { childList: true, subtree: true });
    notebook.disposed.connect(() => observer.disconnect());
  }

  // --- Validate -------------------------------------------------------------------------------------------------------

  function element(tag, text = "", name = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = name;
    return made;
  }

  function reportOf(answer) {
    const report = element("div", "", "millrace-Report");
    report.append(element("p", answer.summary));
    for (const { title, said, verdict } of answer.cells ?? []) {
      const cell = element("section");
      cell.dataset.millrace = verdict;
      cell.append(element("h3", title), element("p", said));
      report.append(cell);
    }
    return report;
  }

  async function ask(services, path) {
    const settings = services.ServerConnection.makeSettings();
    const request = { method: "POST", body: JSON.stringify({ path }) };
    const reply = await services.ServerConnection.makeRequest(`${settings.baseUrl}millrace/validate`, request, settings);
    if (!reply.ok) throw new Error(`The server says ${reply.status}.`);
    return reply.json();
  }

  async function validate(button, context, { apputils, services, widgets }) {
    const began = Date.now();
    const tick = setInterval(() => (button.textContent = `Checking ${Math.round((Date.now() - began) / 1000)} s`), 500);
    button.disabled = true;
    let answer;
    try {
      await context.save();
      answer = await ask(services, context.path);
    } catch (error) {
      answer = { summary: `Your work could not be checked: ${error.message} Save it, then start JupyterLab again.` };
    }
    clearInterval(tick);
    Object.assign(button, { disabled: false, textContent: "Validate" });
    const body = new widgets.Widget({ node: reportOf(answer) });
    await apputils.showDialog({ title: "Your work so far", body, buttons: [apputils.Dialog.okButton({ label: "Close" })] });
  }

  function offerValidate(panel, context, modules) {
    const button = element("button", "Validate", "millrace-Validate jp-ToolbarButtonComponent");
    button.title = "Run the whole lab from the top and show what is right";
    button.addEventListener("click", () => validate(button, context, modules));
    panel.toolbar.insertAfter("restart-and-run", "validate", new modules.widgets.Widget({ node: button }));
  }

  // --- A restart says what it does --------------------------------------------------------------------------------------

  function explainRestart(dialogs, { apputils }) {
    const usual = dialogs.restart.bind(dialogs);
    dialogs.restart = async context => {
      const kernel = context.session?.kernel;
      if (!kernel) return usual(context);
      const { button } = await apputils.showDialog({
        title: "Start again?",
        body:
          "All that was computed in this notebook is forgotten; all that you wrote stays. " +
          "Afterwards run the first cell of your part again.",
        buttons: [apputils.Dialog.cancelButton(), apputils.Dialog.okButton({ label: "Start again" })],
      });
      if (!button.accept || kernel.isDisposed) return false;
      await context.restartKernel();
      return true;
    };
  }

  // --- Run All says where it stopped --------------------------------------------------------------------------------------

  const RUN_ALL = ["notebook:run-all-cells", "notebook:run-all-above", "notebook:run-all-below", "notebook:restart-run-all"];

  function sectionOf(notebook, cell) {
    const above = notebook.widgets.slice(0, notebook.widgets.indexOf(cell)).filter(one => one.model.type === "markdown");
    const headings = above.flatMap(one => one.model.sharedModel.getSource().match(/^#{1,3} .+$/gm) ?? []);
    return headings.at(-1)?.replace(/^#+ /, "") ?? "";
  }

  function wordsFor(notebook, cell) {
    const lines = cell.model.sharedModel.getSource().split("\n").map(line => line.trim()).filter(Boolean);
    const begins = (lines[0] ?? "").replace(/^#\s*/, "").slice(0, 70);
    const section = sectionOf(notebook, cell);
    const place = section ? `, in section ${section}` : "";
    const next = isCheck(cell)
      ? "Write or mend the answer above this check."
      : "Read what is written below it, and mend it.";
    return (
      `It stopped at the cell that begins "${begins}"${place}. What is above it was run; what is below it was not. ` +
      `${next} Then choose Run, Run Selected Cell and All Below.`
    );
  }

  function tellWhereItStopped(app, { apputils, notebooks }) {
    let stopped;
    // After the cell that stopped, those that were waiting are given back without having run.
    notebooks.NotebookActions.executed.connect((_, run) => {
      if (!run.success) stopped ??= run;
    });
    app.commands.commandExecuted.connect(async (_, { id, result }) => {
      if (!RUN_ALL.includes(id)) return;
      stopped = undefined;
      await result.catch(() => undefined);
      if (!stopped || stopped.notebook.isDisposed) return;
      const { notebook, cell } = stopped;
      stopped = undefined;
      const go = apputils.Dialog.okButton({ label: "Go there" });
      await apputils.showDialog({ title: "Not all was run", body: wordsFor(notebook, cell), buttons: [go] });
      const place = notebook.widgets.indexOf(cell);
      if (place < 0) return;
      notebook.deselectAll();
      notebook.activeCellIndex = place;
      notebook.mode = "command";
      notebook.activate();
      await notebook.scrollToItem(place, "center");
    });
  }

  // --- The extension ----------------------------------------------------------------------------------------------------

  function activate(app, dialogs, modules) {
    explainRestart(dialogs, modules);
    tellWhereItStopped(app, modules);
    document.head.append(element("style", STYLE));
    const createNew = (panel, context) => {
      colourVerdicts(panel.content);
      panel.addClass("millrace-Loading");
      context.ready.then(() => {
        panel.removeClass("millrace-Loading");
        helpWriting(panel.content);
        foldChecks(panel.content);
        if (panel.content.widgets.some(isCheck)) offerValidate(panel, context, modules);
      });
    };
    app.docRegistry.addWidgetExtension("Notebook", { createNew });
  }

  const STYLE = `
    .jp-OutputArea-output pre { word-break: normal; overflow-wrap: anywhere; }
    .jp-InputPlaceholder .jp-Placeholder-content { white-space: normal; height: auto; }
    /* "Click to add a cell." would be all that is seen of a notebook that is on its way. */
    .millrace-Loading .jp-Notebook-footer { visibility: hidden; }
    .millrace-Text .cm-content { min-height: 6em; font-family: var(--jp-content-font-family); }
    .millrace-Text .jp-MarkdownOutput {
      border: 1px dashed var(--jp-border-color1); border-radius: 4px; padding: 8px; min-height: 4em; cursor: text;
    }
    .jp-InputPlaceholder, .jp-InputPlaceholder .jp-Placeholder-content, .jp-InputPlaceholder .jp-Placeholder-contentContainer {
      min-width: 0; max-width: 100%;
    }
    .jp-InputPlaceholder .jp-PlaceholderText { min-width: 0; white-space: normal; overflow: visible; }
    @media (max-width: 1000px) {
      .millrace-table table { font-size: 85%; }
      .millrace-table :is(td, th) { padding: 3px 5px !important; }
    }
    .jp-OutputArea-output[data-millrace], .millrace-Report section {
      border-left: 4px solid var(--jp-border-color1); padding-left: 8px;
      background: var(--jp-layout-color2) !important;
    }
    [data-millrace="right"].jp-OutputArea-output, .millrace-Report [data-millrace="right"] {
      border-left-color: var(--jp-success-color1);
    }
    [data-millrace="right"].jp-OutputArea-output pre::before {
      content: "✓ "; color: var(--jp-success-color1); font-weight: bold;
    }
    [data-millrace="not-yet"].jp-OutputArea-output, .millrace-Report [data-millrace="not-yet"] {
      border-left-color: var(--jp-warn-color1);
    }
    .millrace-Report { max-width: 70ch; }
    .millrace-Report section { margin: 8px 0; padding: 4px 8px; }
    .millrace-Report h3 { font-size: var(--jp-content-font-size1); margin: 0; }
    .millrace-Report section p { margin: 2px 0; }
    .millrace-Validate { cursor: pointer; padding: 0 8px; min-width: 8em; }
  `;

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["millrace-desk"] = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const names = ["@jupyterlab/apputils", "@jupyterlab/notebook", "@jupyterlab/services", "@lumino/widgets"];
      const [apputils, notebooks, services, widgets] = await Promise.all(names.map(moduleOf));
      const modules = { apputils, notebooks, services, widgets };
      const plugin = {
        id: "millrace-desk:plugin",
        autoStart: true,
        requires: [apputils.ISessionContextDialogs],
        activate: (app, dialogs) => activate(app, dialogs, modules),
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
