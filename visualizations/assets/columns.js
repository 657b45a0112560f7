"use strict";
// The data of the page: compressed, and many things of one kind as columns. columns.py writes them and says how.
const Columns = (() => {
  const values = (column, count) => {
    if (Array.isArray(column)) return column;
    if ("all" in column) return new Array(count).fill(column.all);
    if ("step" in column) {
      let at = 0;
      return column.step.map((step) => (at += step));
    }
    if ("of" in column) return column.at.map((i) => column.of[i]);
    if ("long" in column) {
      const long = values(column.long, count);
      const items = values(column.in, long.reduce((sum, n) => sum + n, 0));
      let at = 0;
      return long.map((n) => items.slice(at, at += n));
    }
    // Objects without a prototype: a key of the data may be called like something that objects inherit.
    const things = Array.from({ length: count }, () => Object.create(null));
    for (const [key, of] of Object.entries(column.keys)) {
      const given = values(of.in, of.count);
      values(of.at, of.count).forEach((thing, i) => { things[thing][key] = given[i]; });
    }
    return things;
  };

  const rows = ({ count, columns }) => {
    const things = Array.from({ length: count }, () => ({}));
    for (const [key, column] of Object.entries(columns)) values(column, count).forEach((value, i) => { things[i][key] = value; });
    return things;
  };

  const unpacked = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const data = JSON.parse(await new Response(plain).text());
    const proofs = rows(data.proofs).map(({ source, row, document }) => [source, row, document]);
    for (const what of ["nodes", "edges", "events"]) {
      data[what] = rows(data[what]);
      for (const thing of data[what]) thing.evidence = thing.evidence.map((i) => proofs[i]);
    }
    for (const edge of data.edges) edge.iri ??= `${edge.type} ${data.nodes[edge.from].iri} ${data.nodes[edge.to].iri}`;
    data.events = Object.fromEntries(data.events.map((event) => [event.iri, event]));
    return data;
  };

  return { unpacked };
})();
