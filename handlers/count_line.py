"""Topic `count_line`: where the case would stand in a line, that is a message which cases wait for in order.

Inputs: line (name of the message), order (list, as the property `order` of the event), variable.
The variable gets {ahead, waiting, position}.
"""

from engine.handling import Job, Outcome, Tools
from handlers.faults import HandlerFault
from handlers.inputs import answer, text


def count_line(job: Job, tools: Tools) -> Outcome:
    order = job.inputs.get("order")
    if not isinstance(order, list | tuple):
        raise HandlerFault(f'Expected "order" of {job.element} to be a list, but it is {order!r:.60}.')
    counted = tools.line(text(job, "line"), order)
    return answer(job, {**counted, "position": counted["ahead"] + 1})
