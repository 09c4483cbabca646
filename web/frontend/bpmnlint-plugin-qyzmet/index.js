// The rules of the support profile. profile.json is written by scripts/bpmn_support.py from the tables of the engine.
const names = ["elements", "attributes", "camunda-attributes", "extensions", "values", "triggers"];

module.exports = {
  configs: { recommended: { rules: Object.fromEntries(names.map((name) => [`qyzmet/${name}`, "error"])) } },
  rules: Object.fromEntries(names.map((name) => [name, `./rules/${name}`])),
};
