"""Names of organisations: one, or several joined by a semicolon where a document belongs to all of them."""

from collections.abc import Iterable

from tokenism.records import Document

SEPARATOR = ";"


def organisations_of(joined: str) -> tuple[str, ...]:
    """Names that an organisation column holds, each once; one empty name where none was given.

    >>> organisations_of("Ambleton Council; Borrow NHS Trust"), organisations_of("")
    (('Ambleton Council', 'Borrow NHS Trust'), ('',))
    """
    names = dict.fromkeys(name for part in joined.split(SEPARATOR) if (name := part.strip()))
    return tuple(names) or ("",)


def type_of(name: str, documents: Iterable[Document]) -> str | None:
    """Type of an organisation by its documents, or None where none says.

    A joint document may give one type for each of its organisations, joined like their names; one type for all
    of them counts only where no other document says.
    """
    shared: list[str] = []
    for document in documents:
        names, types = (
            [part.strip() for part in (joined or "").split(SEPARATOR)]
            for joined in (document.organisation, document.organisation_type)
        )
        if len(types) == len(names) and name in names and types[names.index(name)]:
            return types[names.index(name)]
        if len(types) == 1 < len(names):
            shared += filter(None, types)
    return shared[0] if shared else None
