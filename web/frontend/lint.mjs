// Holds models against bpmnlint-plugin-qyzmet: `node lint.mjs FILE...` prints {file: [{element, rule, message}]} as JSON.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Linter } from "bpmnlint";
import { BpmnModdle } from "bpmn-moddle";
import camunda from "camunda-bpmn-moddle/resources/camunda.json" with { type: "json" };

const require = createRequire(import.meta.url);
const plugin = require("./bpmnlint-plugin-qyzmet");
const resolver = {
  resolveRule: async (_package, name) => require(`./bpmnlint-plugin-qyzmet/${plugin.rules[name]}`),
  resolveConfig: async (_package, name) => plugin.configs[name],
};
const linter = new Linter({ config: { extends: "plugin:qyzmet/recommended" }, resolver });
const found = {};
for (const file of process.argv.slice(2)) {
  // with the descriptor, as Camunda Modeler reads it, and without
  for (const extensions of [{ camunda }, {}]) {
    const { rootElement } = await new BpmnModdle(extensions).fromXML(await readFile(file, "utf8"));
    const results = await linter.lint(rootElement);
    const told = Object.entries(results).flatMap(([rule, reports]) => reports.map(({ id, message }) => ({ element: id, rule, message })));
    (found[file] ||= []).push(told);
  }
}
process.stdout.write(JSON.stringify(found));
