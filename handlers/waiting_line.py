"""Topics `count_line` (where the case would stand in a line) and `give_to_next` (what it had goes to the first).

A line is a message that cases wait for in order. Inputs of both: line (name of the message), variable.
count_line: order (list); result {ahead, waiting, position}. give_to_next: what, as (variable that the receiver
gets it by); result {number} of the receiver's case, or null when nobody waits.
"""

from engine.handling import Job, Outcome, Tools
from handlers.faults import HandlerFault
from handlers.inputs import text


def count_line(job: Job, tools: Tools) -> Outcome:
    order = job.inputs.get("order")
    if not isinstance(order, list | tuple):
        raise HandlerFault(f'Expected "order" of {job.element} to be a list, but it is {order!r:.60}.')
    counted = tools.line(text(job, "line"), order)
    return Outcome(variables={text(job, "variable"): {**counted, "position": counted["ahead"] + 1}})


def give_to_next(job: Job, tools: Tools) -> Outcome:
    number = tools.give(text(job, "line"), {text(job, "as"): job.inputs.get("what")})
    return Outcome(variables={text(job, "variable"): None if number is None else {"number": number}})
