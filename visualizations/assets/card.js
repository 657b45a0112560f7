"use strict";
// The card: everything known about the selected node, or about the relations between two nodes, with the evidence of each.
const Card = (() => {
  const { el } = Dom;
  const CAP = 12;

  const heading = (text, ...more) => el("h3", {}, text, ...more);
  const terms = (pairs) => el("dl", { class: "terms" }, pairs.filter(Boolean).map(([term, ...value]) =>
    [el("dt", {}, term), el("dd", {}, ...value)]));

  const dates = (thing, point) => {
    const { start, end } = thing;
    if (!start && !end) return Words.ui("unknown");
    if (start && (start === end || (point && !end))) return start;
    return `${start || Words.ui("unknown")} – ${end || Words.ui("unknown")}`;
  };

  const value = (given) => {
    if (Array.isArray(given)) return el("ul", { class: "plain" }, given.map((one) => el("li", {}, value(one))));
    if (given === true || given === false) return Words.ui(given ? "yes" : "no");
    if (given === null || given === "") return el("span", { class: "quiet" }, given === null ? Words.ui("unknown") : "“”");
    return typeof given === "string" ? Dom.link(given) : String(given);
  };

  const properties = (thing) => Object.entries(thing.properties).map(([key, given]) => [Words.property(key), value(given)]);

  const evidence = (thing, sources) => {
    if (!thing.evidence.length) return el("p", { class: "quiet" }, Words.ui("noEvidence"));
    return el("ul", { class: "evidence" }, thing.evidence.map(([source, row, document]) => {
      const [file, load, dataset, licence] = sources[source];
      return el("li", {}, terms([
        [Words.ui("file"), file],
        [Words.ui("row"), row],
        document !== null && [Words.ui("document"), Dom.link(document)],
        [Words.ui("dataset"), dataset],
        [Words.ui("load"), load],
        [Words.ui("licence"), licence ?? Words.ui("unknown")],
      ]));
    }));
  };

  const folded = (thing, sources, open) => el("details", { class: "sources", open },
    el("summary", {}, Words.ui("evidenceCount", { n: thing.evidence.length })), evidence(thing, sources));

  // Everything about a relation except its two ends.
  const relation = (edge, sources, open) => [
    terms([
      edge.role !== null && [Words.ui("role"), Words.role(edge.role)],
      [Words.ui("dates"), dates(edge, false)],
      ...properties(edge),
    ]),
    folded(edge, sources, open),
  ];

  const nameButton = (app, node) => el("button", { type: "button", class: "go", onclick: () => app.select({ node: node.id }) },
    app.glyph(node.kind), el("span", {}, app.name(node)));

  const neighbours = (app, node) => {
    const { model, visible, data } = app;
    const groups = new Map();
    const shown = node.edges.filter((edge) => visible.bundles.get(edge.bundle)?.includes(edge));
    for (const edge of shown) {
      const key = `${edge.from === node.id ? "→" : "←"} ${edge.type}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    }
    const item = (edge) => {
      const other = model.nodes[edge.from === node.id ? edge.to : edge.from];
      const summary = [edge.role !== null && Words.role(edge.role), (edge.start || edge.end) && dates(edge, false),
        Words.ui("evidenceCount", { n: edge.evidence.length })].filter(Boolean).join(" · ");
      return el("li", {}, nameButton(app, other),
        el("details", { class: "sources" }, el("summary", {}, summary),
          terms([edge.role !== null && [Words.ui("role"), Words.role(edge.role)],
            [Words.ui("dates"), dates(edge, false)], ...properties(edge)]),
          evidence(edge, data.sources)));
    };
    const list = (edges) => {
      const sorted = [...edges].sort((a, b) => (b.years[0] ?? -1) - (a.years[0] ?? -1) || a.id - b.id);
      const rows = el("ul", { class: "neighbours" }, sorted.slice(0, CAP).map(item));
      const more = sorted.length > CAP && el("button", { type: "button", class: "more", onclick: () => {
        rows.append(...sorted.slice(CAP).map(item));
        more.remove();
        rows.children[CAP].querySelector("button").focus();
      } }, Words.ui("showAll", { n: Words.number(sorted.length) }));
      return [rows, more];
    };
    const hidden = node.edges.length - shown.length;
    return [
      heading(Words.ui("relations"), el("span", { class: "count" }, Words.number(shown.length))),
      shown.length === 0 && el("p", { class: "quiet" }, Words.ui("noRelations")),
      [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([key, edges]) => [
        el("h4", {}, el("span", { class: "arrow", "aria-hidden": "true" }, key[0]), Words.type(key.slice(2)),
          el("span", { class: "count" }, Words.number(edges.length))),
        list(edges),
      ]),
      hidden > 0 && el("p", { class: "quiet" }, Words.ui("hiddenRelations", { n: Words.number(hidden) })),
    ];
  };

  const focusButtons = (app) => el("div", { class: "segments", role: "group", "aria-label": Words.ui("focus") },
    ["focusAll", "focusOne", "focusTwo"].map((key, hops) => el("button", {
      type: "button", "aria-pressed": String(app.state.hops === hops), onclick: () => app.focus(hops),
    }, Words.ui(key))));

  const top = (app, kind, title, language) => el("header", { class: "card-top" },
    el("p", { class: "kind" }, kind, el("button", { type: "button", class: "icon", "aria-label": Words.ui("clearSelection"),
      title: Words.ui("clearSelection"), onclick: () => app.select({}) }, "×")),
    el("h2", { lang: language, tabindex: "-1" }, title));

  const node = (app, thing) => {
    const names = Object.entries(thing.names).sort((a, b) => app.rank(a[0]) - app.rank(b[0]) || (a[0] < b[0] ? -1 : 1));
    const language = names.find(([, name]) => name === app.name(thing))?.[0];
    return [
      top(app, [app.glyph(thing.kind), Words.kind(thing.kind)], app.name(thing), language),
      focusButtons(app),
      heading(Words.ui("names")),
      names.length
        ? el("ul", { class: "names" }, names.map(([code, name]) => el("li", {}, el("span", { class: "tag" }, code), el("span", { lang: code }, name))))
        : el("p", { class: "quiet" }, Words.ui("noName")),
      terms([
        thing.aliases.length > 0 && [Words.ui("aliases"), el("ul", { class: "plain" }, thing.aliases.map((alias) => el("li", {}, alias)))],
        [Words.ui("dates"), dates(thing, thing.point)],
        ...properties(thing),
        thing.links.length > 0 && [Words.ui("links"), el("ul", { class: "plain" }, thing.links.map((url) => el("li", {}, Dom.link(url))))],
        [Words.ui("identifier"), el("span", { class: "address" }, thing.iri)],
      ]),
      neighbours(app, thing),
      heading(Words.ui("evidence"), el("span", { class: "count" }, thing.evidence.length)),
      evidence(thing, app.data.sources),
    ];
  };

  const bundle = (app, key) => {
    const { a, b, edges } = app.model.bundles.get(key);
    const shown = app.visible.bundles.get(key) ?? [];
    const [one, other] = [app.model.nodes[a], app.model.nodes[b]];
    return [
      top(app, Words.ui("betweenTwo", { n: shown.length }), `${app.name(one)} — ${app.name(other)}`),
      el("ul", { class: "neighbours ends" }, [...new Set([one, other])].map((end) => el("li", {}, nameButton(app, end)))),
      shown.map((edge) => el("section", { class: "relation" },
        el("h3", {}, Words.type(edge.type)),
        el("p", { class: "aside" }, `${app.name(app.model.nodes[edge.from])} → ${app.name(app.model.nodes[edge.to])}`),
        relation(edge, app.data.sources, true),
        el("p", { class: "address quiet" }, edge.iri))),
      edges.length > shown.length && el("p", { class: "quiet" }, Words.ui("hiddenRelations", { n: edges.length - shown.length })),
    ];
  };

  const overview = (app) => {
    const busy = app.model.nodes.filter((one) => app.visible.nodes.has(one.id) && one.near.size > 0)
      .sort((a, b) => b.near.size - a.near.size || a.id - b.id).slice(0, 10);
    return [
      el("header", { class: "card-top" }, el("h2", {}, Words.ui("overview"))),
      app.data.note && el("p", { class: "note" }, app.data.note),
      app.model.nodes.length > 0 && el("p", { class: "quiet" }, Words.ui("hint")),
      busy.length > 0 && heading(Words.ui("mostConnected")),
      busy.length > 0 && el("ol", { class: "neighbours ranked" }, busy.map((one) => el("li", {}, nameButton(app, one),
        el("span", { class: "count" }, Words.number(one.near.size))))),
    ];
  };

  const render = (app) => {
    const place = Dom.find("card");
    const { state, model } = app;
    const content = state.node !== null ? node(app, model.nodes[state.node])
      : state.bundle !== null ? bundle(app, state.bundle) : overview(app);
    Dom.fill(place, content);
    place.scrollTop = 0;
  };

  return { render, dates };
})();
