"""Values that are large lie beside the state: written once, read when somebody asks."""

from bpmn_host import Host
from bpmn_models import chain, end, flow, start, user

from engine.bpmn import dump, load
from engine.bpmn.codec import LARGE

FORM = {f"field {number}": "значение " * 8 for number in range(LARGE // 64)}
BODY = start() + "".join(map(user, "abc")) + end() + chain("start", "a", "b", "c", "end")


class Shelf(dict[str, bytes]):
    """Counts what is taken from it and put on it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.put: list[str] = []

    def keep(self, digest: str, text: bytes) -> None:
        self.put.append(digest)
        self[digest] = text

    def fetch(self, digest: str) -> bytes:
        self.taken.append(digest)
        return self[digest]


def test_a_large_value_is_kept_once_and_not_read_by_steps_that_do_not_ask_for_it() -> None:
    instance, shelf = Host.of(BODY, form=FORM, small=1).instances[0], Shelf()
    state = dump(instance.execution, shelf.keep)
    assert len(state) < 400
    for name in "ab":
        execution = load(instance.definition, state, instance.world, shelf.fetch)
        (task,) = (each for each in execution.tree.tasks.values() if each.element.id == name)
        execution.complete(task.activity, {"note": name})
        state = dump(execution, shelf.keep)
    assert (len(shelf.put), shelf.taken) == (1, [])
    assert execution.variables() == {"form": FORM, "small": 1, "note": "b"}
    assert len(shelf.taken) == 1


def test_a_condition_reads_the_one_value_it_names() -> None:
    body = start() + user("a") + '<exclusiveGateway id="g" default="f_g_no"/>' + user("yes") + user("no")
    body += chain("start", "a", "g") + flow("g", "yes", "${form['field 1'] == 'x'}") + flow("g", "no")
    instance, shelf = Host.of(body, form=FORM, other=FORM | {"more": 1}).instances[0], Shelf()
    state = dump(instance.execution, shelf.keep)
    execution = load(instance.definition, state, instance.world, shelf.fetch)
    (task,) = (each for each in execution.tree.tasks.values() if each.element.id == "a")
    execution.complete(task.activity)
    assert [each.element.id for each in execution.tree.tasks.values() if each.above] == ["no"]
    assert (len(shelf.put), len(shelf.taken)) == (2, 1)


def test_a_new_value_takes_the_place_of_a_large_one() -> None:
    instance, shelf = Host.of(BODY, form=FORM).instances[0], Shelf()
    execution = load(instance.definition, dump(instance.execution, shelf.keep), instance.world, shelf.fetch)
    execution.set_variables(None, {"form": {"short": True}})
    again = load(instance.definition, dump(execution, shelf.keep), instance.world, shelf.fetch)
    assert again.variables() == {"form": {"short": True}}
    assert shelf.taken == []
