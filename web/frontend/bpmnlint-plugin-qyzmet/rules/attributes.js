// Plain attributes that are not run.
const { attributes, described, kindOf, owner, profile } = require("../reading");

module.exports = () => ({
  check(node, reporter) {
    const kind = described(node);
    if (!kind) return;
    for (const [namespace, name] of attributes(node)) {
      if (namespace !== "" || kind.attributes.includes(name)) continue;
      const hint = profile.instead.attributes[name] || profile.otherwise.attributes;
      reporter.report(owner(node), `the attribute ${name} is not supported on a ${kindOf(node)}; ${hint}`);
    }
  },
});
