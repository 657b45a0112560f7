"use strict";
// The card when nothing is selected: what is in the picture, of which time, from which sources; three questions to begin with; and who has the
// most neighbours.
const Overview = (() => {
  const { el } = Dom;
  const { heading, terms, nameButton, action } = Parts;
  const BODIES = new Set("Agency NGO IGO Organization Party Company Media ArmedGroup Group Country".split(" "));
  const PEOPLE = new Set(["Person", "Official"]);

  // How many rows and files of each dataset speak of what is in the picture; the same whatever is filtered.
  let told = null;
  const sources = (app) => {
    if (told) return told;
    const counts = new Map();
    const files = new Set();
    const seen = new Set();
    for (const thing of [...app.model.nodes, ...app.model.edges, ...Object.values(app.data.events)]) {
      for (const proof of thing.evidence) {
        const row = `${proof[0]} ${proof[1]}`;
        if (seen.has(row)) continue;
        seen.add(row);
        const [file, , dataset] = app.data.sources[proof[0]];
        files.add(file);
        counts.set(dataset, (counts.get(dataset) ?? 0) + 1);
      }
    }
    told = { files: [...files].sort(), counts: [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)) };
    return told;
  };

  // Two well connected things that are no hubs and have no relation with each other, and a path between them.
  const pair = (app, ranked) => {
    // People and bodies first: a question about two meetings interests few.
    const able = ranked.filter((one) => one.kind !== "Country" && one.near.size <= 50)
      .sort((a, b) => PEOPLE.has(b.kind) - PEOPLE.has(a.kind) || BODIES.has(b.kind) - BODIES.has(a.kind)).slice(0, 12);
    for (const [i, one] of able.entries()) {
      for (const other of able.slice(i + 1)) {
        if (!one.near.has(other.id) && Model.shortest(app.model, app.visible.edges, one.id, other.id, false).paths.length) return [one, other];
      }
    }
    return null;
  };

  let known = { of: null, data: null };
  const facts = (app) => {
    if (known.of !== app.visible) {
      const near = (one) => app.visible.near.get(one.id) ?? 0;
      const ranked = app.model.nodes.filter((one) => near(one) > 0).sort((a, b) => near(b) - near(a) || a.id - b.id);
      known = { of: app.visible, data: { near, ranked, two: pair(app, ranked) } };
    }
    return known.data;
  };

  const questions = (app, { near, ranked, two }) => {
    const { histogram } = app.model;
    const busiest = histogram && histogram.first + histogram.counts.reduce((best, n, i, all) => (n >= all[best] ? i : best), 0);
    const asked = [
      ranked.length && [Words.ui("askNear", { name: app.name(ranked[0]), n: Words.number(near(ranked[0])) }), () => app.reveal(ranked[0].id)],
      two && [Words.ui("askPath", { a: app.name(two[0]), b: app.name(two[1]) }), () => app.paths(two[0].id, two[1].id)],
      histogram && histogram.first < histogram.last && [Words.ui("askYear", { year: busiest }), () => app.set({ from: busiest, to: busiest, undated: false })],
    ].filter(Boolean);
    return asked.length > 0 && [heading(Words.ui("askFirst")), el("ul", { class: "asked" }, asked.map(([words, act]) => el("li", {}, el("button", { type: "button", onclick: act }, words))))];
  };

  const overview = (app) => {
    const { model, data } = app;
    const known = facts(app);
    // By kind, since a list of countries and events says little of people.
    const groups = [["mostPeople", (kind) => PEOPLE.has(kind)], ["mostBodies", (kind) => BODIES.has(kind)], ["mostOther", (kind) => !PEOPLE.has(kind) && !BODIES.has(kind)]]
      .map(([title, kinds]) => [title, known.ranked.filter((one) => kinds(one.kind)).slice(0, 5)]).filter(([, ranked]) => ranked.length);
    const { histogram } = model;
    const { files, counts } = sources(app);
    return [
      el("header", { class: "card-top" }, el("h2", {}, Words.ui("overview"))),
      data.note && el("p", { class: "note" }, data.note),
      model.folded && el("p", { class: "note" }, Words.ui("foldedNote", { n: Words.number(model.nodes.length), c: Words.number(model.groups.length) })),
      model.folded && el("div", { class: "actions" }, action(Words.ui("openAll"), () => app.set({ open: new Set(model.groups.map((group) => group.id)) }))),
      ...data.chosen.filter(([key]) => key === "stillStrongest").map(([key, values]) => el("p", { class: "note" }, Words.ui(key, values))),
      model.nodes.length > 0 && terms([
        files.length > 0 && [Words.ui("files"), files.length <= 3 ? files.join(", ") : el("span", { title: files.join(", ") }, `${files.slice(0, 2).join(", ")} +${Words.number(files.length - 2)}`)],
        histogram !== null && [Words.ui("datesCovered"), histogram.first === histogram.last ? String(histogram.first) : `${histogram.first} – ${histogram.last}`],
        counts.length > 0 && [Words.ui("sourcesCount"), el("ul", { class: "plain" }, counts.map(([dataset, rows]) => el("li", {}, `${dataset} · ${Words.ui("rowsCount", { n: Words.number(rows) })}`)))],
      ]),
      questions(app, known),
      model.nodes.length > 0 && el("p", { class: "quiet hint" }, Words.ui("hint")),
      groups.map(([title, ranked]) => [
        heading(Words.ui(title)),
        el("ol", { class: "neighbours ranked" }, ranked.map((one) => el("li", {}, nameButton(app, one), el("span", { class: "count" }, Words.number(known.near(one)))))),
      ]),
    ];
  };

  return { overview };
})();
