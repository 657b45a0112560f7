"use strict";
// The page: one state, one place that changes it, and every part drawn from it.
const App = (() => {
  const { find } = Dom;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const NAMES = { ky: "Кыргызча", ru: "Русский", en: "English" };
  const app = {};
  let [data, model, defaults, looks] = [];

  const isDark = () => (app.state.theme === "auto" ? dark.matches : app.state.theme === "dark");
  app.look = {
    kind: (kind) => looks.get(kind),
    colours(kind) {
      const { colour, dark: onDark } = looks.get(kind);
      return isDark() ? { fill: onDark, stroke: Canvas.mix(onDark, "#ffffff", 0.22) } : { fill: colour, stroke: Canvas.mix(colour, "#000000", 0.42) };
    },
    // Relations have the colour of their family, and each type of a family its own dashes.
    relation(type) {
      const { colour, dark: onDark, dashes, directed } = data.relations[type];
      return { colour: isDark() ? onDark : colour, dashes: dashes.length ? dashes : false, directed };
    },
  };
  app.glyph = (kind) => Dom.glyph(looks.get(kind), app.look.colours(kind));
  app.languages = () => [app.state.language, ...data.languages];
  app.rank = (code) => { const at = data.languages.indexOf(code); return at < 0 ? 99 : at; };
  app.name = (node) => Model.nameIn(node, app.languages());
  // The name of a thing that is not in the picture; empty if it has none.
  app.otherName = (iri) => {
    const names = Object.hasOwn(data.others, iri) ? data.others[iri] : {};
    return [...app.languages(), ...Object.keys(names)].map((language) => names[language]).find(Boolean) ?? "";
  };
  app.nameOf = (iri) => (model.byIri.has(iri) ? app.name(model.byIri.get(iri)) : app.otherName(iri));

  const writeAddress = () => {
    const query = Address.write(app.state, model, defaults);
    if (query === written) return;
    written = query;
    // Each step is one in the history of the browser, so that Back takes it back; the number tells how far there is to go.
    step += 1;
    furthest = step;
    try {
      history.pushState({ step, query }, "", query ? `#${query}` : location.pathname + location.search);
    } catch {
      // In the frame of a notebook the page has no address of its own; its steps are kept all the same.
      history.pushState({ step, query }, "");
    }
    renderSteps();
  };
  let step = 0;
  let furthest = 0;
  let written = location.hash.slice(1);
  const FILTERS = ["hiddenKinds", "hiddenTypes", "from", "to", "undated", "hops", "focus", "open", "lone", "hidden", "kept", "pinned"];

  const renderSteps = () => {
    find("undo").disabled = step === 0;
    find("redo").disabled = step === furthest;
  };

  // Back and Forward of the browser, and our own buttons.
  const travel = (state) => {
    step = state?.step ?? 0;
    furthest = Math.max(furthest, step);
    written = state?.query ?? location.hash.slice(1);
    set(Address.read(written, model, defaults), false);
    renderSteps();
    pane(isSelected() ? "card" : null);
  };
  const isSelected = () => app.state.node !== null || app.state.bundle !== null || app.state.also.length > 0;

  const renderWords = () => {
    document.documentElement.lang = Words.spoken;
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = Words.ui(element.dataset.t);
    for (const element of document.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", Words.ui(element.dataset.label));
      element.title = Words.ui(element.dataset.label);
    }
    find("search").placeholder = Words.ui("search");
  };

  const renderStatus = () => {
    const numbers = { n: Words.number(app.visible.nodes.size), of: Words.number(model.nodes.length),
      e: Words.number(app.visible.edges.length), eof: Words.number(model.edges.length) };
    const folded = model.folded && Words.ui("foldedStatus", { n: Words.number(model.groups.length), of: Words.number(app.state.open.size) });
    find("status").textContent = [Words.ui("shown", numbers), folded].filter(Boolean).join(" · ");
    find("canvas").setAttribute("aria-label", Words.ui("pictureSummary", numbers));
    const message = model.nodes.length === 0 ? "empty" : app.visible.nodes.size === 0 ? "allHidden" : null;
    find("message").hidden = message === null;
    // An empty picture has no card, so its note goes here.
    find("message").textContent = message === null ? ""
      : [Words.ui(message), message === "empty" && data.note].filter(Boolean).join("\n\n");
    document.body.classList.toggle("empty", model.nodes.length === 0);
  };

  const renderChoices = () => {
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === app.state.language));
    }
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === app.state.view));
    }
    document.body.dataset.show = app.state.view;
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    const label = Words.ui(isDark() ? "themeLight" : "themeDark");
    find("theme").setAttribute("aria-label", label);
    find("theme").title = label;
  };

  // Change the state and redraw what depends on it.
  const set = (patch, remembered = true) => {
    const before = app.state;
    app.state = { ...before, ...patch };
    const { state } = app;
    const changed = (...keys) => keys.some((key) => before[key] !== state[key]);
    Words.speak(state.language);
    renderChoices();
    if (changed("language")) {
      renderWords();
      app.canvas.names(app.name);
    }
    const filtered = changed(...FILTERS);
    const marked = filtered || changed("node", "bundle", "also", "paths", "hubs", "grounds");
    if (filtered) app.visible = Model.visible(model, state);
    if (marked) app.lit = Selection.lit(model, app.visible, state);
    if (filtered) app.canvas.show(app.visible, state);
    if (marked) app.canvas.mark(app.lit, state);
    if (changed("theme")) app.canvas.paint();
    if (filtered || changed("language", "theme")) Legend.render(app);
    if (filtered || changed("language")) Years.render(app);
    if (filtered || changed("language", "grounds")) Chips.render(app);
    Card.render(app);
    Table.render(app);
    renderStatus();
    if (remembered) writeAddress();
    if (changed("hops", "focus", "kept")) app.canvas.fit(app.visible.drawn);
  };
  app.set = set;

  // Select a node, a line, several nodes, or nothing. `more` adds a node to those that are selected, or takes it away.
  app.select = ({ node = null, bundle = null, also = [] }, more = app.adding) => {
    app.adding = false;
    const { state } = app;
    if (node !== null && more) {
      const held = state.also.length ? state.also : state.node !== null ? [state.node] : [];
      return app.several(held.includes(node) ? held.filter((one) => one !== node) : [...held, node]);
    }
    const patch = { node, bundle, also, paths: false };
    if (state.hops > 0 && node !== null && node < model.nodes.length) patch.focus = node;
    set(patch);
    if (node === null && bundle === null && !also.length) return pane(null);
    pane("card");
    return app.canvas.settle(node !== null ? [app.visible.standIn(node)] : bundle !== null ? Model.ends(bundle) : also.map(app.visible.standIn), covered());
  };

  // Several selected nodes; one is a selection like any other.
  app.several = (ids, patch = {}) => {
    if (ids.length < 2) return app.select({ node: ids[0] ?? null }, false);
    set({ node: null, bundle: null, also: ids, paths: false, ...patch });
    pane("card");
    return app.canvas.settle([...app.lit.near], covered());
  };

  // Show what folded communities and the chip of things without relations stand for.
  const unfolded = (ids) => {
    const groups = ids.map((id) => model.nodes[id]?.group).filter((group) => model.folded && group && !app.state.open.has(group.id));
    return {
      ...(groups.length ? { open: new Set([...app.state.open, ...groups.map((group) => group.id)]) } : {}),
      ...(ids.some((id) => model.lone.has(id)) ? { lone: true } : {}),
    };
  };

  // Select a node even if filters hide it: they are changed to show it, since someone asked for it by name.
  app.reveal = (node, more = app.adding) => {
    const patch = unfolded([node]);
    if (!app.visible.nodes.has(node) && node < model.nodes.length) {
      const without = (ids, id) => new Set([...ids].filter((one) => one !== id));
      Object.assign(patch, { hiddenKinds: without(app.state.hiddenKinds, model.nodes[node].kind), hidden: without(app.state.hidden, node), kept: null, hops: 0, focus: null });
    }
    if (Object.keys(patch).length) set(patch, false);
    if (!app.visible.nodes.has(node) && node < model.nodes.length) set({ from: null, to: null, undated: true }, false);
    app.select({ node }, more);
  };

  app.open = (group) => {
    set({ open: new Set([...app.state.open, group.id]), node: null, bundle: null });
    app.canvas.fit(new Set([...app.visible.drawn].filter((id) => model.nodes[id]?.group === group)));
  };
  app.close = (group) => {
    set({ open: new Set([...app.state.open].filter((id) => id !== group.id)), node: group.id, bundle: null });
    app.canvas.fit(app.visible.drawn);
  };
  app.paths = (from, to, hubs = false) => {
    // What lies on a path is shown, wherever it is folded.
    const { paths } = Model.shortest(model, app.visible.edges, from, to, hubs);
    set(unfolded([from, to, ...paths.flat()]), false);
    app.several([from, to], { paths: true, hubs });
  };

  app.focus = (hops) => {
    const focus = app.state.node ?? app.state.focus;
    if (focus !== null && focus < model.nodes.length) set({ hops, focus: hops ? focus : null, ...(hops ? unfolded([...Model.reached(model, focus, hops, app.visible.edges)]) : {}) });
  };

  // On a narrow screen the columns are sheets, of which one is open at a time.
  const pane = (name) => {
    if (name) document.body.dataset.pane = name;
    else delete document.body.dataset.pane;
    for (const button of document.querySelectorAll("[data-opens]")) {
      button.setAttribute("aria-expanded", String(button.dataset.opens === name));
    }
  };

  // On a wide screen a column folds away, and the picture takes its place.
  const fold = (name) => {
    const folded = document.body.classList.toggle(`no-${name}`);
    const button = document.querySelector(`[data-folds=${name}]`);
    button.setAttribute("aria-expanded", String(!folded));
  };

  // How much of the picture a sheet covers from below.
  const covered = () => {
    const [sheet, picture] = [find("card").getBoundingClientRect(), find("canvas").getBoundingClientRect()];
    return sheet.left < picture.right && sheet.width > 0 ? Math.max(0, picture.bottom - sheet.top) : 0;
  };

  const hover = (node, bundle, at) => {
    const tip = find("tip");
    tip.hidden = node === null && bundle === null;
    if (tip.hidden) return;
    tip.textContent = node !== null ? `${app.name(model.at(node))} · ${Words.kind(model.at(node).kind)}`
      : `${Model.ends(bundle).map((id) => app.name(model.at(id))).join(" — ")} · ${[...new Set((app.visible.bundles.get(bundle) ?? []).map((edge) => Words.type(edge.type)))].join(", ")}`;
    const room = find("canvas").getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(at.x + 14, room.width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(8, Math.min(at.y + 16, room.height - tip.offsetHeight - 8))}px`;
  };

  const drawn = () => { document.documentElement.dataset.ready = "true"; };

  const wire = () => {
    find("languages").append(...data.languages.map((code) => Dom.el("button", { type: "button", "data-language": code, lang: code,
      title: NAMES[code] ?? code, "aria-label": `${code.toUpperCase()}: ${NAMES[code] ?? code}`, onclick: () => set({ language: code }) }, code.toUpperCase())));
    for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => {
      pane(null);
      set({ view: button.dataset.view });
    });
    for (const button of document.querySelectorAll("[data-opens]")) {
      button.addEventListener("click", () => pane(document.body.dataset.pane === button.dataset.opens ? null : button.dataset.opens));
    }
    find("theme").addEventListener("click", () => set({ theme: isDark() ? "light" : "dark" }));
    find("zoom-in").addEventListener("click", () => app.canvas.zoom(1.3));
    find("zoom-out").addEventListener("click", () => app.canvas.zoom(1 / 1.3));
    find("fit").addEventListener("click", () => app.canvas.fit(app.visible.drawn));
    for (const button of document.querySelectorAll("[data-folds]")) button.addEventListener("click", () => fold(button.dataset.folds));
    find("help-open").addEventListener("click", () => find("help").showModal());
    find("help-close").addEventListener("click", () => find("help").close());
    const menu = find("export");
    const closing = (act) => () => { menu.open = false; act(); };
    find("export-png").addEventListener("click", closing(() => Export.png(app)));
    find("export-svg").addEventListener("click", closing(() => Export.svg(app)));
    find("export-nodes").addEventListener("click", closing(() => Export.table(app, "nodes")));
    find("export-edges").addEventListener("click", closing(() => Export.table(app, "edges")));
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    window.addEventListener("popstate", (event) => travel(event.state));
    find("undo").addEventListener("click", () => history.back());
    find("redo").addEventListener("click", () => history.forward());
    dark.addEventListener("change", () => { if (app.state.theme === "auto") { set({ theme: "auto" }); Legend.render(app); app.canvas.paint(); } });
    find("canvas").addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
      if (way) { event.preventDefault(); app.canvas.pan(...way); }
    });
    // In lists, the arrow keys move between buttons and boxes.
    for (const id of ["card", "legend", "table"]) find(id).addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const list = event.target.closest("ul, ol, tbody");
      if (!step || !list || !event.target.matches("button, input[type=checkbox]")) return;
      const stops = [...find(id).querySelectorAll("li .go, li input, tbody button")].filter((stop) => stop.checkVisibility());
      const next = stops[stops.indexOf(event.target) + step];
      if (next) { event.preventDefault(); next.focus(); }
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input:not([type=checkbox])") || find("help").open;
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !typing) {
        event.preventDefault();
        if (event.shiftKey && step < furthest) history.forward();
        else if (!event.shiftKey && step > 0) history.back();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || find("help").open) return;
      if (event.key === "Escape") {
        if (menu.open) menu.open = false;
        else app.select({}, false);
        return;
      }
      if (event.target.matches("input:not([type=checkbox])")) return;
      // Keys also count by their place on the keyboard: on a Cyrillic layout the same key gives another letter.
      const key = event.key === "?" || (event.code === "Slash" && event.shiftKey) ? "?"
        : event.key === "/" || event.code === "Slash" ? "/" : event.code === "KeyF" ? "f" : event.code === "KeyT" ? "t" : event.code === "BracketLeft" ? "[" : event.code === "BracketRight" ? "]"
        : { KeyP: "p", KeyH: "h", KeyK: "k", KeyA: "a" }[event.code] ?? event.key;
      const act = {
        "/": () => find("search").focus(),
        "?": () => find("help").showModal(),
        "+": () => app.canvas.zoom(1.3), "=": () => app.canvas.zoom(1.3), "-": () => app.canvas.zoom(1 / 1.3),
        "f": () => app.canvas.fit(app.visible.drawn),
        "t": () => set({ view: { picture: "both", both: "table", table: "picture" }[app.state.view] }),
        "[": () => fold("legend"), "]": () => fold("card"),
        "p": () => app.pin(), "h": () => app.hide(), "k": () => app.keep(), "a": () => { app.adding = true; find("search").focus(); },
        "0": () => app.focus(0), "1": () => app.focus(1), "2": () => app.focus(2),
      }[key];
      if (act) { event.preventDefault(); act(); }
    });
  };

  // That which was stated when the page was made, else the first that the browser asks for and the page has.
  const readersLanguage = () => (data.stated ? data.language
    : navigator.languages.map((code) => code.split("-")[0]).find((code) => data.languages.includes(code)) ?? data.language);

  const start = (given) => {
    data = given;
    // Whether the map is turned is decided once: turning it when a table opens would confuse the reader.
    model = Model.build(data, window.innerWidth <= 860 && window.innerHeight > window.innerWidth * 1.25);
    defaults = { language: readersLanguage(), languages: data.languages, grounds: data.groups.apart };
    looks = new Map(data.kinds.map((one) => [one.kind, one]));
    Words.load(data.words);
    Object.assign(app, { data, model, adding: false, state: Address.read(location.hash, model, defaults) });
    Words.speak(app.state.language);
    wire();
    renderWords();
    renderChoices();
    app.visible = Model.visible(model, app.state);
    app.lit = Selection.lit(model, app.visible, app.state);
    app.canvas = Canvas.create(find("canvas"), model, app.look, {
      node: (id, more) => app.select({ node: id }, more || app.adding), bundle: (key) => app.select({ bundle: key }), nothing: () => app.select({}, false),
      double: (id) => { if (id >= model.nodes.length) app.open(model.at(id)); }, hover, drawn,
    });
    app.canvas.show(app.visible, app.state);
    app.canvas.mark(app.lit, app.state);
    app.canvas.names(app.name);
    app.canvas.paint();
    Search.start(app);
    Legend.render(app);
    Years.render(app);
    Chips.render(app);
    Card.render(app);
    Table.render(app);
    renderStatus();
    renderSteps();
    app.canvas.fit(app.visible.drawn, false);
    if (isSelected()) pane("card");
    // A page that opens as a table, or an empty one, draws no picture to wait for.
    if (find("canvas").clientWidth === 0) drawn();
  };

  // What is pinned stays whatever the filters say, with its name; what is hidden goes; what is kept stays alone.
  const chosen = () => (app.state.also.length ? app.state.also : app.state.node !== null ? [app.state.node] : []).flatMap((id) => (id < model.nodes.length ? [id] : model.at(id).members));
  app.pin = () => {
    const ids = chosen();
    const every = ids.every((id) => app.state.pinned.has(id));
    if (ids.length) set({ pinned: new Set(every ? [...app.state.pinned].filter((id) => !ids.includes(id)) : [...app.state.pinned, ...ids]) });
  };
  app.hide = () => {
    const ids = chosen();
    if (ids.length) set({ hidden: new Set([...app.state.hidden, ...ids]), node: null, also: [], paths: false });
  };
  // Kept are what is selected, and on a path all that lies on it.
  app.keep = () => {
    const ids = app.lit.paths ? app.lit.paths.paths.flat() : chosen();
    const around = app.state.node !== null && ids.length === 1 ? [...model.nodes[ids[0]].near].filter((id) => app.visible.nodes.has(id)) : [];
    if (ids.length) set({ kept: new Set([...ids, ...around]) });
  };

  // Names are measured when their font is there: it is in the page, but browsers read it when it is first used.
  const fonts = ["Govgraph Noto Sans", "Govgraph Noto Sans Math"].map((family) => document.fonts.load(`12px '${family}'`, "Ө→"));
  const place = find("data");
  const unpacked = "DecompressionStream" in window ? Columns.unpacked(place.textContent) : null;
  // The words of the page are in the data that cannot be read.
  find("message").textContent = "Бул баракчага 2023-жылдагы же андан жаңы браузер керек.\nДля этой страницы нужен браузер 2023 года или новее.\nThis page needs a browser of 2023 or newer.";
  find("message").hidden = unpacked !== null;
  if (unpacked) Promise.all([unpacked, Promise.allSettled(fonts)]).then(([given]) => {
    place.remove();
    start(given);
  });
  return app;
})();
