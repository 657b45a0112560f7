"use strict";
// The card: everything known about the selected node, or about the relations between two nodes, with the evidence of each.
const Card = (() => {
  const { el } = Dom;
  const CAP = 12;

  const heading = (text, ...more) => el("h3", {}, text, ...more);
  const terms = (pairs) => el("dl", { class: "terms" }, pairs.filter(Boolean).map(([term, ...value]) =>
    [el("dt", {}, term), el("dd", {}, ...value)]));

  // When a thing was; null if nothing is known of it.
  const dates = (thing, point) => {
    const { start, end } = thing;
    if (!start && !end) return null;
    if (start && (start === end || (point && !end))) return start;
    return `${start || Words.ui("unknown")} – ${end || Words.ui("unknown")}`;
  };

  const value = (given) => {
    if (Array.isArray(given)) return el("ul", { class: "plain" }, given.map((one) => el("li", {}, value(one))));
    if (given === true || given === false) return Words.ui(given ? "yes" : "no");
    if (given === null || given === "") return el("span", { class: "quiet" }, given === null ? Words.ui("unknown") : "“”");
    return typeof given === "string" ? Dom.link(given) : String(given);
  };

  const dated = (thing, point) => dates(thing, point) !== null && [Words.ui("dates"), dates(thing, point)];

  // Another thing of the graph: a button if it is in the picture, else its name, or its address if it has none.
  const other = (app, iri) => {
    const drawn = app.model.byIri.get(iri);
    if (drawn) return nameButton(app, drawn);
    const name = app.otherName(iri);
    return name ? el("span", { title: iri }, name) : Dom.link(iri);
  };

  // What a thing has: what it refers to, without what is among its visible relations already, then its values.
  const properties = (app, thing, listed = new Set()) => [
    ...Object.entries(thing.references).map(([key, iris]) => [key, iris.filter((iri) => !listed.has(iri))]).filter(([, iris]) => iris.length).map(([key, iris]) => [Words.property(key), iris.length === 1 ? other(app, iris[0])
      : el("ul", { class: "plain" }, iris.map((iri) => el("li", {}, other(app, iri))))]),
    ...Object.entries(thing.properties).map(([key, given]) => [Words.property(key), value(given)]),
  ];

  // What a reader wants first, the document and the row; what identifies the load is folded.
  const proof = (app, [source, row, document]) => {
    const [file, load, dataset, licence] = app.data.sources[source];
    const titled = document !== null && app.nameOf(document) !== "";
    return el("li", {},
      document !== null && el("p", {}, other(app, document)),
      el("p", {}, `${file} · ${Words.ui("row")} ${row}`),
      el("details", { class: "sources" }, el("summary", {}, Words.ui("more")), terms([
        titled && [Words.ui("document"), Dom.link(document)],
        [Words.ui("dataset"), dataset],
        [Words.ui("load"), load],
        [Words.ui("licence"), licence ?? Words.ui("unknown")],
      ])));
  };

  const evidence = (app, thing) => {
    if (!thing.evidence.length) return el("p", { class: "quiet" }, Words.ui(thing.type ? "noEvidence" : "ownEvidence"));
    return capped(thing.evidence, (one) => proof(app, one), "evidence");
  };

  // A list of which the first are shown, with a button for the others.
  const capped = (things, item, look) => {
    const rows = el("ul", { class: look }, things.slice(0, CAP).map(item));
    const more = things.length > CAP && el("button", { type: "button", class: "more", onclick: () => {
      rows.append(...things.slice(CAP).map(item));
      more.remove();
      rows.children[CAP].querySelector("button, summary")?.focus();
    } }, Words.ui("showAll", { n: Words.number(things.length) }));
    return [rows, more];
  };

  const folded = (app, thing, open) => el("details", { class: "sources", open },
    el("summary", {}, Words.ui("evidenceCount", { n: Words.number(thing.evidence.length) })), evidence(app, thing));

  // The events that a relation of the actor projection stands for, each with its own evidence.
  const events = (app, edge) => edge.events.length > 0 && [
    heading(Words.ui("eventsOf"), el("span", { class: "count" }, Words.number(edge.count))),
    capped(edge.events, (iri) => {
      const event = app.data.events[iri];
      return el("li", {}, el("p", {}, Model.nameIn(event, app.languages())), folded(app, event, false));
    }, "evidence"),
    edge.count > edge.events.length && el("p", { class: "quiet" }, Words.ui("eventsLeft", { n: Words.number(edge.count - edge.events.length) })),
  ];

  // Everything about a relation except its two ends.
  const relation = (app, edge, open) => [
    terms([
      edge.role !== null && [Words.ui("role"), Words.role(edge.role)],
      dated(edge, false),
      ...properties(app, edge),
    ]),
    edge.events.length > 0 ? events(app, edge) : folded(app, edge, open),
  ];

  const nameButton = (app, node) => el("button", { type: "button", class: "go", onclick: () => app.select({ node: node.id }) },
    app.glyph(node.kind), el("span", {}, app.name(node)));

  const neighbours = (app, node) => {
    const { model, visible } = app;
    const groups = new Map();
    const shown = node.edges.filter((edge) => visible.bundles.get(edge.bundle)?.includes(edge));
    for (const edge of shown) {
      const key = `${edge.from === node.id ? "→" : "←"} ${edge.type}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    }
    const item = (edge) => {
      const far = model.nodes[edge.from === node.id ? edge.to : edge.from];
      const summary = [edge.role !== null && Words.role(edge.role), dates(edge, false),
        edge.events.length > 0 ? Words.ui("eventsCount", { n: Words.number(edge.count) })
          : Words.ui("evidenceCount", { n: Words.number(edge.evidence.length) })].filter(Boolean).join(" · ");
      return el("li", {}, nameButton(app, far),
        el("details", { class: "sources" }, el("summary", {}, summary),
          terms([edge.role !== null && [Words.ui("role"), Words.role(edge.role)], dated(edge, false), ...properties(app, edge)]),
          edge.events.length > 0 ? events(app, edge) : evidence(app, edge)));
    };
    const list = (edges) => capped([...edges].sort((a, b) => b.count - a.count || (b.years[0] ?? -1) - (a.years[0] ?? -1) || a.id - b.id), item, "neighbours");
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

  // The IRIs that visible relations without an IRI of their own lead to: each says what a column of the thing says.
  const stated = (app, thing) => new Set(thing.edges
    .filter((edge) => edge.from === thing.id && edge.iri.startsWith(`${edge.type} `) && app.visible.bundles.get(edge.bundle)?.includes(edge))
    .map((edge) => app.model.nodes[edge.to].iri));

  // What it is, in one line: its kind, its country, how many relations are visible, and how many files speak of it.
  const sentence = (app, thing) => {
    const country = (thing.references.country ?? []).map((iri) => app.nameOf(iri)).filter(Boolean);
    const shown = thing.edges.filter((edge) => app.visible.bundles.get(edge.bundle)?.includes(edge)).length;
    const files = new Set(thing.evidence.map(([source]) => app.data.sources[source][0])).size;
    return [[Words.kind(thing.kind), ...country].join(", "), Words.ui("relationsCount", { n: Words.number(shown) }),
      files > 0 && Words.ui("filesCount", { n: Words.number(files) })].filter(Boolean).join(" · ");
  };

  // The names in the languages of the page first; the others behind a button.
  const nameList = (app, names) => {
    const item = ([code, name]) => el("li", {}, el("span", { class: "tag" }, code), el("span", { lang: code }, name));
    const first = names.filter(([code]) => app.data.languages.includes(code));
    const [shown, others] = first.length ? [first, names.filter((one) => !first.includes(one))] : [names.slice(0, 3), names.slice(3)];
    const rows = el("ul", { class: "names" }, shown.map(item));
    const more = others.length > 0 && el("button", { type: "button", class: "more", onclick: () => { rows.append(...others.map(item)); more.remove(); } },
      Words.ui("moreNames", { n: Words.number(others.length) }));
    return [rows, more];
  };

  const node = (app, thing) => {
    const names = Object.entries(thing.names).sort((a, b) => app.rank(a[0]) - app.rank(b[0]) || (a[0] < b[0] ? -1 : 1));
    const language = names.find(([, name]) => name === app.name(thing))?.[0];
    return [
      top(app, [app.glyph(thing.kind), Words.kind(thing.kind)], app.name(thing), language),
      el("p", { class: "sentence" }, sentence(app, thing)),
      !names.length && el("p", { class: "quiet" }, Words.ui(thing.kind === "Community" ? "communityCard" : Object.keys(thing.made).length ? "madeTitle" : "noName")),
      focusButtons(app),
      terms([dated(thing, thing.point), ...properties(app, thing, stated(app, thing))]),
      neighbours(app, thing),
      thing.kind !== "Community" && [heading(Words.ui("evidence"), el("span", { class: "count" }, Words.number(thing.evidence.length))),
        evidence(app, thing)],
      names.length > 0 && [heading(Words.ui("names")), nameList(app, names)],
      terms([
        thing.aliases.length > 0 && [Words.ui("aliases"), capped(thing.aliases, (alias) => el("li", {}, alias), "plain")],
        thing.links.length > 0 && [Words.ui("links"), el("ul", { class: "plain" }, thing.links.map((url) => el("li", {}, Dom.link(url))))],
        [Words.ui("identifier"), el("span", { class: "address" }, thing.iri)],
      ]),
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
        relation(app, edge, true),
        // A relation without an IRI of its own is known by its type and ends.
        edge.iri.startsWith(`${edge.type} `) ? null : el("p", { class: "address quiet" }, edge.iri))),
      edges.length > shown.length && el("p", { class: "quiet" }, Words.ui("hiddenRelations", { n: edges.length - shown.length })),
    ];
  };

  const BODIES = new Set("Agency NGO IGO Organization Party Company Media ArmedGroup Group Country".split(" "));

  // How many rows of each dataset speak of what is in the picture.
  const sourceCounts = (app) => {
    const counts = new Map();
    const seen = new Set();
    for (const thing of [...app.model.nodes, ...app.model.edges, ...Object.values(app.data.events)]) {
      for (const [source, row] of thing.evidence) {
        const [, , dataset] = app.data.sources[source];
        if (seen.has(`${source} ${row}`)) continue;
        seen.add(`${source} ${row}`);
        counts.set(dataset, (counts.get(dataset) ?? 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };

  const overview = (app) => {
    const { visible, model, data } = app;
    const near = (one) => visible.near.get(one.id) ?? 0;
    const busy = (kinds) => model.nodes.filter((one) => near(one) > 0 && kinds(one.kind)).sort((a, b) => near(b) - near(a) || a.id - b.id).slice(0, 5);
    // By kind, since a list of countries and events says little of people.
    const groups = [["mostPeople", (kind) => kind === "Person" || kind === "Official"], ["mostBodies", (kind) => BODIES.has(kind)],
      ["mostOther", (kind) => kind !== "Person" && kind !== "Official" && !BODIES.has(kind)]]
      .map(([title, kinds]) => [title, busy(kinds)]).filter(([, ranked]) => ranked.length);
    const { histogram } = model;
    return [
      el("header", { class: "card-top" }, el("h2", {}, Words.ui("overview"))),
      data.note && el("p", { class: "note" }, data.note),
      ...data.chosen.filter(([key]) => key === "stillStrongest" || key === "stillFolded").map(([key, values]) => el("p", { class: "note" }, Words.ui(key, values))),
      model.nodes.length > 0 && terms([
        [Words.ui("sourcesCount"), el("ul", { class: "plain" }, sourceCounts(app).map(([dataset, rows]) =>
          el("li", {}, `${dataset} · ${Words.ui("rowsCount", { n: Words.number(rows) })}`)))],
        histogram !== null && [Words.ui("years"), histogram.first === histogram.last ? String(histogram.first) : `${histogram.first} – ${histogram.last}`],
      ]),
      model.nodes.length > 0 && el("p", { class: "quiet" }, Words.ui("hint")),
      groups.map(([title, ranked]) => [
        heading(Words.ui(title)),
        el("ol", { class: "neighbours ranked" }, ranked.map((one) => el("li", {}, nameButton(app, one),
          el("span", { class: "count" }, Words.number(near(one)))))),
      ]),
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
