// What an event of each place may catch or throw.
const { described, kindOf, owner, profile } = require("../reading");

function placeOf(node) {
  const kind = kindOf(node);
  const parent = node.$parent;
  if (kind !== "startEvent" || !parent || parent.$type === "bpmn:Process") return kind;
  return parent.triggeredByEvent ? "eventSubProcess" : "none";
}

module.exports = () => ({
  check(node, reporter) {
    const caught = node.eventDefinitions;
    if (!caught || !caught.length || !described(node)) return;
    const place = placeOf(node);
    if (place === "none") {
      reporter.report(owner(node), "a start event inside a sub-process has no trigger; remove it or make it an event sub-process");
      return;
    }
    for (const each of caught) {
      const kind = kindOf(each).replace("EventDefinition", "");
      if (!profile.triggers[place] || profile.triggers[place].includes(kind)) continue;
      reporter.report(owner(node), `a ${kind} event is not possible as ${kindOf(node)} here; use another event`);
    }
  },
});
