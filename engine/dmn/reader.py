"""Files of decision models to models that can be evaluated."""

from collections.abc import Callable, Iterator, Mapping

from engine.dmn import languages, table_code
from engine.dmn.document import (
    Element,
    attribute,
    child,
    children,
    identity,
    line,
    parse,
    tag,
)
from engine.dmn.graph import Graph, Key, Part
from engine.dmn.logic import READERS
from engine.dmn.model import Decision, DecisionModel
from engine.dmn.problems import InvalidDecision, Problem
from engine.dmn.table import Conformed, Table
from engine.dmn.table_reader import TableReader
from engine.dmn.typerefs import TypeReader, type_of_reference
from engine.expressions.builder import Closure
from engine.expressions.builtins import BUILTINS
from engine.expressions.compiler import builder
from engine.expressions.faults import ExpressionSyntaxError
from engine.expressions.shape import check_depth
from engine.expressions.tree import FunctionOf, Node, Null, Parameter, Type
from engine.expressions.types import resolve
from engine.expressions.variables import called_functions, free_names

#: Given namespace and location of an imported model, its source, or None when there is none.
Imports = Callable[[str, str], bytes | None]
PARTS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")


def read_decisions(
    source: bytes, file: str = "decisions.dmn", imports: Imports | None = None
) -> DecisionModel:
    """The model in a file; every problem at once when there are any."""
    return ModelReader(source, file, ImportedModels(imports or no_imports)).model()


def no_imports(namespace: str, location: str) -> bytes | None:
    """Models that stand alone."""
    return None


class ModelReader:
    """Reads one model and, before it, those it imports."""

    def __init__(self, source: bytes, file: str, imported: "ImportedModels") -> None:
        self.root = parse(source, file)
        self.file = file
        self.problems: list[Problem] = []
        self.namespace = attribute(self.root, "namespace")
        self.prefixes: dict[str, str] = {}
        self.parts: dict[Key, Part] = {}
        imported_types = self.read_imports(imported)
        self.types = TypeReader(self.root, imported_types).read()
        language = attribute(self.root, "expressionLanguage")
        self.logic = TableReader(self.names(), language, self.problems)
        self.nodes: dict[Key, Node] = {}

    def model(self) -> DecisionModel:
        """The model, when nothing is wrong with it."""
        own = [self.part(element) for element in children(self.root, *PARTS)]
        self.parts |= {part.key: part for part in own}
        self.check_requirements(own)
        if self.problems:
            raise InvalidDecision(self.file, sorted(self.problems, key=lambda found: found["line"]))
        graph = Graph(parts=self.parts)
        return DecisionModel(
            file=self.file,
            name=attribute(self.root, "name"),
            namespace=self.namespace,
            decisions={
                part.key[1]: Decision(
                    id=part.key[1],
                    name=part.label,
                    inputs=self.inputs_of(part),
                    graph=graph,
                    key=part.key,
                )
                for part in own
                if part.kind == "decision"
            },
            graph=graph,
            invocables={
                part.name: part.key[1]
                for part in own
                if part.kind in {"businessKnowledgeModel", "decisionService"}
            },
            warnings=tuple(warning for part in own for warning in self.warnings_of(part)),
            functions=self.functions(own),
        )

    def warnings_of(self, part: Part) -> Iterator[Problem]:
        """Names that a part uses though it requires nothing of that name."""
        node = self.nodes.get(part.key)
        if node is None or not part.requirements:
            return
        known = {name for name in self.prefixes.values() if name} | BUILTINS.keys()
        for _, key in part.requirements:
            known |= {self.parts[key].name, *self.parts[key].outputs}
        for name in sorted(free_names(node)[0] - known):
            element = next(found for found in children(self.root, *PARTS) if part_id(found) == part.key[1])
            message = f"expected only what {part.label!r} requires, but it uses {name!r}"
            yield Problem(element=part.key[1], line=line(element), message=message)

    def functions(self, own: list[Part]) -> frozenset[str]:
        """Functions that must be registered: called, and neither of the language nor of the model."""
        called = frozenset[str]().union(*(called_functions(node) for node in self.nodes.values()))
        return called - BUILTINS.keys() - {part.name for part in own}

    def problem(self, element: Element, message: str) -> None:
        """Note what is wrong with an element."""
        self.problems.append(Problem(element=identity(element), line=line(element), message=message))

    def read_imports(self, imported: "ImportedModels") -> Mapping[str, Type]:
        """Take over the parts and types of imported models."""
        types: dict[str, Type] = {}
        imported.above.append(self.namespace)
        for element in children(self.root, "import"):
            namespace, name = attribute(element, "namespace"), attribute(element, "name")
            if "DMN" not in attribute(element, "importType"):
                continue
            if namespace in imported.above:
                self.problem(element, f"expected no circle of imports, but {namespace!r} is one")
                continue
            reader = imported.read(namespace, attribute(element, "locationURI"))
            if reader is None:
                self.problem(element, f"expected a model of namespace {namespace!r}, but got none")
                continue
            self.parts |= reader.model().graph.parts
            self.prefixes[namespace] = name
            prefix = f"{name}." if name else ""
            types |= {f"{prefix}{key}": value for key, value in reader.types.items()}
        imported.above.pop()
        return types

    def names(self) -> set[str]:
        """All names in the file, and those of imported parts."""
        found = {part.name for part in self.parts.values()}
        for element in self.root.iter("{*}*"):
            found.update(str(element.get(key)) for key in NAMING if element.get(key))
        return {name for name in found if name.strip()}

    def part(self, element: Element) -> Part:
        """Input data, a decision, a knowledge model or a service."""
        variable = child(element, "variable")
        name = attribute(element, "name") if variable is None else attribute(variable, "name")
        reference = None if variable is None else type_of_reference(variable)
        key = (self.namespace, part_id(element))
        self.logic.owner = key[1]
        node = self.logic_of(element)
        if node is not None:
            self.nodes[key] = node
        return Part(
            key=key,
            name=" ".join((name or attribute(element, "name")).split()),
            kind=tag(element),
            label=attribute(element, "name") or name,
            type=None if reference is None else resolve(reference, self.types),
            requirements=tuple(self.requirements(element)),
            formal=tuple(one.name for one in node.parameters) if isinstance(node, FunctionOf) else (),
            closure=None if node is None else self.closure(element, node),
            outputs=tuple(clause.name for clause in node.outputs if clause.name)
            if isinstance(node, Table)
            else (),
            table=node if isinstance(node, Table) else None,
            output_decisions=tuple(self.references(element, "outputDecision")),
            parameters=tuple(self.references(element, "inputData", "inputDecision")),
        )

    def logic_of(self, element: Element) -> Node | None:
        """The expression of a decision or knowledge model."""
        if tag(element) == "decision":
            box = child(element, *READERS)
            return None if box is None else self.logic.expression(box)
        logic = child(element, "encapsulatedLogic")
        if logic is None:
            return None
        parameters = tuple(
            Parameter(attribute(parameter, "name"), type_of_reference(parameter))
            for parameter in children(logic, "formalParameter")
        )
        external = attribute(logic, "kind", "FEEL") != "FEEL"
        return FunctionOf(parameters, self.result(element, self.logic.inside(logic)), external)

    def result(self, element: Element, body: Node) -> Node:
        """The body of a knowledge model as the type of its variable asks, unless that is a function."""
        variable = child(element, "variable")
        reference = None if variable is None else type_of_reference(variable)
        if reference is None or resolve(reference, self.types).name == "function":
            return body
        return Conformed(body, reference)

    def closure(self, element: Element, node: Node) -> Closure:
        """The closure of an expression; of null when it is too deep."""
        try:
            check_depth(node)
        except ExpressionSyntaxError as error:
            self.problem(element, error.message)
            node = Null()
        return builder(
            bound={attribute(part, "name") for part in children(self.root, *PARTS)},
            types=self.types,
            more=table_code.RULES | languages.RULES,
        ).build(node)

    def requirements(self, element: Element) -> Iterator[tuple[str, Key]]:
        """What a part requires, with the import it comes from."""
        for requirement in children(element, *REQUIREMENTS):
            for target in children(requirement):
                if target.get("href"):
                    key = self.key(target)
                    yield self.prefixes.get(key[0], ""), key

    def references(self, element: Element, *names: str) -> Iterator[Key]:
        """The parts that a service names."""
        for name in names:
            for target in children(element, name):
                yield self.key(target)

    def key(self, target: Element) -> Key:
        """The part that a reference means."""
        namespace, _, name = attribute(target, "href").rpartition("#")
        return (namespace or self.namespace, name)

    def check_requirements(self, own: list[Part]) -> None:
        """Every requirement must exist, and no decision may need itself."""
        for part in own:
            for key in (*(key for _, key in part.requirements), *part.output_decisions):
                if key not in self.parts:
                    self.report(part, f"expected an element {key[1]!r}, but there is none")
            if part.kind == "decision" and part.key in self.decisions_below(part):
                self.report(part, "expected no circle of requirements, but it needs itself")

    def report(self, part: Part, message: str) -> None:
        """Note what is wrong with a part."""
        element = next(found for found in children(self.root, *PARTS) if part_id(found) == part.key[1])
        self.problem(element, message)

    def decisions_below(self, part: Part) -> set[Key]:
        """The decisions that a decision needs, and those that they need."""
        found: set[Key] = set()
        waiting = [part]
        while waiting:
            for _, key in waiting.pop().requirements:
                required = self.parts.get(key)
                if required is not None and required.kind == "decision" and key not in found:
                    found.add(key)
                    waiting.append(required)
        return found

    def inputs_of(self, part: Part) -> tuple[str, ...]:
        """Names of the input data below a decision, or else of free variables in its logic."""
        found: list[str] = []
        waiting, seen = [part.key], {part.key}
        while waiting:
            current = self.parts[waiting.pop()]
            if current.kind == "inputData":
                found.append(current.name)
            fresh = [key for _, key in current.requirements if key not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        if found or part.key not in self.nodes:
            return tuple(dict.fromkeys(found))
        return tuple(sorted(free_names(self.nodes[part.key])[0]))


class ImportedModels:
    """Models read for the sake of others, each once; `above` are those being read."""

    def __init__(self, find: Imports) -> None:
        self.find = find
        self.above: list[str] = []
        self.readers: dict[str, ModelReader] = {}

    def read(self, namespace: str, location: str) -> ModelReader | None:
        """The reader of the model of a namespace, or None when nobody has it."""
        if namespace not in self.readers:
            source = self.find(namespace, location)
            if source is None:
                return None
            self.readers[namespace] = ModelReader(source, namespace, self)
        return self.readers[namespace]


def part_id(element: Element) -> str:
    """The id of a part; a file may leave it out and give a name alone."""
    return attribute(element, "id") or attribute(element, "name")


NAMING = ("name", "iteratorVariable")
