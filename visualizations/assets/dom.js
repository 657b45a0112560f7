"use strict";
// Elements from untrusted values: text only through textContent, links only to http and https.
const Dom = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  // el("p", {class: "x", onclick: f, "aria-label": "y"}, "text", child, null, [more])
  const el = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false) continue;
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return element;
  };

  const svg = (tag, attributes, ...children) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
  };

  const glyph = (look, colours) =>
    svg("svg", { class: "glyph", viewBox: "-1.25 -1.25 2.5 2.5", "aria-hidden": "true" },
      svg("path", { d: look.glyph, fill: colours.fill, stroke: colours.stroke, "stroke-width": "0.14" }));

  const stroke = ({ colour, dashes }) =>
    svg("svg", { class: "stroke", viewBox: "0 0 26 10", "aria-hidden": "true" },
      svg("line", { x1: 1, y1: 5, x2: 25, y2: 5, stroke: colour, "stroke-dasharray": (dashes || []).join(" ") }));

  // An address: a link if it is http or https, else plain text.
  const link = (address) => {
    let url = null;
    if (/^https?:\/\//i.test(address)) {
      try { url = new URL(address); } catch { url = null; }
    }
    if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return el("span", { class: "address" }, address);
    return el("a", { class: "address", href: url.href, target: "_blank", rel: "noopener noreferrer" }, address);
  };

  const fill = (element, ...children) => element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  const find = (id) => document.getElementById(id);

  return { el, svg, glyph, stroke, link, fill, find };
})();
