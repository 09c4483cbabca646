import inspect

from handlers import HANDLERS


def test_every_topic_names_a_plain_function_of_its_module() -> None:
    for topic, handler in HANDLERS.items():
        assert inspect.isfunction(handler)
        assert (handler.__module__, handler.__name__) == (f"handlers.{topic}", topic)
        assert list(inspect.signature(handler).parameters) == ["job", "tools"]
