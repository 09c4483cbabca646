"""The sample service: five user tasks, two service tasks, a boundary timer, two gateways; its people and handlers."""

import random
from pathlib import Path
from typing import Any

from engine import queries, worklist
from engine.commands import CompleteUserTask, Deploy, Resource, StartProcessInstance
from engine.handling import Handler, Job, NewDocument, Outcome, Tools
from engine.identifiers import Address
from engine.process_engine import ProcessEngine
from engine.values import SYSTEM, ProcessInstance, UserTask

MODELS = Path(__file__).parent / "models"
#: about one kilobyte, as a real application
FORM = {f"field_{number}": f"значение поля {number} заявления" for number in range(16)}


def check(job: Job, tools: Tools) -> Outcome:
    """The register answers."""
    return Outcome(variables={"checked": job.activity})


def issue(job: Job, tools: Tools) -> Outcome:
    """The result, under the next number of its register."""
    number = str(tools.number("results"))
    document = NewDocument(
        kind="result",
        name="result.txt",
        media_type="text/plain",
        content=f"{job.business_key} {number}".encode(),
        number=number,
        variable="result",
    )
    return Outcome(documents=(document,))


HANDLERS: dict[str, Handler] = {"check": check, "issue": issue}


def deploy(engine: ProcessEngine, *names: str) -> None:
    """Models of bench/models, by name, each with its forms."""
    files = [file for name in names for file in (MODELS / name, *MODELS.glob(f"{Path(name).stem}-*.form"))]
    resources = tuple(Resource(name=file.name, content=file.read_bytes()) for file in files)
    engine.execute(Deploy(resources=resources), SYSTEM)


def variables(remind_after: str = "P5D") -> dict[str, Any]:
    """What an application brings."""
    return {
        "applicant": "Асель Ахметова",
        "iin": "850101400016",
        "authority": "talgar",
        "remind_after": remind_after,
        "form": FORM,
    }


def file(engine: ProcessEngine, remind_after: str = "P5D") -> ProcessInstance:
    """One more case of the sample service."""
    return start(engine, "sample", **variables(remind_after))


def start(engine: ProcessEngine, key: str, **given: Any) -> ProcessInstance:
    """A case of another model."""
    started: ProcessInstance = engine.execute(StartProcessInstance(key=key, variables=given), SYSTEM)
    return started


def answer(element: str, dice: random.Random | None = None) -> dict[str, Any]:
    """What the person at this step decides: the straight way, or as the dice say."""
    decisions = {
        "review": {"complete": dice is None or dice.random() < 0.8},
        "prepare": {"good": False},
        "approve": {"approved": dice is None or dice.random() < 0.9},
    }
    return decisions.get(element, {"note": f"{element} done"})


def complete(engine: ProcessEngine, task_id: str, dice: random.Random | None = None) -> None:
    """One step of a person."""
    element = Address.parse(task_id).element
    engine.execute(CompleteUserTask(task_id=task_id, variables=answer(element, dice)), SYSTEM)


def open_tasks(engine: ProcessEngine, limit: int = 50) -> tuple[UserTask, ...]:
    """What anybody could do now."""
    return engine.read(worklist.page, SYSTEM, "all", limit=limit).items


def open_of(engine: ProcessEngine, instance_id: str) -> tuple[UserTask, ...]:
    """What is open in one case."""
    return tuple(task for task in engine.read(queries.tasks, SYSTEM, instance_id) if task.state == "open")
