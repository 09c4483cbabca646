"""What can be wrong with the files of the registers or the sources they are read from."""


class DirectoryError(ValueError):
    """A register cannot be read or imported."""


class InvalidDirectory(DirectoryError):
    """A line of a register that cannot be read."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")


class SourceUnreadable(DirectoryError):
    """The text of an act is not where it was said to be."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"expected the text of an act, but {file} cannot be read; give the folder that holds it"
        )


class UnknownBody(DirectoryError):
    """No body has this id."""

    def __init__(self, body_id: str) -> None:
        super().__init__(
            f"expected a body of the registers, but none has the id {body_id!r}; take it from route"
        )


class UnknownKind(DirectoryError):
    """No register holds bodies of this kind."""

    def __init__(self, kind: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"expected a kind of body, but {kind!r} is none; use one of {', '.join(known)}"
        )
