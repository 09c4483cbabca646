// Elements that are not run, and what to draw instead.
const { described, isBpmn, kindOf, owner, profile } = require("../reading");

const DRAWN = ["ExtensionElements", "Documentation"];

module.exports = () => ({
  check(node, reporter) {
    const parent = node.$parent && described(node.$parent);
    if (!parent || !isBpmn(node) || DRAWN.includes(node.$type.slice(5))) return;
    const kind = kindOf(node);
    if (parent.children.includes(kind)) return;
    const hint = profile.instead.elements[kind] || profile.otherwise.elements;
    reporter.report(node.id || owner(node.$parent), `${kind} is not supported in a ${kindOf(node.$parent)}; ${hint}`);
  },
});
