"use strict";
// The picture as a table, for those who cannot see it: what the filters leave visible, sorted by any column.
const Table = (() => {
  const { el, find } = Dom;
  const PAGE = 200;
  const CLASSES = { near: "number", count: "number", start: "date", end: "date", kind: "kind-of", type: "kind-of", to: "kind-of" };
  let sorting = { nodes: ["near", -1], edges: ["from", 1] };
  let tab = "nodes";

  const MOST_PLACES = 3;

  // Where a relation is stated, as file:row; of many, the first ones and how many more.
  const places = (app, edge) => {
    const stated = edge.evidence.map(([source, row]) => `${app.data.sources[source][0]}:${row}`);
    const more = stated.length - MOST_PLACES;
    return stated.slice(0, MOST_PLACES).join("; ") + (more > 0 ? ` +${Words.number(more)}` : "");
  };

  const columns = {
    nodes: (app) => [
      ["name", Words.ui("name"), (n) => app.name(n)],
      ["kind", Words.ui("kind"), (n) => Words.kind(n.kind)],
      ["near", Words.ui("neighbours"), (n) => app.visible.near.get(n.id)],
      ["start", Words.ui("start"), (n) => n.start ?? ""],
      ["end", Words.ui("end"), (n) => n.end ?? ""],
    ],
    edges: (app) => [
      ["from", Words.ui("fromNode"), (e) => app.name(app.model.nodes[e.from])],
      ["type", Words.ui("relation"), (e) => Words.type(e.type)],
      ["role", Words.ui("role"), (e) => (e.role === null ? "" : Words.role(e.role))],
      ["to", Words.ui("toNode"), (e) => app.name(app.model.nodes[e.to])],
      ...(Object.keys(app.data.events).length ? [["count", Words.ui("eventsOf"), (e) => e.count || ""]] : []),
      ["start", Words.ui("start"), (e) => e.start ?? ""],
      ["end", Words.ui("end"), (e) => e.end ?? ""],
      ["file", Words.ui("file"), (e) => places(app, e)],
    ],
  };

  const rowsOf = (app) => (tab === "nodes" ? [...app.visible.nodes].map((id) => app.model.nodes[id]) : app.visible.edges);

  const sorted = (app, shape) => {
    const [key, way] = sorting[tab];
    const get = shape.find(([name]) => name === key)[2];
    const collator = new Intl.Collator(Words.locales, { numeric: true });
    return rowsOf(app).map((thing) => [get(thing), thing]).sort(([a, x], [b, y]) => {
      // Empty cells come last in both directions.
      if ((a === "") !== (b === "")) return a === "" ? 1 : -1;
      return way * (typeof a === "number" ? a - b : collator.compare(a, b)) || x.id - y.id;
    }).map(([, thing]) => thing);
  };

  const row = (app, shape, thing) => {
    const line = tab === "nodes" ? null : Model.pairKey(app.visible.standIn(thing.from), app.visible.standIn(thing.to));
    const chosen = tab === "nodes" ? app.state.node === thing.id || app.state.also.includes(thing.id) : app.state.bundle === line || app.state.bundle === thing.bundle;
    const choose = (event) => (tab === "nodes" ? app.reveal(thing.id, event.shiftKey) : app.select({ bundle: thing.bundle }));
    return el("tr", { class: chosen ? "chosen" : null, "aria-current": chosen ? "true" : null }, shape.map(([key, , get], i) => {
      const text = get(thing);
      if (i === 0) return el("th", { scope: "row" }, el("button", { type: "button", onclick: choose }, tab === "nodes" && app.glyph(thing.kind), el("span", {}, text)));
      return el("td", { class: CLASSES[key] }, text);
    }));
  };

  const render = (app) => {
    const place = find("table");
    if (app.state.view === "picture") return Dom.fill(place);
    const shape = columns[tab](app);
    const things = sorted(app, shape);
    const body = el("tbody", {}, things.slice(0, PAGE).map((thing) => row(app, shape, thing)));
    const more = el("button", { type: "button", class: "more", onclick: () => {
      const done = body.children.length;
      body.append(...things.slice(done, done + PAGE).map((thing) => row(app, shape, thing)));
      body.children[done].querySelector("button").focus();
      remaining();
    } });
    const remaining = () => {
      const left = things.length - body.children.length;
      more.textContent = Words.ui("showMore", { n: Words.number(left) });
      more.hidden = left <= 0;
    };
    remaining();
    const head = el("tr", {}, shape.map(([key, title]) => {
      const [by, way] = sorting[tab];
      const state = by === key ? (way > 0 ? "ascending" : "descending") : null;
      return el("th", { scope: "col", "aria-sort": state }, el("button", { type: "button", "data-sort": key, onclick: () => {
        sorting[tab] = [key, by === key ? -way : key === "near" || key === "count" ? -1 : 1];
        render(app);
        place.querySelector(`[data-sort="${key}"]`).focus();
      } }, title, el("span", { class: "way", "aria-hidden": "true" }, state ? (way > 0 ? "▲" : "▼") : "")));
    }));
    const choose = (name) => { tab = name; render(app); place.querySelector(`[data-tab="${name}"]`).focus(); };
    return Dom.fill(place,
      el("div", { class: "segments", role: "group", "aria-label": Words.ui("viewTable") }, [["nodes", app.visible.nodes.size], ["edges", app.visible.edges.length]].map(([name, count]) =>
        el("button", { type: "button", "data-tab": name, "aria-pressed": String(tab === name), onclick: () => choose(name) },
          Words.ui(name), el("span", { class: "count" }, Words.number(count))))),
      el("div", { class: "rows", tabindex: "0", role: "region", "aria-label": Words.ui(tab) },
        el("table", {}, el("thead", {}, head), body), more));
  };

  return { render };
})();
