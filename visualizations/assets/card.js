"use strict";
// The card: everything known about the selected node, or about the relations between two nodes, with the evidence of each.
const Card = (() => {
  const { el } = Dom;
  const { heading, terms, dates, dated, properties, evidence, capped, events, relations, nameButton, top, action, actions } = Parts;

  // The relations that the filters leave, to ask whether one is among them.
  let known = { of: null, edges: new Set() };
  const shownEdges = (app) => {
    if (known.of !== app.visible) known = { of: app.visible, edges: new Set(app.visible.edges) };
    return known.edges;
  };

  const neighbours = (app, node) => {
    const { model } = app;
    const groups = new Map();
    const shown = node.edges.filter((edge) => shownEdges(app).has(edge));
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

  // The IRIs that visible relations without an IRI of their own lead to: each says what a column of the thing says.
  const stated = (app, thing) => new Set(thing.edges
    .filter((edge) => edge.from === thing.id && edge.iri.startsWith(`${edge.type} `) && shownEdges(app).has(edge))
    .map((edge) => app.model.nodes[edge.to].iri));

  // What it is, in one line: its kind, its country, how many relations are visible, and how many files speak of it.
  const sentence = (app, thing) => {
    const country = (thing.references.country ?? []).map((iri) => app.nameOf(iri)).filter(Boolean);
    const shown = thing.edges.filter((edge) => shownEdges(app).has(edge)).length;
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
      !names.length && el("p", { class: "quiet" }, Words.ui(Object.keys(thing.made).length ? "madeTitle" : "noName")),
      focusButtons(app),
      actions(app, adding(app), app.model.folded && thing.group && action(Words.ui("closeGroup"), () => app.close(thing.group))),
      terms([dated(thing, thing.point), ...properties(app, thing, stated(app, thing))]),
      neighbours(app, thing),
      heading(Words.ui("evidence"), el("span", { class: "count" }, Words.number(thing.evidence.length))),
      evidence(app, thing),
      names.length > 0 && [heading(Words.ui("names")), nameList(app, names)],
      terms([
        thing.aliases.length > 0 && [Words.ui("aliases"), capped(thing.aliases, (alias) => el("li", {}, alias), "plain")],
        thing.links.length > 0 && [Words.ui("links"), el("ul", { class: "plain" }, thing.links.map((url) => el("li", {}, Dom.link(url))))],
        [Words.ui("identifier"), el("span", { class: "address" }, thing.iri)],
      ]),
    ];
  };

  // The next thing that is selected joins those that are.
  const adding = (app) => action(Words.ui("selectMore"), () => { app.adding = true; Dom.find("search").focus(); Card.render(app); }, app.adding, "A");

  // A folded community: what it holds, and a way in.
  const community = (app, group) => {
    const members = group.members.filter((id) => app.visible.nodes.has(id)).map((id) => app.model.nodes[id]);
    const kinds = Model.counted(app.model.kinds, members, "kind");
    return [
      top(app, [app.glyph("Community"), Words.kind("Community")], app.name(group)),
      el("p", { class: "sentence" }, [...kinds].filter(([, n]) => n).sort((a, b) => b[1] - a[1]).map(([kind, n]) => `${Words.kind(kind)}: ${Words.number(n)}`).join(" · ")),
      el("p", { class: "quiet" }, Words.ui(group.rest ? "restCard" : "communityCard")),
      el("div", { class: "actions", role: "group", "aria-label": Words.ui("actions") }, action(Words.ui("openGroup"), () => app.open(group)),
        action(Words.ui("keepOnly"), () => app.keep(), null, "K"), action(Words.ui("hideThis"), () => app.hide(), null, "H")),
      heading(Words.ui("members"), el("span", { class: "count" }, Words.number(members.length))),
      capped(members, (one) => el("li", {}, nameButton(app, one)), "neighbours"),
    ];
  };

  const bundle = (app, key) => {
    const [one, other] = Model.ends(key).map(app.model.at);
    const drawn = app.visible.bundles.get(key) ?? [];
    const shown = drawn.length ? drawn : (app.model.bundles.get(key) ?? []).filter((edge) => shownEdges(app).has(edge));
    const all = app.model.bundles.get(key) ?? shown;
    return [
      top(app, Words.ui("betweenTwo", { n: Words.number(shown.length) }), `${app.name(one)} — ${app.name(other)}`),
      el("ul", { class: "neighbours ends" }, [...new Set([one, other])].map((end) => el("li", {}, nameButton(app, end)))),
      capped(shown, (edge) => el("li", {}, relations(app, [edge])), "plain"),
      all.length > shown.length && el("p", { class: "quiet" }, Words.ui("hiddenRelations", { n: Words.number(all.length - shown.length) })),
    ];
  };

  const render = (app) => {
    const place = Dom.find("card");
    const { state, model } = app;
    const content = state.also.length ? Several.several(app)
      : state.node !== null ? (state.node < model.nodes.length ? node(app, model.at(state.node)) : community(app, model.at(state.node)))
      : state.bundle !== null ? bundle(app, state.bundle) : Overview.overview(app);
    Dom.fill(place, content);
    place.scrollTop = 0;
  };

  return { render, adding };
})();
