// What tests/browser/keyboard.py asks of the page it walks over.
(() => {
  const STOPS = "a[href], button, input, select, textarea, summary, iframe, [tabindex]";
  const visited = new Set();

  // of a group of radio buttons one is a stop
  const key = (stop) => (stop.type === "radio" ? `radio ${stop.name}` : stop);
  const name = (stop) => {
    const said = stop.id || stop.getAttribute("aria-label") || stop.name || stop.textContent.trim();
    return `${stop.tagName.toLowerCase()} "${said.slice(0, 80)}"`;
  };
  const isStop = (each) =>
    each.tabIndex >= 0 && !each.disabled && each.type !== "hidden" && each.checkVisibility({ visibilityProperty: true });

  // lies anything over the place where it is pressed?
  const isCovered = (stop) => {
    const box = stop.getBoundingClientRect();
    const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.y + Math.min(box.height / 2, 12), 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    const own = [stop, ...(stop.labels || [])];
    return !top || !(top.contains(stop) || own.some((each) => each.contains(top)));
  };

  // on how many sides is a ring of this width cut off by what it lies in?
  const cutOff = (stop, width) => {
    const edges = ({ top, left, bottom, right }) => [top, left, -bottom, -right];
    const sides = edges(stop.getBoundingClientRect()).map((side) => side - width);
    const cut = new Set();
    for (let at = stop.parentElement; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      edges(at.getBoundingClientRect()).forEach((edge, n) => { if (sides[n] < edge - 0.5) cut.add(n); });
    }
    return cut.size;
  };
  const hasRing = (stop) => {
    const style = getComputedStyle(stop);
    const isClear = /^rgba\(.*, 0\)$/.test(style.outlineColor);
    const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1 && !isClear;
    if (isOutlined && parseFloat(style.outlineOffset) < 0) return true;
    return (isOutlined || style.boxShadow.includes("0px 0px 0px 3px")) && cutOff(stop, 3) < 2;
  };

  const step = () => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    if (visited.has(key(at))) return { faults: [], isRound: at.classList.contains("q-skip") };
    visited.add(key(at));
    const faults = [];
    if (!hasRing(at)) faults.push(`the focus cannot be seen on ${name(at)}`);
    if (isCovered(at)) faults.push(`something lies over ${name(at)} when it has the focus`);
    return { faults, isRound: false };
  };
  const missed = () => [...document.querySelectorAll(STOPS)].filter((each) => isStop(each) && !visited.has(key(each))).map(name);

  // marks of an error that a reader does not hear
  const silent = () => {
    const summary = document.querySelector(".q-faults");
    const faults = [];
    if (summary.getAttribute("role") !== "alert") faults.push("the summary of the errors is no alert");
    for (const link of summary.querySelectorAll("a")) {
      const field = document.getElementById(link.hash.slice(1));
      if (!field?.matches("input, select, textarea, button")) faults.push(`the error "${link.textContent}" leads to no field`);
    }
    const isSaid = (field) => (field.getAttribute("aria-describedby") || "").split(/\s+/)
      .some((id) => document.getElementById(id)?.matches(".q-wrong, .q-faults *"));
    for (const wrong of document.querySelectorAll(".q-field--wrong, [aria-invalid=true]")) {
      const told = [wrong, ...wrong.querySelectorAll("[aria-invalid=true], fieldset")];
      if (!told.some(isSaid)) faults.push(`the error is not said with its field: ${wrong.outerHTML.slice(0, 120)}`);
    }
    return faults;
  };
  window.walk = { step, missed, silent };
})();
