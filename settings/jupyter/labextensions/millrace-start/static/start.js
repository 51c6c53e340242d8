// START-HERE in JupyterLab: the file is shown as a page that the server makes from the notebooks on the disk. Plain
// JavaScript without a build, as in millrace-desk. Elsewhere START-HERE.md is an ordinary page with links.
(() => {
  const FILE = "START-HERE.md";
  const FACTORY = "Start here";
  let shared;

  async function moduleOf(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  const folderOf = path => path.split("/").slice(0, -1).join("/");

  async function pageOf(services, path) {
    const settings = services.ServerConnection.makeSettings();
    const address = `${settings.baseUrl}millrace/start?folder=${encodeURIComponent(folderOf(path))}`;
    const reply = await services.ServerConnection.makeRequest(address, {}, settings);
    if (!reply.ok) throw new Error(`The server says ${reply.status}.`);
    return (await reply.json()).html;
  }

  // Only what is saved can be read, so what is being worked on is saved first, as autosave does.
  function saveAll(app, docManager) {
    const open = [...app.shell.widgets("main")].map(widget => docManager.contextForWidget(widget));
    const unsaved = open.filter(context => context?.model.dirty && !context.model.readOnly && context.path.endsWith(".ipynb"));
    return Promise.allSettled(unsaved.map(context => context.save()));
  }

  // The fragment scrolls there, but in a notebook that was closed it selects all cells above as well.
  async function goTo(panel, id) {
    panel.setFragment(`#cell-id=${id}`);
    await panel.context.ready;
    const notebook = panel.content;
    const place = notebook.widgets.findIndex(cell => cell.model.id === id);
    if (place < 0) return;
    for (let left = 100; left && !notebook.isSelectedOrActive(notebook.widgets[place]); left -= 1) {
      await new Promise(done => setTimeout(done, 50));
    }
    notebook.deselectAll();
    notebook.activeCellIndex = place;
  }

  function makeContent(app, context, { docManager, services, widgets }) {
    const content = new widgets.Widget();
    content.addClass("millrace-Start");
    content.node.tabIndex = 0;
    content.node.setAttribute("role", "main");
    content.node.setAttribute("aria-label", "Start here");

    content.refresh = async () => {
      try {
        await saveAll(app, docManager);
        const html = await pageOf(services, context.path);
        if (content.shown !== html) {
          const hadFocus = document.activeElement?.dataset?.path;
          content.node.innerHTML = content.shown = html;
          if (hadFocus) [...content.node.querySelectorAll("a")].find(a => a.dataset.path === hadFocus)?.focus();
        }
      } catch (error) {
        await showPlain(content, error);
      }
      content.node.dataset.ready = "yes";
    };

    // The file itself says where the modules are, also when the server does not.
    async function showPlain(content, error) {
      const said = document.createElement("p");
      said.textContent = `Your points could not be read: ${error.message} Start JupyterLab again with: python start.py`;
      const plain = document.createElement("pre");
      await context.ready;
      plain.textContent = context.model.toString();
      content.node.replaceChildren(said, plain);
    }

    content.node.addEventListener("click", async event => {
      const link = event.target.closest("a[data-path]");
      if (!link) return;
      event.preventDefault();
      const path = [folderOf(context.path), link.dataset.path].filter(Boolean).join("/");
      const opened = await app.commands.execute("docmanager:open", { path });
      if (link.dataset.cell && opened) await goTo(opened, link.dataset.cell);
    });
    content.onAfterShow = content.onActivateRequest = message => {
      void content.refresh();
      if (message.type === "activate-request") content.node.focus();
    };
    void content.refresh();
    return content;
  }

  function activate(app, docManager, restorer, modules) {
    const { docregistry, apputils, services, widgets } = modules;
    const style = document.createElement("style");
    style.textContent = STYLE;
    document.head.append(style);

    app.docRegistry.addFileType({
      name: "millrace-start",
      displayName: "Start here",
      pattern: "^START-HERE\\.md$",
      extensions: [],
      mimeTypes: ["text/markdown"],
      contentType: "file",
      fileFormat: "text",
      iconClass: "jp-MaterialIcon jp-MarkdownIcon",
    });
    const tracker = new apputils.WidgetTracker({ namespace: "millrace-start" });
    class Factory extends docregistry.ABCWidgetFactory {
      createNewWidget(context) {
        const parts = { docManager, services, widgets };
        const content = makeContent(app, context, parts);
        const widget = new docregistry.DocumentWidget({ content, context });
        widget.toolbar.hide();
        // The tab keeps the file's name: JupyterLab renames a file when the label of its tab changes.
        void tracker.add(widget);
        return widget;
      }
    }
    const about = { name: FACTORY, modelName: "text", fileTypes: ["millrace-start"], defaultFor: ["millrace-start"], readOnly: true };
    app.docRegistry.addWidgetFactory(new Factory(about));
    restorer?.restore(tracker, {
      command: "docmanager:open",
      args: widget => ({ path: widget.context.path, factory: FACTORY }),
      name: widget => widget.context.path,
    });

    // Learners have no Launcher: START-HERE stands where it would, and behind its commands.
    if (app.commands.hasCommand("launcher:create")) return;
    const open = async () => app.commands.execute("docmanager:open", { path: FILE, factory: FACTORY });
    app.commands.addCommand("millrace:start", { label: "Start here", caption: "What is done, your points, the next step", execute: open });
    const button = document.createElement("button");
    button.textContent = "Start here";
    button.title = "What is done, your points so far, and the next step";
    button.className = "millrace-StartButton jp-ToolbarButtonComponent";
    button.addEventListener("click", open);
    const top = new widgets.Widget({ node: button });
    top.id = "millrace-start-button";
    app.shell.add(top, "top", { rank: 950 });
    const fill = () => app.shell.isEmpty("main") && void open();
    app.restored.then(() => {
      app.shell.layoutModified?.connect(fill);
      setTimeout(fill, 300);
    });
  }

  const STYLE = `
    .millrace-Start { overflow: auto; padding: 8px 24px 32px; color: var(--jp-content-font-color1);
      background: var(--jp-layout-color0); font: var(--jp-content-font-size1)/1.5 var(--jp-content-font-family); }
    .millrace-Start > * { max-width: 56em; }
    .millrace-Start h1 { font-size: 1.7em; margin: 8px 0; }
    .millrace-Start h2 { font-size: 1.2em; margin: 20px 0 4px; }
    .millrace-Start p { margin: 4px 0; }
    .millrace-Start a { color: var(--jp-content-link-color); text-decoration: underline; }
    .millrace-Start a:focus-visible, .millrace-StartButton:focus-visible { outline: 2px solid var(--jp-brand-color1); outline-offset: 2px; }
    .millrace-Start .millrace-next a { display: inline-block; padding: 8px 14px; border: 2px solid var(--jp-content-link-color);
      border-radius: 4px; font-weight: bold; font-size: 1.1em; }
    .millrace-Start table { border-collapse: collapse; width: 100%; }
    .millrace-Start :is(th, td) { text-align: left; vertical-align: top; padding: 5px 12px 5px 0;
      border-bottom: 1px solid var(--jp-border-color2); }
    .millrace-StartButton { cursor: pointer; padding: 0 12px; margin: 2px 8px; font-weight: bold; }
  `;

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["millrace-start"] = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const names = ["application", "apputils", "docmanager", "docregistry", "services"].map(n => `@jupyterlab/${n}`);
      const [application, apputils, docmanager, docregistry, services, widgets] = await Promise.all(
        [...names, "@lumino/widgets"].map(moduleOf)
      );
      const plugin = {
        id: "millrace-start:plugin",
        autoStart: true,
        requires: [docmanager.IDocumentManager, application.ILayoutRestorer],
        activate: (app, manager, restorer) => activate(app, manager, restorer, { apputils, docregistry, services, widgets }),
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
