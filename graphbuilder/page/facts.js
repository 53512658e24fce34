// The panel at the side: what the reports say of the shape or the line that was chosen.
const nameButton = (i) => el("button", { type: "button", class: "link", click: () => chooseNode(i, true) }, data.nodes[i].label);
const inspected = (fact) => [fact.date && `inspection of ${fact.date}`, fact.framework].filter(Boolean).join(", ");

function quoteParts(quote) {
  const place = [quote.page && `page ${quote.page}`, quote.paragraph && `paragraph ${quote.paragraph}`].filter(Boolean);
  return [el("blockquote", {}, quote.text), el("cite", {}, [quote.report, ...place].join(", ") + ` (${quote.file})`)];
}

function factParts(i) {
  const fact = data.facts[i];
  const partners = fact.who.map((name) => (typeof name === "number" ? data.nodes[name].label : name)).join(", ");
  const delivered = fact.by ? `Delivered by ${fact.by}.` : "";
  const unnamed = fact.words.length ? `Partners in the report’s words: “${fact.words.join("”, “")}”.` : "";
  const count = fact.count !== null ? `${fact.count} other ${fact.count === 1 ? "authority" : "authorities"} counted.` : "";
  return el("article", { class: "fact" },
    el("h4", {}, fact.label),
    el("p", {}, [partners, delivered, count, unnamed].filter(Boolean).join(" · ")),
    el("p", { class: "quiet" }, [fact.kindName, fact.state, inspected(fact)].filter(Boolean).join(" · ")),
    fact.quotes.map(quoteParts),
    el("p", { class: "quiet" }, `Rule ${fact.rule}, confidence ${fact.confidence}`));
}

function listOf(items) {
  return el("ul", { class: "names" }, items.map(([i, note]) => el("li", {}, nameButton(i), el("span", { class: note.length < 18 ? "quiet short" : "quiet" }, note))));
}

// For each neighbour of one sort: what the lines to it stand for.
function joined(node, test) {
  return neighbours(node).filter((i) => test(data.nodes[i])).sort((a, b) => data.nodes[a].label.localeCompare(data.nodes[b].label))
    .map((i) => {
      const facts = linksOf[node].filter((one) => data.links[one].shown && otherEnd(data.links[one], node) === i)
        .flatMap((one) => data.links[one].facts);
      const years = [...new Set(facts.map((one) => data.facts[one].year).filter(Boolean))].sort().join(", ");
      return [i, [...new Set(facts.map((one) => data.facts[one].label))].join(", ") + (years ? ` (${years})` : "")];
    });
}

const SECTIONS = {
  shared: {
    authority: [["Bodies that serve", (n) => n.kind !== "authority" && n.kind !== "unnamed"],
      ["Shares services with", (n) => n.kind === "authority"], ["Partners not named", (n) => n.kind === "unnamed"]],
    other: [["Serves", (n) => n.kind === "authority"], ["Partners not named", (n) => n.kind === "unnamed"]],
  },
  rest: { authority: [["Joined to", () => true]], other: [["Joined to", () => true]] },
};

function nodeParts(i) {
  const node = data.nodes[i];
  const sections = (SECTIONS[data.view] || SECTIONS.rest)[node.kind === "authority" ? "authority" : "other"];
  const lists = sections.flatMap(([title, test]) => {
    const items = joined(i, test);
    const heading = title === "Bodies that serve" ? `${title} ${node.label}` : title;
    return items.length ? [el("h3", {}, `${heading} (${items.length})`), listOf(items)] : [];
  });
  const facts = factsOf(i);
  return [el("h2", {}, node.label), el("p", { class: "quiet" }, [kindName(node), node.region, node.note].filter((part, n, all) => part && all.indexOf(part) === n).join(" · ")),
    lists, partsOf(i), facts.length ? el("h3", {}, `What the reports say (${facts.length})`) : null, facts.slice(0, 60).map(factParts),
    facts.length > 60 ? el("p", {}, `${facts.length - 60} more stand in the table.`) : null];
}

// Named agencies that take part in the authority's services: not drawn, but asked for ("which bodies serve …?").
function partsOf(i) {
  const parts = (data.parts[i] || []).filter((one) => one.year === null || (one.year >= state.since && one.year <= state.until));
  if (!parts.length) return null;
  return el("details", {}, el("summary", {}, `Agencies that take part in its services (${parts.length})`),
    parts.map((one) => el("article", { class: "fact" }, el("h4", {}, one.agency),
      el("p", { class: "quiet" }, [`${one.role} in the ${one.service}`, inspected(one)].filter(Boolean).join(" · ")),
      one.quotes.map(quoteParts))));
}

function linkParts(i) {
  const link = data.links[i];
  return [el("h2", {}, `${data.nodes[link.s].label} – ${data.nodes[link.t].label}`),
    listOf([[link.s, kindName(data.nodes[link.s])], [link.t, kindName(data.nodes[link.t])]]),
    newestFirst([...link.facts]).map(factParts)];
}

const FEW = 8;  // so many facts stand in the overview itself
function overviewParts() {
  const isBody = (i) => !["authority", "unnamed", "inspection", "judgement"].includes(data.nodes[i].kind);
  const served = (i) => neighbours(i).filter((one) => data.nodes[one].kind === "authority").length;
  const shown = data.nodes.map((_, i) => i).filter((i) => data.nodes[i].shown);
  const rank = (items, size) => items.map((i) => [i, size(i)]).filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1] || data.nodes[a[0]].label.localeCompare(data.nodes[b[0]].label));
  const bodies = rank(shown.filter(isBody), data.view === "shared" ? served : (i) => neighbours(i).length);
  const adoption = bodies.filter(([i]) => data.nodes[i].kind === "regional-adoption-agency");
  const others = bodies.filter(([i]) => data.nodes[i].kind !== "regional-adoption-agency");
  const sharing = rank(shown.filter((i) => data.nodes[i].kind === "authority"),
    (i) => neighbours(i).filter((one) => data.nodes[one].kind === "authority").length).slice(0, 8);
  const words = (n) => `${n} ${n === 1 ? data.countWords[0] : data.countWords[1]}`;
  const section = (title, items, say, open) => (items.length ? el("details", { open }, el("summary", {}, `${title} (${items.length})`),
    listOf(items.map(([i, n]) => [i, say(n)]))) : null);
  const facts = newestFirst(data.facts.map((_, i) => i).filter((i) => data.facts[i].shown));
  const few = facts.length > 0 && facts.length <= FEW;
  return [el("h2", {}, few ? `What the reports say (${facts.length})` : "Who the hubs are"), el("p", { class: "quiet" }, "Choose a name, a shape or a line to read what the reports say."),
    section("Regional adoption agencies", adoption, words, true), section(data.otherBodies, others.slice(0, 40), words, !adoption.length),
    section("Authorities that share with most others", sharing, (n) => `${n} ${n === 1 ? "authority" : "authorities"}`, true),
    few ? facts.map(factParts) : null,
    data.alone.length ? el("details", {}, el("summary", {}, `Inspected, and no shared service stated (${data.alone.length})`),
      el("p", {}, data.alone.join(", "))) : null];
}

function showFacts() {
  const parts = state.node !== null ? nodeParts(state.node) : state.link !== null ? linkParts(state.link) : overviewParts();
  const back = state.node !== null || state.link !== null
    ? el("button", { type: "button", id: "back", click: () => clearChoice() }, "Back to the overview") : null;
  byId("facts").replaceChildren(...[back, parts].flat(3).filter(Boolean));
  byId("facts").scrollTop = 0;
}
