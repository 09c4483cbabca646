// Attributes of which one value alone is run.
const { attributes, described, owner, profile } = require("../reading");

module.exports = () => ({
  check(node, reporter) {
    if (!described(node)) return;
    for (const [namespace, name, value] of attributes(node)) {
      const known = namespace === "" && profile.onlyValues[name];
      if (!known || known.includes(String(value))) continue;
      reporter.report(owner(node), `${name}='${String(value)}' is not supported; ${profile.instead.attributes[name]}`);
    }
  },
});
