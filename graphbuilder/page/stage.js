// The picture: sigma draws shapes and lines in WebGL, the labels are drawn above them so that none lies on another.
let renderer = null;
const colourOf = (pair) => pair[isDark() ? 1 : 0];
const paper = () => (isDark() ? "#14191f" : "#ffffff");
const SHAPES = { circle: 0, ring: 1, square: 2, diamond: 3, triangle: 4 };

function faded(colour, keep = 0.16) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const ground = parts(paper());
  return "#" + parts(colour).map((part, i) => Math.round(part * keep + ground[i] * (1 - keep)).toString(16).padStart(2, "0")).join("");
}

const VERTEX = `
attribute vec4 a_id; attribute vec4 a_color; attribute vec2 a_position; attribute float a_size; attribute float a_shape;
attribute float a_angle;
uniform mat3 u_matrix; uniform float u_sizeRatio; uniform float u_correctionRatio;
varying vec4 v_color; varying vec2 v_place; varying float v_shape; varying float v_soft;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  vec2 away = size * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + away, 1.0)).xy, 0.0, 1.0);
  v_place = away / (size / 2.0); v_shape = a_shape; v_soft = 2.0 * u_correctionRatio / (size / 2.0);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;
const FRAGMENT = `
precision highp float;
varying vec4 v_color; varying vec2 v_place; varying float v_shape; varying float v_soft;
uniform vec3 u_paper;
void main() {
  vec2 p = v_place; float d = length(p) - 1.0;
  if (v_shape > 3.5) d = max(-p.y - 0.62, 0.866 * abs(p.x) + 0.5 * p.y - 0.5);
  else if (v_shape > 2.5) d = abs(p.x) + abs(p.y) - 1.0;
  else if (v_shape > 1.5) d = max(abs(p.x), abs(p.y)) - 0.78;
  #ifdef PICKING_MODE
  gl_FragColor = d < 0.15 ? v_color : vec4(0.0);
  #else
  float inside = 1.0 - smoothstep(-v_soft, 0.0, d);
  vec3 fill = v_shape > 0.5 && v_shape < 1.5 ? mix(v_color.rgb, u_paper, 1.0 - smoothstep(-0.34 - v_soft, -0.34, d)) : v_color.rgb;
  gl_FragColor = vec4(fill, 1.0) * inside;
  #endif
}`;

function shapeProgram() {
  const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
  return class extends Sigma.rendering.NodeProgram {
    getDefinition() {
      return { VERTICES: 3, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: TRIANGLES,
        UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_paper"],
        ATTRIBUTES: [{ name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: "a_shape", size: 1, type: FLOAT }],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
        CONSTANT_DATA: [[0], [2 * Math.PI / 3], [4 * Math.PI / 3]] };
    }
    processVisibleItem(id, at, node) {
      this.array.set([node.x, node.y, node.size, Sigma.utils.floatColor(node.color), id, SHAPES[node.shape]], at);
    }
    setUniforms({ sizeRatio, correctionRatio, matrix }, { gl, uniformLocations: at }) {
      gl.uniform1f(at.u_sizeRatio, sizeRatio); gl.uniform1f(at.u_correctionRatio, correctionRatio);
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      if (at.u_paper) gl.uniform3fv(at.u_paper, [1, 3, 5].map((i) => parseInt(paper().slice(i, i + 2), 16) / 255));
    }
  };
}

const tall = () => byId("stage").clientHeight > byId("stage").clientWidth * 1.05;

function buildStage() {
  const graph = new graphology.Graph({ type: "undirected", multi: true });
  const axis = tall() ? ["tx", "ty"] : ["x", "y"];
  data.nodes.forEach((node, i) => graph.addNode(i, { x: node[axis[0]], y: node[axis[1]], size: node.r * 0.8 }));
  data.links.forEach((link, i) => graph.addEdgeWithKey(`e${i}`, link.s, link.t, {}));
  renderer = new Sigma(graph, byId("stage"), { nodeProgramClasses: { shape: shapeProgram() }, defaultNodeType: "shape",
    allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: true, zIndex: true, stagePadding: data.nodes.length > 80 ? 34 : 60, minCameraRatio: 0.02,
    maxCameraRatio: 2.5, minEdgeThickness: 1.4, nodeReducer: (id, look) => nodeLook(Number(id), look), edgeReducer: (id) => edgeLook(Number(id.slice(1))),
    defaultDrawNodeHover: () => {}, itemSizesReference: "screen", zoomToSizeRatioFunction: (ratio) => Math.max(ratio, 0.1) ** 0.35 });
  fitSizes();
  renderer.on("resize", fitSizes);
  const labels = el("canvas", { id: "labels", "aria-hidden": "true" });
  byId("stage").append(labels);
  labels.style.cssText = "position:absolute;inset:0;pointer-events:none;width:100%;height:100%";
  renderer.on("afterRender", () => {
    drawLabels(labels);
    document.documentElement.dataset.drawn ||= String(Math.round(performance.now()));  // ms after the page was asked for
  });
  renderer.on("clickNode", ({ node }) => chooseNode(Number(node)));
  renderer.on("clickEdge", ({ edge }) => chooseLink(Number(edge.slice(1))));
  renderer.on("clickStage", ({ event }) => {
    const near = lineNear(event.x, event.y);
    if (near === null) clearChoice();
    else chooseLink(near);
  });
  const pointer = (hand) => () => { byId("stage").style.cursor = hand; };
  renderer.on("enterNode", ({ node }) => { state.hover = Number(node); pointer("pointer")(); renderer.refresh({ skipIndexation: true }); });
  renderer.on("leaveNode", () => { state.hover = null; pointer("grab")(); renderer.refresh({ skipIndexation: true }); });
  renderer.on("enterEdge", pointer("pointer"));
  renderer.on("leaveEdge", pointer("grab"));
}

// The line that passes within 8 pixels of a place: a line is thin, a finger is not.
function lineNear(x, y) {
  let best = null, least = 8;
  data.links.forEach((link, i) => {
    if (!link.shown) return;
    const [a, b] = [link.s, link.t].map((end) => renderer.graphToViewport(renderer.getGraph().getNodeAttributes(end)));
    const long = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
    const along = Math.min(1, Math.max(0, ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / (long || 1)));
    const far = Math.hypot(a.x + along * (b.x - a.x) - x, a.y + along * (b.y - a.y) - y);
    if (far < least) { least = far; best = i; }
  });
  return best;
}

// Shapes shrink where many share the stage; they grow again as one zooms in.
let fine = 1;
function fitSizes() {
  const [a, b] = [renderer.graphToViewport({ x: 0, y: 0 }, { cameraState: HOME }), renderer.graphToViewport({ x: 1, y: 0 }, { cameraState: HOME })];
  fine = Math.min(1, Math.max(0.45, Math.hypot(b.x - a.x, b.y - a.y) / 60));
}
const HOME = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };

// What is bright: the node or line that was chosen, or pointed at, and what it is joined to; null where all is.
function bright() {
  const centre = state.node ?? state.hover ?? null;
  if (centre !== null) return new Set([centre, ...neighbours(centre)]);
  if (state.link !== null) return new Set([data.links[state.link].s, data.links[state.link].t]);
  return null;
}
let lit = null;

function nodeLook(i, look) {
  const node = data.nodes[i], kind = data.kinds[node.kind];
  const on = !lit || lit.has(i);
  return { ...look, size: look.size * fine, shape: kind.shape, hidden: !node.shown, type: "shape",
    color: on ? colourOf(kind.colour) : faded(colourOf(kind.colour)), zIndex: on ? 2 : 1 };
}

function edgeLook(i) {
  const link = data.links[i];
  const centre = state.node ?? state.hover ?? null;
  const on = !lit || (state.link !== null ? i === state.link : link.s === centre || link.t === centre);
  const colour = colourOf(link.facts.length ? lineColour(link) : data.lines[data.lines.length - 1]);
  return { size: Math.min(2.2 + 0.8 * (link.facts.length - 1), 6) * Math.max(fine, 0.6), color: on ? colour : faded(colour, 0.2), hidden: !link.shown,
    zIndex: on ? 1 : 0 };
}

function lineColour(link) {
  const colours = [...new Set(link.facts.map((i) => data.facts[i].line))];
  return colours.length === 1 ? data.lines[colours[0]] : data.several;
}

function refreshStage() {
  lit = bright();
  if (renderer && !byId("picture").hidden) renderer.refresh();
}

// ------------------------------------------------ labels

function drawLabels(canvas) {
  const { width, height } = renderer.getDimensions(), ratio = window.devicePixelRatio || 1;
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) { canvas.width = width * ratio; canvas.height = height * ratio; }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const seen = visiblePlaces(width, height);
  const grid = new Map();
  putBox(grid, [width - 54, 0, width, 136, -1]);  // the zoom buttons
  seen.forEach((one) => putBox(grid, [one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r, one.i]));
  const lines = visibleLines(seen);
  seen.slice(0, 400).forEach((one) => drawLabel(pen, one, grid, lines, width, height));
  [state.node, state.cursor].filter((i) => i !== null).forEach((i) => ring(pen, seen.find((one) => one.i === i)));
}

function visiblePlaces(width, height) {
  const few = data.nodes.filter((node) => node.shown).length <= 60;
  const found = [];
  data.nodes.forEach((node, i) => {
    const look = renderer.getNodeDisplayData(i);
    if (!node.shown || !look) return;
    const { x, y } = renderer.framedGraphToViewport(look);
    if (x < -40 || y < -40 || x > width + 40 || y > height + 40) return;
    const chosen = i === state.node || i === state.cursor || i === state.hover;
    const dim = lit && !lit.has(i);
    const quiet = node.kind === "unnamed";
    const text = dim ? "" : quiet && !few && !lit ? node.short : node.label;
    const hub = node.measures[0] >= 3 && (node.kind === "regional-adoption-agency" || node.kind === "body");
    const rank = (chosen ? 1e6 : 0) + (lit && lit.has(i) ? 1e4 : 0) + (quiet ? -1e3 : 0) + (hub ? 100 : 0)
      + ({ "regional-adoption-agency": 50, body: 20 }[node.kind] || 0)
      + node.measures[0] * (node.kind === "authority" ? 1 : 12);
    found.push({ i, x, y, r: renderer.scaleSize(look.size), text, rank, quiet, chosen, strong: chosen || hub });
  });
  return found.sort((a, b) => b.rank - a.rank || a.i - b.i);
}

const CELL = 80;
function cellsOf([left, top, right, bottom]) {
  const found = [];
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) found.push(`${x},${y}`);
  }
  return found;
}
function putBox(grid, box) {
  cellsOf(box).forEach((cell) => { if (grid.has(cell)) grid.get(cell).push(box); else grid.set(cell, [box]); });
}
// The labels (-1) and shapes that a box would lie on.
function inTheWay(grid, box, own) {
  const near = new Set(cellsOf(box).flatMap((cell) => grid.get(cell) || []));
  return [...near].filter((other) => other[4] !== own
    && box[0] <= other[2] + 2 && other[0] <= box[2] + 2 && box[1] <= other[3] && other[1] <= box[3]);
}

// Beside the shape, above or below it; for the names that matter most also further off, with a line to the shape.
function labelPlaces(one, wide, high, width) {
  const within = (x) => Math.min(Math.max(x, 3), width - wide - 3);
  return (one.strong ? [4, 14, 26] : [4]).flatMap((more) => {
    const gap = one.r + more, aslant = gap * 0.7;
    const sides = [[one.x + gap, one.y - high / 2], [one.x - gap - wide, one.y - high / 2], [within(one.x - wide / 2), one.y + gap],
      [within(one.x - wide / 2), one.y - gap - high]];
    const corners = [[one.x + aslant, one.y + aslant], [one.x + aslant, one.y - aslant - high],
      [one.x - aslant - wide, one.y + aslant], [one.x - aslant - wide, one.y - aslant - high]];
    return (one.strong ? [...sides, ...corners] : sides).map(([left, top]) => ({ left, top, far: more > 4 }));
  });
}

// A long name in two lines, parted near its middle.
function wrapped(text) {
  const spaces = [...text.matchAll(/ /g)].map((found) => found.index);
  if (text.length < 23 || !spaces.length) return [text];
  const middle = spaces.reduce((a, b) => (Math.abs(b - text.length / 2) < Math.abs(a - text.length / 2) ? b : a));
  return [text.slice(0, middle), text.slice(middle + 1)];
}

function drawLabel(pen, one, grid, lines, width, height) {
  if (!one.text) return;
  const size = fine < 0.6 ? 12 : 13, words = wrapped(one.text), high = size * 1.15 * words.length;
  pen.font = `${one.strong ? "600 " : ""}${size}px system-ui, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif`;
  const wide = Math.max(...words.map((text) => pen.measureText(text).width));
  let best = null;
  for (const [order, { left, top, far }] of labelPlaces(one, wide, high, width).entries()) {
    const box = [left, top, left + wide, top + high, -1];
    if (left < 2 || left + wide > width - 2 || top < 2 || top + high > height - 2) continue;
    const hit = inTheWay(grid, box, one.i);
    if (hit.some((other) => other[4] === -1) || hit.length > (one.chosen ? 9 : one.strong ? 2 : 0)) continue;
    const cost = hit.length * 4 + lines.filter((line) => crosses(line, box)).length + order * 0.05 + (far ? 1.5 : 0);
    if (!best || cost < best.cost) best = { box, cost, far };
  }
  if (!best) return;
  putBox(grid, best.box);
  writeLabel(pen, one, words, size, best);
}

function writeLabel(pen, one, words, size, { box, far }) {
  const ink = one.quiet ? (isDark() ? "#aeb9c4" : "#4f5a66") : (isDark() ? "#e9eef3" : "#1b2430");
  if (far) {
    pen.beginPath(); pen.moveTo(one.x, one.y);
    pen.lineTo(Math.min(Math.max(one.x, box[0]), box[2]), Math.min(Math.max(one.y, box[1]), box[3]));
    pen.lineWidth = 1; pen.strokeStyle = ink; pen.stroke();
  }
  pen.lineWidth = 4; pen.lineJoin = "round"; pen.strokeStyle = paper(); pen.fillStyle = ink; pen.textAlign = "center";
  words.forEach((text, row) => {
    const place = [(box[0] + box[2]) / 2, box[1] + size * (0.92 + 1.15 * row)];
    pen.strokeText(text, ...place);
    pen.fillText(text, ...place);
  });
}

// True where a line passes through a box (Liang and Barsky's clipping).
function crosses([from, to], box) {
  let first = 0, last = 1;
  for (const axis of [0, 1]) {
    const along = to[axis] - from[axis];
    for (const [edge, sign] of [[box[axis], -1], [box[axis + 2], 1]]) {
      const room = sign * (edge - from[axis]), speed = sign * along;
      if (speed === 0 && room < 0) return false;
      if (speed < 0) first = Math.max(first, room / speed);
      if (speed > 0) last = Math.min(last, room / speed);
    }
  }
  return first <= last;
}

// The lines on the stage, for labels to keep clear of; none where there are too many to look at each time.
function visibleLines(seen) {
  const at = new Map(seen.map((one) => [one.i, [one.x, one.y]]));
  const lines = data.links.filter((link) => link.shown && at.has(link.s) && at.has(link.t));
  return lines.length > 600 ? [] : lines.map((link) => [at.get(link.s), at.get(link.t)]);
}

function ring(pen, one) {
  if (!one) return;
  pen.beginPath(); pen.arc(one.x, one.y, one.r + 5, 0, 2 * Math.PI);
  pen.lineWidth = 3; pen.strokeStyle = isDark() ? "#ffffff" : "#1b2430"; pen.stroke();
}

// ------------------------------------------------ walking with the keys

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function walk(direction) {
  const places = data.nodes.map((node, i) => ({ i, node, ...renderer.graphToViewport(renderer.getGraph().getNodeAttributes(i)) }))
    .filter((one) => one.node.shown);
  if (!places.length) return;
  const from = places.find((one) => one.i === state.cursor);
  const next = from ? nearestTowards(places, from, direction) : places.reduce((a, b) => (b.node.measures[0] > a.node.measures[0] ? b : a));
  if (!next) return announce("Nothing further in that direction");
  moveCursor(next.i);
}

function nearestTowards(places, from, [across, down]) {
  let best = null, least = Infinity;
  for (const one of places) {
    const dx = one.x - from.x, dy = one.y - from.y, ahead = dx * across + dy * down, aside = Math.abs(dx * down) + Math.abs(dy * across);
    if (one.i === from.i || ahead <= 0.5 || aside > ahead * 2.2) continue;
    const far = ahead + 1.6 * aside;
    if (far < least) { least = far; best = one; }
  }
  return best;
}

function moveCursor(i) {
  state.cursor = i;
  const node = data.nodes[i], near = neighbours(i);
  announce(`${node.label}, ${kindName(node)}${node.region ? `, ${node.region}` : ""}. Joined to ${near.length}: ${near.slice(0, 5)
    .map((one) => data.nodes[one].label).join(", ")}${near.length > 5 ? " and more" : ""}. Enter opens its facts.`);
  bringIntoView(i);
  renderer.refresh({ skipIndexation: true });
}

function bringIntoView(i) {
  const { x, y } = renderer.graphToViewport(renderer.getGraph().getNodeAttributes(i)), { width, height } = renderer.getDimensions();
  if (x > 30 && y > 30 && x < width - 30 && y < height - 30) return;
  const look = renderer.getNodeDisplayData(i);
  renderer.getCamera().setState({ x: look.x, y: look.y });
}

function stageKeys(event) {
  if (!renderer) return;
  const camera = renderer.getCamera();
  if (ARROWS[event.key]) walk(ARROWS[event.key]);
  else if (event.key === "Enter" && state.cursor !== null) chooseNode(state.cursor, true);
  else if (event.key === "Escape") clearChoice();
  else if (event.key === "+" || event.key === "=") camera.setState({ ratio: camera.ratio / 1.4 });
  else if (event.key === "-") camera.setState({ ratio: camera.ratio * 1.4 });
  else if (event.key === "0") fitStage();
  else return;
  event.preventDefault();
}

// The camera on a node and its neighbours, where they are small in the picture.
function showAround(i) {
  const places = [i, ...neighbours(i)].map((one) => renderer.getNodeDisplayData(one)).filter(Boolean);
  const [xs, ys] = [places.map((one) => one.x), places.map((one) => one.y)];
  const middle = (values) => (Math.max(...values) + Math.min(...values)) / 2, size = (values) => Math.max(...values) - Math.min(...values);
  const ratio = Math.min(1, Math.max(0.12, Math.max(size(xs), size(ys)) * 1.9));
  if (ratio < 0.75) renderer.getCamera().setState({ x: middle(xs), y: middle(ys), ratio });
}

function fitStage() { if (renderer) renderer.getCamera().setState(HOME); }
