// camunda: attributes that are not run.
const { attributes, described, kindOf, owner, profile } = require("../reading");

module.exports = () => ({
  check(node, reporter) {
    const kind = described(node);
    if (!kind) return;
    for (const [namespace, name] of attributes(node)) {
      if (namespace !== "camunda" || kind.camunda.includes(name)) continue;
      const hint = profile.instead.camunda[name] || profile.otherwise.camunda;
      reporter.report(owner(node), `camunda:${name} is not supported on a ${kindOf(node)}; ${hint}`);
    }
  },
});
