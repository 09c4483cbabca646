"""Types as they are written after `instance of` and in parameters."""

from engine.expressions.cursor import Cursor
from engine.expressions.tree import Type


class TypeParser(Cursor):
    """Reads types."""

    def type(self) -> Type:
        """One type, with what it is made of."""
        with self.nested():
            if self.sees("function"):
                self.at += 1
                return self.function_type()
            name = self.name()
            while self.accept("."):
                name += "." + self.name()
            if name == "context" and self.accept("<"):
                return Type(name, fields=self.separated(self.field, ">"))
            if name in {"list", "range"} and self.accept("<"):
                return Type(name, arguments=self.separated(self.type, ">"))
            return Type(name)

    def field(self) -> tuple[str, Type]:
        """name: type"""
        name = self.key(":")
        self.expect(":")
        return name, self.type()

    def function_type(self) -> Type:
        """<types> -> type, or nothing"""
        if not self.accept("<"):
            return Type("function")
        arguments = self.separated(self.type, ">")
        result = self.type() if self.accept("->") else None
        return Type("function", arguments=arguments, result=result)
