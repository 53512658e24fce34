// The same data as a table, and as CSV.
const COLUMNS = ["Service", "Authorities", "Others", "Kind", "State", "Inspection", "Words of the report", "Where"];
const PAGE = 200;

function rowOf(fact) {
  const names = fact.who.map((name) => (typeof name === "number" ? data.nodes[name].label : name)).join("; ");
  const others = [fact.by, fact.count !== null ? `${fact.count} other authorities counted` : "", ...fact.words.map((word) => `“${word}”`)];
  const where = fact.quotes.map((quote) => [quote.report, quote.page && `page ${quote.page}`,
    quote.paragraph && `paragraph ${quote.paragraph}`].filter(Boolean).join(", "));
  return [fact.label, names, others.filter(Boolean).join("; "), fact.kindName, fact.state, fact.date,
    fact.quotes.map((quote) => quote.text).join(" … "), [...new Set(where)].join("; ")];
}

const factRows = () => newestFirst(data.facts.map((_, i) => i).filter((i) => data.facts[i].shown)).map((i) => rowOf(data.facts[i]));
const measureRows = () => data.nodes.filter((node) => node.shown)
  .sort((a, b) => b.measures[0] - a.measures[0] || a.label.localeCompare(b.label))
  .map((node) => [node.label, kindName(node), node.region || "", ...node.measures]);
const MEASURES = ["Name", "Kind", "Region", "Neighbours", "Statements", "Betweenness", "Community", "Component"];

function showTable(place, caption, columns, rows) {
  const body = el("tbody");
  const more = el("button", { type: "button", click: () => add() }, "Show more rows");
  let shown = 0;
  function add() {
    body.append(...rows.slice(shown, shown + PAGE).map((row) => el("tr", {}, row.map((cell, i) => el(i ? "td" : "th",
      { scope: i ? null : "row", class: columns[i] === "Words of the report" ? "words" : null }, String(cell))))));
    shown = Math.min(shown + PAGE, rows.length);
    more.hidden = shown >= rows.length;
  }
  add();
  byId(place).replaceChildren(el("table", {}, el("caption", {}, `${caption}: ${rows.length} rows`),
    el("thead", {}, el("tr", {}, columns.map((name) => el("th", { scope: "col" }, name)))), body), more);
}

// Cells that a spreadsheet would take for a formula are marked as text.
function csvText(columns, rows) {
  const cell = (value) => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return "\ufeff" + [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function saveCsv() {
  const measures = byId("tab-measures").getAttribute("aria-selected") === "true";
  const text = measures ? csvText(MEASURES, measureRows()) : csvText(COLUMNS, factRows());
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = el("a", { href: address, download: measures ? "network-measures.csv" : "network.csv" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  announce("Saved as CSV");
}
