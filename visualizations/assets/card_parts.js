"use strict";
// What cards are made of: names that select, dates, values, evidence, and one relation with all that is known of it.
const Parts = (() => {
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

  const nameButton = (app, node) => el("button", { type: "button", class: "go", onclick: (event) => app.reveal(node.id, event.shiftKey) },
    app.glyph(node.kind), el("span", {}, app.name(node)));

  // A line between two steps or ends: each relation with its type, direction, role, dates and evidence.
  const relations = (app, edges) => edges.map((edge) => el("section", { class: "relation" },
    el("h3", {}, Words.type(edge.type)),
    el("p", { class: "aside" }, `${app.name(app.model.nodes[edge.from])} → ${app.name(app.model.nodes[edge.to])}`),
    relation(app, edge, true),
    // A relation without an IRI of its own is known by its type and ends.
    edge.iri.startsWith(`${edge.type} `) ? null : el("p", { class: "address quiet" }, edge.iri)));

  const top = (app, kind, title, language) => el("header", { class: "card-top" },
    el("p", { class: "kind" }, kind, el("button", { type: "button", class: "icon", "aria-label": Words.ui("clearSelection"),
      title: Words.ui("clearSelection"), onclick: () => app.select({}, false) }, "×")),
    el("h2", { lang: language, tabindex: "-1" }, title));

  const action = (words, act, pressed = null, key = null) => el("button", { type: "button", "aria-pressed": pressed === null ? null : String(pressed),
    title: key ? `${words} (${key})` : null, onclick: act }, words);

  // What can be done with what is selected.
  const actions = (app, ...first) => el("div", { class: "actions", role: "group", "aria-label": Words.ui("actions") }, first,
    action(Words.ui("keepOnly"), () => app.keep(), null, "K"), action(Words.ui("hideThis"), () => app.hide(), null, "H"),
    action(Words.ui("pinThis"), () => app.pin(), (app.state.also.length ? app.state.also : [app.state.node]).every((id) => app.state.pinned.has(id)), "P"));

  return { heading, terms, dates, dated, properties, evidence, capped, events, relation, relations, nameButton, top, action, actions };
})();
