"""Who calls whom, read from the sources: the calls between our modules, from one function on, in the order of the code.

A static reading: names are resolved by the imports of the module, a command that is executed by the table of commands.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("engine", "handlers", "web")
DEEPEST = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    caller: str
    callee: str
    function: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A module: its functions, and what its names mean: (module, name inside it or None)."""

    name: str
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    names: dict[str, tuple[str, str | None]] = field(default_factory=dict)


@cache
def source(module: str) -> Source | None:
    file = ROOT / (module.replace(".", "/") + ".py")
    if not file.exists():
        file = ROOT / module.replace(".", "/") / "__init__.py"
    if not file.exists():
        return None
    found = Source(name=module)
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.functions[node.name] = node
        elif isinstance(node, ast.ClassDef):
            methods = (each for each in node.body if isinstance(each, ast.FunctionDef))
            found.functions.update({each.name: each for each in methods})
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES:
            found.names.update(dict(_imported(node)))
    return found


def _imported(node: ast.ImportFrom) -> Iterator[tuple[str, tuple[str, str | None]]]:
    for alias in node.names:
        inner = f"{node.module}.{alias.name}"
        is_module = (ROOT / (inner.replace(".", "/") + ".py")).exists()
        target = (inner, None) if is_module else (node.module or "", alias.name)
        yield alias.asname or alias.name, target


@dataclass(kw_only=True)
class Walk:
    """Follows the calls of one flow; each function is entered once."""

    #: modules that are shown
    shown: tuple[str, ...]
    #: name of a command -> (module, function) that carries it out
    commands: dict[str, tuple[str, str]]
    door: tuple[str, str]
    #: the command of an `execute` that is not written beside it
    command: str | None = None
    calls: list[Call] = field(default_factory=list)
    entered: set[tuple[str, str]] = field(default_factory=set)

    def enter(self, module: str, function: str, shown_as: str, depth: int = 0) -> None:
        found = source(module)
        if found is None or function not in found.functions or depth > DEEPEST:
            return
        if (module, function) in self.entered:
            return
        self.entered.add((module, function))
        for call in calls_in(found.functions[function]):
            self._take(found, found.functions[function], call, shown_as, depth)

    def _take(self, at: Source, function: ast.FunctionDef, call: ast.Call, shown_as: str, depth: int) -> None:
        command = executed(function, call, self.command)
        if command in self.commands:
            self._execute(str(command), shown_as, depth)
            return
        target = resolve(at, call)
        if target is None:
            return
        module, name = target
        if name[0].isupper():
            return
        is_shown = module in self.shown and module != shown_as
        if is_shown:
            self._add(shown_as, module, name)
        self.enter(module, name, module if is_shown else shown_as, depth + 1)

    def _execute(self, command: str, shown_as: str, depth: int) -> None:
        door, execute = self.door
        self._add(shown_as, door, f"{execute}({command})")
        module, name = self.commands[command]
        if module in self.shown:
            self._add(door, module, name)
        self.enter(module, name, module if module in self.shown else door, depth + 1)

    def _add(self, caller: str, callee: str, function: str) -> None:
        call = Call(caller=caller, callee=callee, function=function)
        if call not in self.calls:
            self.calls.append(call)


def calls_in(function: ast.FunctionDef) -> list[ast.Call]:
    """In the order in which they are carried out: arguments before the call itself."""
    found: list[ast.Call] = []

    def visit(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            visit(child)
        if isinstance(node, ast.Call):
            found.append(node)

    for statement in function.body:
        visit(statement)
    return found


def resolve(at: Source, call: ast.Call) -> tuple[str, str] | None:
    """The module and function that is called, where the imports say it."""
    called = call.func
    if isinstance(called, ast.Name):
        if called.id in at.functions:
            return at.name, called.id
        module, name = at.names.get(called.id, ("", None))
        return (module, name) if module and name else None
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        if called.value.id == "self" and called.attr in at.functions:
            return at.name, called.attr
        module, name = at.names.get(called.value.id, ("", None))
        return (module, called.attr) if module and name is None else None
    return None


def executed(function: ast.FunctionDef, call: ast.Call, otherwise: str | None) -> str | None:
    """The command, where the call is `engine.execute(SomeCommand(...))` or of a variable that holds one."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "execute" and call.args):
        return None
    if "engine" not in ast.unparse(call.func.value):
        return None
    first = call.args[0]
    if isinstance(first, ast.Name):
        first = next(_values(function, first.id), first)
    if isinstance(first, ast.Call) and isinstance(first.func, ast.Name) and first.func.id[0].isupper():
        return first.func.id
    return otherwise


def _values(function: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
    """What the function assigns to this name."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            yield node.value
