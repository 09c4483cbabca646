// The modeller of the studio: draws, asks the server for problems while drawing, hands the XML over.
//   <div id="modeler" data-diagram="url" data-lint="url"></div> <div id="panel"></div>
//   <form data-save> <input type="hidden" name="xml"> </form>  <ol id="problems"></ol>
import BpmnModeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, CamundaPlatformPropertiesProviderModule } from "bpmn-js-properties-panel";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import russian from "./ru.json";

const host = document.getElementById("modeler");
const PAUSE = 800;
// Kazakh readers get the Russian words of the modeller, English readers its own
const words = document.documentElement.lang === "en" ? {} : russian;
const translated = { translate: ["value", (text, values = {}) => (words[text] || text).replace(/{([^}]+)}/g, (all, name) => values[name] ?? all)] };

async function open() {
  const modeler = new BpmnModeler({
    container: host,
    propertiesPanel: { parent: "#panel" },
    additionalModules: [BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, CamundaPlatformPropertiesProviderModule, translated],
    moddleExtensions: { camunda },
  });
  const response = await fetch(host.dataset.diagram, { credentials: "same-origin" });
  await modeler.importXML(await response.text());
  fit(modeler.get("canvas"));
  watch(modeler);
  save(modeler);
  layOut(modeler);
}

// beside the palette, which lies over the left edge
function fit(canvas) {
  const left = 120, around = 20;
  const { inner, outer } = canvas.viewbox();
  const across = (outer.width - left - around) / inner.width;
  const scale = Math.min(1, Math.max(0.3, Math.min(across, (outer.height - 2 * around) / inner.height)));
  canvas.viewbox({ x: inner.x - left / scale, y: inner.y - around / scale, width: outer.width / scale, height: outer.height / scale });
}

function watch(modeler) {
  let timer;
  const later = () => { clearTimeout(timer); timer = setTimeout(() => lint(modeler), PAUSE); };
  modeler.on("commandStack.changed", later);
  later();
}

async function lint(modeler) {
  const { xml } = await modeler.saveXML({ format: true });
  const response = await post(host.dataset.lint, xml);
  if (response.ok) showProblems(modeler, (await response.json()).problems);
}

function post(url, xml) {
  const body = new FormData();
  body.append("xml", xml);
  body.append("name", host.dataset.name || "");
  body.append("csrf_token", document.querySelector("[data-save] [name=csrf_token]").value);
  return fetch(url, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
}

// The server draws the model anew. Opening the answer empties the stack of commands: what was before is kept here,
// for the button beside it and for Ctrl+Z when nothing else is left to undo.
function layOut(modeler) {
  const button = document.querySelector("[data-layout]");
  const back = document.querySelector("[data-layout-back]");
  const status = document.getElementById("layout-status");
  let before = null;
  const show = async (xml, previous, said) => {
    await modeler.importXML(xml);
    fit(modeler.get("canvas"));
    before = previous;
    back.hidden = !previous;
    status.textContent = said;
  };
  const restore = () => before && show(before, null, button.dataset.restored).then(() => button.focus());
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = button.dataset.working;
    try {
      const { xml } = await modeler.saveXML({ format: true });
      const response = await post(button.dataset.layout, xml);
      if (!response.ok) throw new Error((await response.json()).message);
      await show(await response.text(), xml, button.dataset.done);
    } catch (error) {
      status.textContent = `${button.dataset.failed}: ${error.message}`;
    }
    button.disabled = false;
    button.focus();
  });
  back.addEventListener("click", restore);
  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === "KeyZ";
    if (!isUndo || !before || modeler.get("commandStack").canUndo() || event.target.closest("input, textarea, [contenteditable]")) return;
    event.preventDefault();
    restore();
  }, true);
}

let faulty = [];
function showProblems(modeler, problems) {
  const canvas = modeler.get("canvas");
  const registry = modeler.get("elementRegistry");
  faulty.forEach((id) => registry.get(id) && canvas.removeMarker(id, "is-faulty"));
  faulty = problems.map((each) => each.element).filter((id) => registry.get(id));
  faulty.forEach((id) => canvas.addMarker(id, "is-faulty"));
  const list = document.getElementById("problems");
  list.replaceChildren(...problems.map((problem) => item(modeler, problem)));
  document.getElementById("problem-count").textContent = String(problems.length);
}

function item(modeler, problem) {
  const entry = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "q-textbutton";
  button.textContent = problem.name || problem.element || "—";
  button.addEventListener("click", () => {
    const element = modeler.get("elementRegistry").get(problem.element);
    if (element) { modeler.get("selection").select(element); modeler.get("canvas").scrollToElement(element); }
  });
  entry.append(button, document.createTextNode(` ${problem.message}`));
  entry.className = problem.severity === "error" ? "is-error" : "is-warning";
  return entry;
}

function save(modeler) {
  document.querySelectorAll("[data-save]").forEach((form) => form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    form.elements.xml.value = (await modeler.saveXML({ format: true })).xml;
    form.dataset.ready = "yes";
    // not inside the event: a form that is being submitted ignores it
    setTimeout(() => form.requestSubmit(event.submitter));
  }));
}

if (host) open().catch((error) => { host.textContent = `${host.dataset.failed}: ${error.message}`; });
