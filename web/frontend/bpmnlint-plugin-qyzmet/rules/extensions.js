// camunda: extensions that are not run.
const { described, extensions, kindOf, owner, profile } = require("../reading");

module.exports = () => ({
  check(node, reporter) {
    const kind = described(node);
    if (!kind) return;
    for (const name of extensions(node)) {
      if (kind.extensions.includes(name)) continue;
      const hint = profile.instead.extensions[name] || profile.otherwise.extensions;
      reporter.report(owner(node), `camunda:${name} is not supported on a ${kindOf(node)}; ${hint}`);
    }
  },
});
