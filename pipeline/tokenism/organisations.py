"""Names of organisations: one, or several joined by a semicolon where a document belongs to all of them."""

SEPARATOR = ";"


def organisations_of(joined: str) -> tuple[str, ...]:
    """Names that an organisation column holds, each once; one empty name where none was given.

    >>> organisations_of("Ambleton Council; Borrow NHS Trust"), organisations_of("")
    (('Ambleton Council', 'Borrow NHS Trust'), ('',))
    """
    names = dict.fromkeys(name for part in joined.split(SEPARATOR) if (name := part.strip()))
    return tuple(names) or ("",)
