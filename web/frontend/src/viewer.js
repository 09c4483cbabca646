// A drawing with the path of a case on it. Markup:
//   <div data-diagram="url of the XML" data-path='{"taken": [], "completed": {}, "active": [], "incidents": []}'></div>
// Buttons with data-zoom="in|out|fit" inside the same [data-diagram-frame] steer it. Links with data-element pick an element.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { readBeside } from "./law.js";

const empty = { taken: [], completed: {}, active: [], incidents: [] };

async function open(host) {
  const viewer = new NavigatedViewer({ container: host });
  const response = await fetch(host.dataset.diagram, { credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  await viewer.importXML(await response.text());
  const island = { host, viewer, marked: [] };
  name(host);
  fit(island);
  show(island, JSON.parse(host.dataset.path || "{}"));
  steer(island);
  readBeside(island, (id) => pick(island, id));
  return island;
}

// one stop of the keyboard: the drawing itself, which Ctrl and the arrows move. The same is said in words beside it
function name(host) {
  const drawing = host.querySelector("svg[tabindex]");
  drawing?.setAttribute("role", "img");
  drawing?.setAttribute("aria-label", host.getAttribute("aria-label"));
}

function fit({ viewer, host }) {
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const least = Number(host.dataset.least || 0.55);
  if (canvas.zoom() < least) {
    const box = canvas.viewbox();
    canvas.zoom(least);
    canvas.viewbox({ ...canvas.viewbox(), x: box.inner.x - 20, y: box.inner.y - 20 });
  }
}

function show(island, path) {
  const { viewer } = island;
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  for (const [id, marker] of island.marked) canvas.removeMarker(id, marker);
  overlays.clear();
  island.marked = [];
  const mark = (id, marker) => {
    if (!registry.get(id)) return;
    canvas.addMarker(id, marker);
    island.marked.push([id, marker]);
  };
  const state = { ...empty, ...path };
  state.taken.forEach((id) => mark(id, "is-done"));
  Object.keys(state.completed).forEach((id) => mark(id, "is-done"));
  for (const [id, times] of Object.entries(state.completed)) {
    // a tick on tasks: what is done is not told by colour alone
    if (registry.get(id)?.width >= 80) overlays.add(id, { position: { top: 3, right: 17 }, html: chip("q-passed", "✓") });
    if (times > 1 && registry.get(id)) {
      overlays.add(id, { position: { bottom: 9, right: 9 }, html: chip("q-count", `${times}×`) });
    }
  }
  state.active.forEach((id) => {
    if (registry.get(id)?.children?.length) return; // a scope that is open: what is inside it says where the case is
    mark(id, "is-now");
    if (registry.get(id)) overlays.add(id, { position: { top: -9, left: -9 }, html: chip("q-token", "") });
  });
  state.incidents.forEach((id) => mark(id, "is-stuck"));
  const now = state.active.find((id) => !registry.get(id)?.children?.length);
  if (now) reveal(island, now);
}

function chip(kind, text) {
  const element = document.createElement("div");
  element.className = kind;
  element.textContent = text;
  return element;
}

function reveal({ viewer }, id) {
  const canvas = viewer.get("canvas");
  const element = viewer.get("elementRegistry").get(id);
  if (!element || element.width === undefined) return;
  const box = canvas.viewbox();
  const inside =
    element.x >= box.x && element.y >= box.y &&
    element.x + element.width <= box.x + box.width && element.y + element.height <= box.y + box.height;
  if (!inside) {
    canvas.viewbox({
      x: Math.max(box.inner.x - 20, element.x + element.width / 2 - box.width / 2),
      y: Math.max(box.inner.y - 20, element.y + element.height / 2 - box.height / 2),
      width: box.width, height: box.height,
    });
  }
}

function pick(island, id) {
  const canvas = island.viewer.get("canvas");
  if (island.picked) canvas.removeMarker(island.picked, "is-picked");
  island.picked = island.viewer.get("elementRegistry").get(id) ? id : null;
  if (island.picked) { canvas.addMarker(id, "is-picked"); reveal(island, id); }
}

function steer(island) {
  const frame = island.host.closest("[data-diagram-frame]") || document;
  frame.querySelectorAll("[data-zoom]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") island.viewer.get("canvas").zoom("fit-viewport", "auto");
      else island.viewer.get("zoomScroll").stepZoom(button.dataset.zoom === "in" ? 1 : -1);
    });
  });
  document.querySelectorAll(`[data-element]`).forEach((link) => {
    if (link.dataset.of && link.dataset.of !== island.host.id) return;
    link.addEventListener("click", (event) => {
      if (link.tagName !== "A" || link.getAttribute("href") === "#" || link.dataset.stay) event.preventDefault();
      pick(island, link.dataset.element);
    });
  });
  island.viewer.get("eventBus").on("element.click", ({ element }) => {
    document.dispatchEvent(new CustomEvent("q:element", { detail: { id: element.id, host: island.host } }));
  });
  document.addEventListener("q:path", ({ detail }) => {
    if (!detail.host || detail.host === island.host.id) show(island, detail.path);
  });
  document.addEventListener("q:pick", ({ detail }) => pick(island, detail.id));
}

function start(host) {
  open(host).catch(() => {
    host.textContent = host.dataset.failed || "";
    host.classList.add("is-failed");
    host.setAttribute("role", "alert");
  });
}

// a drawing inside a closed <details> has no size: it is opened with it
document.querySelectorAll("[data-diagram]").forEach((host) => {
  const fold = host.closest("details:not([open])");
  if (fold) fold.addEventListener("toggle", () => start(host), { once: true });
  else start(host);
});
