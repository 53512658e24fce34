// The controls, and what they set in motion.
function chooseNode(i, focus = false) {
  Object.assign(state, { node: i, link: null, cursor: i });
  if (renderer && focus && !byId("picture").hidden) showAround(i);
  changed(focus);
  announce(`${data.nodes[i].label} chosen; ${factsOf(i).length} statements in the facts panel`);
}
function chooseLink(i) {
  Object.assign(state, { link: i, node: null });
  changed(false);
  announce(`${byId("facts").querySelector("h2").textContent} chosen`);
}
function clearChoice() {
  if (state.node !== null) fitStage();
  Object.assign(state, { node: null, link: null });
  changed(false);
}
function changed(focus) {
  refreshStage();
  showFacts();
  if (focus) byId("facts").focus();
}

function filtersChanged() {
  applyFilters();
  const shown = data.nodes.filter((node) => node.shown).length, facts = data.facts.filter((fact) => fact.shown).length;
  byId("since-shown").textContent = state.since || "the beginning";
  byId("until-shown").textContent = state.until || "the end";
  byId("notice").hidden = Boolean(renderer || !data.nodes.length) && shown > 0;
  if (!shown) byId("notice").textContent = data.nodes.length ? "Nothing fits these filters; “Show all” takes them back."
    : "No report states anything that fits what was asked for. Try fewer filters, another service type or more steps.";
  else if (!renderer) byId("notice").textContent = NO_WEBGL;
  refreshStage();
  showFacts();
  showTables();
  announce(`${shown} shapes and ${facts} statements shown`);
}
const NO_WEBGL = "The picture cannot be drawn, as WebGL is off in this browser. The table holds the same data.";

function showTables() {
  if (!byId("table").hidden) showTable("table", "What the reports state", COLUMNS, factRows());
  if (!byId("measures").hidden) showTable("measures", "Measures of the whole network asked for", MEASURES, measureRows());
}

// ------------------------------------------------ legend and filters

function sign(kind) {
  const [shape, colour] = [data.kinds[kind].shape, colourOf(data.kinds[kind].colour)];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const paths = { circle: "M8 1a7 7 0 1 0 .01 0z", ring: "M8 2a6 6 0 1 0 .01 0z", square: "M2 2h12v12H2z", diamond: "M8 0l8 8-8 8-8-8z",
    triangle: "M8 1l7 13H1z" };
  for (const [name, value] of Object.entries({ width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" })) svg.setAttribute(name, value);
  const look = { d: paths[shape], fill: shape === "ring" ? "none" : colour, stroke: colour, "stroke-width": shape === "ring" ? 2.5 : 0 };
  for (const [name, value] of Object.entries(look)) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}
function stroke(pair) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries({ width: 22, height: 10, "aria-hidden": "true" })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ d: "M0 5h22", stroke: colourOf(pair), "stroke-width": 4 })) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}

function tick(text, picture, count, on, turn) {
  return el("label", { class: "tick" }, el("input", { type: "checkbox", checked: on, change: (event) => { turn(event.target.checked); filtersChanged(); } }),
    picture, el("span", {}, text), el("span", { class: "count" }, String(count)));
}
const toggle = (set, value) => (on) => { if (on) set.add(value); else set.delete(value); };

function drawLegend() {
  const kinds = Object.entries(data.kinds).map(([kind, look]) => tick(look.many, sign(kind),
    data.nodes.filter((node) => node.kind === kind).length, state.kinds.has(kind), toggle(state.kinds, kind)));
  const types = data.types.map((type, i) => tick(type.label, stroke(data.lines[type.line]),
    data.facts.filter((fact) => fact.type === i).length, state.types.has(i), toggle(state.types, i)));
  byId("kinds").replaceChildren(byId("kinds").firstElementChild, ...kinds);
  const several = data.links.some((link) => new Set(link.f.map((i) => data.facts[i].line)).size > 1);
  byId("types").replaceChildren(byId("types").firstElementChild, ...types,
    several ? el("p", { class: "tick quiet" }, stroke(data.several), "several of these") : "");
  byId("types").hidden = !data.types.length;
}

function option(select, values, all) {
  byId(select).replaceChildren(el("option", { value: "" }, all), ...values.map(([value, text]) => el("option", { value }, text)));
  byId(select).addEventListener("change", (event) => { state[select] = event.target.value; filtersChanged(); });
  byId(select).parentElement.hidden = values.length < 2;
}

function slider(name, other, clash) {
  const [first, last] = data.years, input = byId(name);
  Object.assign(input, { min: first ?? 0, max: last ?? 0, value: state[name] ?? 0, disabled: first === last });
  input.addEventListener("input", () => {
    state[name] = Number(input.value);
    if (clash(state[name], state[other])) { state[other] = state[name]; byId(other).value = state[name]; }
    filtersChanged();
  });
}

function resetFilters() {
  Object.assign(state, { types: new Set(data.types.map((_, i) => i)), kinds: new Set(Object.keys(data.kinds)), region: "", kind: "",
    since: data.years[0], until: data.years[1] });
  for (const name of ["region", "kind"]) byId(name).value = "";
  for (const name of ["since", "until"]) byId(name).value = state[name] ?? 0;
  drawLegend();
  filtersChanged();
  fitStage();
}

// ------------------------------------------------ search

const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
let choice = -1;

function search() {
  const words = plain(byId("search").value);
  const hits = !words ? [] : data.nodes.map((node, i) => ({ i, node, at: plain(node.label).indexOf(words) }))
    .filter((hit) => hit.at >= 0 && hit.node.shown && hit.node.kind !== "unnamed")
    .sort((a, b) => a.at - b.at || a.node.label.localeCompare(b.node.label)).slice(0, 12);
  choice = hits.length ? 0 : -1;
  byId("found").replaceChildren(...(hits.length ? hits.map((hit, n) => el("li", { role: "option", id: `hit-${n}`, "data-node": hit.i,
    "aria-selected": String(n === 0), mousedown: (event) => { event.preventDefault(); take(hit.i); } }, hit.node.label, " ",
  el("small", {}, kindName(hit.node)))) : [el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No such name in this network")]));
  openHits(Boolean(words));
}
function openHits(open) {
  byId("found").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  if (open && choice >= 0) byId("search").setAttribute("aria-activedescendant", `hit-${choice}`);
  else byId("search").removeAttribute("aria-activedescendant");
}
function take(i) {
  openHits(false);
  byId("search").value = data.nodes[i].label;
  chooseNode(i, true);
}
function searchKeys(event) {
  const hits = [...byId("found").querySelectorAll("[data-node]")];
  if (event.key === "Escape") openHits(false);
  if (event.key === "Enter" && hits[choice] && !byId("found").hidden) take(Number(hits[choice].dataset.node));
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || !hits.length) return;
  event.preventDefault();
  choice = (choice + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length;
  hits.forEach((hit, n) => hit.setAttribute("aria-selected", String(n === choice)));
  openHits(true);
}

// ------------------------------------------------ tabs, theme, start

const TABS = ["picture", "table", "measures"];
function openTab(name) {
  TABS.forEach((one) => {
    byId(one).hidden = one !== name;
    byId(`tab-${one}`).setAttribute("aria-selected", String(one === name));
    byId(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  });
  showTables();
  if (name === "picture" && renderer) {
    renderer.resize();
    refreshStage();
  }
}
function tabKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
  if (!step) return;
  const usable = TABS.filter((one) => !byId(`tab-${one}`).disabled);
  const next = usable[(usable.indexOf(event.target.id.slice(4)) + step) % usable.length] || usable[0];
  openTab(next);
  byId(`tab-${next}`).focus();
}
function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").textContent = dark ? "Light" : "Dark";
  drawLegend();
  if (renderer) refreshStage();
}

function start() {
  applyFilters();
  setTheme(window.matchMedia("(prefers-color-scheme: dark)").matches);
  byId("theme").addEventListener("click", () => setTheme(!isDark()));
  byId("filters").open = window.innerWidth > 900;
  option("region", data.regions.map((name) => [name, name]), "All regions");
  option("kind", data.arrangementKinds, "All kinds");
  slider("since", "until", (a, b) => a > b);
  slider("until", "since", (a, b) => a < b);
  byId("reset").addEventListener("click", resetFilters);
  byId("search").addEventListener("input", search);
  byId("search").addEventListener("keydown", searchKeys);
  byId("search").addEventListener("blur", () => openHits(false));
  byId("csv").addEventListener("click", saveCsv);
  TABS.forEach((name) => byId(`tab-${name}`).addEventListener("click", () => openTab(name)));
  document.querySelector("[role=tablist]").addEventListener("keydown", tabKeys);
  if (window.Sigma && data.nodes.length) startStage();
  else withoutStage();
  filtersChanged();
  document.documentElement.dataset.ready = "true";
}
function startStage() {
  buildStage();
  byId("stage").addEventListener("keydown", stageKeys);
  byId("nearer").addEventListener("click", () => renderer.getCamera().animatedZoom({ duration: 150 }));
  byId("further").addEventListener("click", () => renderer.getCamera().animatedUnzoom({ duration: 150 }));
  byId("fit").addEventListener("click", fitStage);
}
function withoutStage() {
  byId("tab-picture").disabled = true;
  byId("csv").disabled = !data.nodes.length;
  openTab("table");
}
start();
