"use strict";
// Files from the page: the picture as SVG and PNG, visible nodes and relations as CSV. All of it happens in the browser.
const Export = (() => {
  const save = (blob, name) => {
    const url = URL.createObjectURL(blob);
    Dom.el("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };

  const file = (title, part) =>
    `${title.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "picture"}-${part}`;

  // Spreadsheets execute text that begins like a formula; a leading apostrophe prevents this. Numbers stay numbers.
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",;\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };

  // Begins with a byte order mark: without one, spreadsheets misread Cyrillic letters.
  const csv = (head, rows) => "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");

  const evidence = (thing, sources) => {
    const part = (get) => thing.evidence.map(get).filter((text) => text !== null).join(" | ");
    return [
      part(([source, row]) => `${sources[source][0]}:${row}`), part(([, , document]) => document),
      ...[2, 1, 3].map((at) => [...new Set(thing.evidence.map(([source]) => sources[source][at] ?? ""))].filter(Boolean).join(" | ")),
    ];
  };
  const EVIDENCE = ["source_rows", "documents", "datasets", "loads", "licences"];

  // Properties, and what is referred to: its IRIs, and its names in a column of their own.
  const properties = (things) => [...new Set(things.flatMap((thing) => [...Object.keys(thing.properties),
    ...Object.keys(thing.references).flatMap((key) => [key, `${key}_name`])]))].sort();
  const given = (app, thing, keys) => keys.map((key) => {
    const referred = (of) => (Object.hasOwn(thing.references, of) ? thing.references[of] : null);
    const value = Object.hasOwn(thing.properties, key) ? thing.properties[key]
      : referred(key) ?? referred(key.replace(/_name$/, ""))?.map((iri) => app.nameOf(iri)) ?? "";
    return Array.isArray(value) ? value.join(" | ") : value;
  });
  // A property that is called like a column of ours gets another name: no table has two columns of one name.
  const head = (fixed, keys) => [...fixed, ...keys.map((key) => (fixed.includes(key) ? `property_${key}` : key)), ...EVIDENCE];

  const nodes = (app) => {
    const things = [...app.visible.nodes].map((id) => app.model.nodes[id]);
    const languages = [...new Set(things.flatMap((node) => Object.keys(node.names)))].sort();
    const keys = properties(things);
    const fixed = ["id", "kind", "name", "name_is_made", ...languages.map((code) => `name_${code}`), "aliases", "start", "end", "neighbours", "links"];
    return csv(head(fixed, keys),
      things.map((node) => [node.iri, node.kind, app.name(node), Object.keys(node.names).length ? "" : "yes", ...languages.map((code) => node.names[code]),
        node.aliases.join(" | "), node.start, node.end, app.visible.near.get(node.id), node.links.join(" | "), ...given(app, node, keys),
        ...evidence(node, app.data.sources)]));
  };

  const edges = (app) => {
    const things = app.visible.edges;
    const keys = properties(things);
    const end = (id) => [app.model.nodes[id].iri, app.name(app.model.nodes[id])];
    const fixed = ["id", "type", "source", "source_name", "target", "target_name", "role", "events", "start", "end"];
    return csv(head(fixed, keys),
      things.map((edge) => [edge.iri, edge.type, ...end(edge.from), ...end(edge.to), edge.role, edge.count || "", edge.start, edge.end,
        ...given(app, edge, keys), ...evidence(edge, app.data.sources)]));
  };

  // The picture of what the filters leave, for a report.
  const svg = (app) => save(new Blob([Still.svg(app)], { type: "image/svg+xml;charset=utf-8" }), file(app.data.title, "picture.svg"));
  const png = async (app) => save(await Still.png(app), file(app.data.title, "picture.png"));

  const table = (app, what) => save(new Blob([what === "nodes" ? nodes(app) : edges(app)], { type: "text/csv;charset=utf-8" }),
    file(app.data.title, `${what}.csv`));

  return { png, svg, table };
})();
