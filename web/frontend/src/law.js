// The text of the act beside the drawing: a click on an element leads to its paragraphs. Markup, besides that of viewer.js:
//   data-paragraphs='{"element": {"said": "п. 16, ч. 3", "at": ["p16-3"]}}' on the drawing, <p data-law-said data-none="..."> near it.
export function readBeside({ host, viewer }, pick) {
  if (!host.dataset.paragraphs) return;
  const places = JSON.parse(host.dataset.paragraphs);
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  Object.keys(places).forEach((id) => registry.get(id) && canvas.addMarker(id, "has-law"));
  viewer.get("eventBus").on("element.click", ({ element }) => {
    const shape = element.labelTarget || element;
    if (shape === canvas.getRootElement() || shape.waypoints) return;
    pick(shape.id);
    turnTo(places[shape.id]?.at || []);
    tell(shape.businessObject.name || shape.id, places[shape.id]);
  });
}

function turnTo(anchors) {
  document.querySelectorAll(".q-para.is-picked").forEach((each) => each.classList.remove("is-picked"));
  const found = anchors.map((each) => document.getElementById(each)?.closest(".q-para")).filter(Boolean);
  found.forEach((each) => each.classList.add("is-picked"));
  const law = found[0]?.parentElement;
  if (law) law.scrollTop += found[0].getBoundingClientRect().top - law.getBoundingClientRect().top - 16;
}

function tell(name, place) {
  const line = document.querySelector("[data-law-said]");
  if (line) line.textContent = `${name}: ${place ? place.said : line.dataset.none}`;
}
