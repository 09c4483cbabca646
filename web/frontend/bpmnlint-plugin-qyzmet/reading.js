// How the rules look at a model that bpmn-moddle has read, with the camunda: descriptor or without.
const profile = require("./profile.json");

// these stand in the file under the name of the property that holds them
const NAMED_BY_PROPERTY = ["FormalExpression", "Expression", "LaneSet", "DataInput", "DataOutput", "InputOutputSpecification"];

const local = (name) => name.slice(name.indexOf(":") + 1);
const lower = (name) => name.charAt(0).toLowerCase() + name.slice(1);
const isBpmn = (node) => Boolean(node.$type && node.$type.startsWith("bpmn:"));

/** The name of its XML element. */
function kindOf(node) {
  const type = local(node.$type);
  const parent = node.$parent;
  if (NAMED_BY_PROPERTY.includes(type) && parent) {
    const held = parent.$descriptor.properties.find(({ name }) => parent[name] === node);
    if (held) return held.name;
  }
  return lower(type);
}

/** Only what stands in a process that is run is held against the profile. */
function isRun(node) {
  let found = node;
  while (found && found.$type !== "bpmn:Process") found = found.$parent;
  return Boolean(found && found.isExecutable === true);
}

/** The kind of the element as the profile describes it; null where it says nothing. */
function described(node) {
  return isBpmn(node) && isRun(node) ? profile.elements[kindOf(node)] || null : null;
}

/** The element a fault is told of: itself, or what it is a part of. */
function owner(node) {
  let found = node;
  while (found.$parent && (profile.parts.includes(kindOf(found)) || !found.id)) found = found.$parent;
  return found.id;
}

/** [namespace, name, value] of every attribute that is written: namespace "" for plain ones, null for other tools'. */
function attributes(node) {
  const declared = node.$descriptor.properties
    .filter((each) => each.isAttr && Object.prototype.hasOwnProperty.call(node, each.name))
    .map((each) => [each.ns.prefix === "bpmn" ? "" : each.ns.prefix, each.name, node[each.name]]);
  const others = Object.entries(node.$attrs || {})
    .filter(([name]) => !/^xmlns(:|$)/.test(name))
    .map(([name, value]) => (name.includes(":") ? [name.split(":")[0], local(name), value] : ["", name, value]));
  return [...declared, ...others].map(([prefix, name, value]) => [prefix && vendor(node, prefix), name, value]);
}

/** "camunda" for the prefix of a vendor's namespace, null for any other. */
function vendor(node, prefix) {
  if (prefix === "camunda" || prefix === "operaton") return "camunda";
  let root = node;
  while (root.$parent) root = root.$parent;
  return profile.vendors.includes((root.$attrs || {})[`xmlns:${prefix}`]) ? "camunda" : null;
}

/** Names of the camunda: extensions of this element. */
function extensions(node) {
  const values = (node.extensionElements && node.extensionElements.values) || [];
  return values.filter((each) => vendor(node, each.$type.split(":")[0])).map((each) => lower(local(each.$type)));
}

module.exports = { attributes, described, extensions, isBpmn, isRun, kindOf, local, owner, profile };
