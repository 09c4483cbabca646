"""The loop: what can run runs, then conditions, then joins, until everything waits."""

from engine.bpmn.faults import Fault
from engine.bpmn.specs.catching import Occurrence, occur
from engine.bpmn.specs.tree import READY, TOKEN_LIMIT, Token, Tree

#: steps of one command: more is a loop that never waits
STEP_LIMIT = 50_000
#: tokens side by side in one scope; instances of a loop are counted there
SCOPE_LIMIT = 2_000


def settle(tree: Tree) -> None:
    """Run until nothing can go on by itself."""
    steps = 0
    while True:
        while tree.queue:
            if tree.has_new_conditions:
                check_conditions(tree)
            token = tree.queue.popleft()
            if token.id in tree.tasks and token._state == READY:
                steps += 1
                step(tree, token, steps)
        if tree.changed and check_conditions(tree):
            continue
        if not (tree.stirred and check_joins(tree)) and not tree.queue:
            return


def step(tree: Tree, token: Token, steps: int) -> None:
    try:
        _check_limits(tree, token, steps)
        token.run()
    except Fault as fault:
        tree.incident(token, fault)


def _check_limits(tree: Tree, token: Token, steps: int) -> None:
    """A drawing without an end stops as an incident."""
    if steps > STEP_LIMIT:
        raise Fault(
            f"expected at most {STEP_LIMIT} steps without a wait, but a loop never ends; "
            "draw a wait into it or correct its condition",
            "loop",
        )
    scope = token.above
    crowd = len(scope._children) if scope is not None and token.index is None else 0
    if crowd > SCOPE_LIMIT or len(tree.tasks) > TOKEN_LIMIT:
        raise Fault(
            f"expected at most {SCOPE_LIMIT} tokens in a scope, but a loop makes more and more; "
            "join what it splits",
            "loop",
        )


def check_conditions(tree: Tree) -> bool:
    """Conditional events fire when their condition becomes true, looked at when a variable has changed."""
    changed, tree.changed = tree.changed, set()
    tree.has_new_conditions = False
    fired = False
    for id in sorted(tree.conditions):
        token = tree.conditions.get(id)
        if token is None or not _concerns(token, changed):
            continue
        before = token.internal_data.get("was", False)
        now = _holds(tree, token)
        token.internal_data["was"] = now
        if now and not before:
            fired = True
            occur(tree, token, Occurrence(kind="conditional"))
    return fired


def _concerns(token: Token, changed: set[str]) -> bool:
    if "was" not in token.internal_data:
        return True
    names = {each.variable for each in token.element.triggers if each.kind == "conditional"}
    return None in names or bool(names & changed)


def _holds(tree: Tree, token: Token) -> bool:
    """A condition over a variable that is not there yet is false."""
    for trigger in token.element.triggers:
        if trigger.kind == "conditional" and trigger.text is not None:
            try:
                if tree.test(token, trigger.text):
                    return True
            except Fault:
                continue
    return False


def check_joins(tree: Tree) -> bool:
    """Joins that wait, looked at when nothing else can run, in scopes where tokens came or went."""
    while tree.stirred:
        id = next(iter(tree.stirred))
        scope = tree.tasks.get(id)
        if scope is not None and id in tree.joins:
            if _fire_one(tree, scope):
                return True
            _report_stuck(tree, scope)
        tree.stirred.pop(id, None)
    return False


def _fire_one(tree: Tree, scope: Token) -> bool:
    joins = tree.joins[scope.id]
    for name, arrived in joins.items():
        waiting = {token.id for tokens in arrived.values() for token in tokens}
        live = [token.element.id for token in scope.live() if token.id not in waiting]
        spec = next(iter(arrived.values()))[0].task_spec
        if spec.element.id == name and spec.may_fire(arrived, live):
            spec.fire(tree, arrived)
            return True
    return False


def _report_stuck(tree: Tree, scope: Token) -> None:
    """Where only joins wait, no token can come any more."""
    waiting = [
        token for name in tree.joins[scope.id].values() for tokens in name.values() for token in tokens
    ]
    if len(waiting) < len(scope._children):
        return
    for arrived in tree.joins[scope.id].values():
        tokens = [token for each in arrived.values() for token in each]
        if all(token.fault is None for token in tokens):
            missing = [flow.id for flow in tokens[0].element.incoming if flow.id not in arrived]
            tree.incident(
                tokens[0],
                Fault(
                    f"expected a token on {', '.join(missing)} too, but none can come any more; "
                    "join with the gateway that split",
                    "join",
                ),
            )
