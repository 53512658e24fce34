// The data and what of it is shown. A statement ("fact") is shown if all filters keep it; a line if any of its facts is.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

// An element with attributes, listeners (functions) and children; text is never read as markup.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(4).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const state = { types: new Set(data.types.map((_, i) => i)), kinds: new Set(Object.keys(data.kinds)), region: "", kind: "",
  since: data.years[0], until: data.years[1], node: null, link: null, cursor: null };
const linksOf = data.nodes.map(() => []);
data.links.forEach((link, i) => { linksOf[link.s].push(i); if (link.t !== link.s) linksOf[link.t].push(i); });
data.nodes.forEach((node) => { node.shown = true; });

function factShown(fact) {
  return (fact.type === null || state.types.has(fact.type))
    && (!state.region || fact.regions.includes(state.region))
    && (!state.kind || fact.kind === state.kind)
    && (fact.year === null ? state.since === data.years[0] && state.until === data.years[1]
      : fact.year >= state.since && fact.year <= state.until);
}

function applyFilters() {
  data.facts.forEach((fact) => { fact.shown = factShown(fact); });
  data.links.forEach((link) => {
    const ends = state.kinds.has(data.nodes[link.s].kind) && state.kinds.has(data.nodes[link.t].kind);
    link.facts = link.f.filter((i) => data.facts[i].shown);
    link.shown = ends && (link.f.length === 0 || link.facts.length > 0);
  });
  data.nodes.forEach((node, i) => {
    node.shown = state.kinds.has(node.kind) && (linksOf[i].length === 0 || linksOf[i].some((one) => data.links[one].shown));
  });
  if (state.node !== null && !data.nodes[state.node].shown) state.node = null;
  if (state.link !== null && !data.links[state.link].shown) state.link = null;
  if (state.cursor !== null && !data.nodes[state.cursor].shown) state.cursor = null;
}

const otherEnd = (link, node) => (link.s === node ? link.t : link.s);
const neighbours = (node) => [...new Set(linksOf[node].filter((i) => data.links[i].shown)
  .map((i) => otherEnd(data.links[i], node)))];
// The facts of a node that are shown, newest first, each once.
function factsOf(node) {
  const found = new Set(linksOf[node].filter((i) => data.links[i].shown).flatMap((i) => data.links[i].facts));
  return newestFirst([...found]);
}
const newestFirst = (facts) => facts.sort((a, b) => data.facts[b].date.localeCompare(data.facts[a].date) || a - b);
const kindName = (node) => data.kinds[node.kind].one;
const isDark = () => document.documentElement.dataset.theme === "dark";
function announce(text) { byId("said").textContent = text; }
