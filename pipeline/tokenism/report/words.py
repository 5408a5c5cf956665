"""The plain words of the report: what each verdict, band, stance and status is called, and what it means."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """How one name of the codebook is shown: a short label and a sentence that a councillor understands."""

    label: str
    meaning: str


VERDICTS: dict[str, Wording] = {
    "supported": Wording(
        "Supported",
        "The passage claims a level of participation and itself describes something that was done at that level.",
    ),
    "supported-elsewhere": Wording(
        "Supported elsewhere",
        "The passage does not describe enough, but another passage of the same document does. Its page is given.",
    ),
    "planned": Wording(
        "Planned",
        "What is described would match the claim, but it is only promised. A promise is not yet a practice, "
        "and it is not counted as tokenism either.",
    ),
    "overclaimed": Wording(
        "Overclaimed",
        "Something is described, but at a lower level than the words claim: for example, "
        "co-production is claimed and a survey is described. Nothing more was found in the document.",
    ),
    "label-only": Wording(
        "Label only",
        "The words claim participation, but no activity is described, neither here nor, so far as the program found, "
        "anywhere else in the document.",
    ),
}
"""Verdicts of the ledger from best backed to least; the order is that of columns, filters and charts."""

SHORT_OF_CLAIM = ("overclaimed", "label-only")
"""Verdicts that count towards the tokenism index (codebook section 6)."""

BANDS: dict[str, Wording] = {
    "none": Wording("nothing", "No activity is described."),
    "informing": Wording("informing", "People are told or taught."),
    "consultation": Wording("consultation", "People are asked for their views; others decide."),
    "co-production": Wording("co-production", "People share the decisions or the work."),
}

STANCES: dict[str, str] = {
    "reported": "something that has happened or happens",
    "committed": "a definite plan",
    "aspirational": "a wish or a value",
    "definition": "an explanation of the term",
    "na": "–",
}

KINDS: dict[str, str] = {
    "council": "Council",
    "nhs": "NHS body",
    "combined authority": "Combined authority",
    "government": "Government body",
    "other": "Other body",
}
"""Types of organisation; a type that the sources file invents is shown as it is."""

KINDS_MANY: dict[str, str] = {
    "council": "councils",
    "nhs": "NHS bodies",
    "combined authority": "combined authorities",
    "government": "government bodies",
    "other": "other bodies",
}
"""The same, of several."""

STATUSES: dict[str, str] = {
    "ok": "Read",
    "partial": "Read in part",
    "no_text_layer": "Not read: pictures of pages, no text",
    "encrypted": "Not read: locked",
    "corrupt": "Not read: damaged",
    "timeout": "Not read: took too long",
    "memory": "Not read: needed too much memory",
    "crashed": "Not read: the reader stopped",
    "too_large": "Not read: too large",
    "not_pdf": "Not read: not a PDF",
    "missing": "Not read: file not found",
    "duplicate": "Not read again: same file as another",
}


def place_of(verdict: str) -> int:
    """Place of a verdict from best backed to least; names that this version does not know come last.

    >>> place_of("supported"), place_of("label-only")
    (0, 4)
    """
    return _place(verdict, VERDICTS)


def place_of_band(band: str) -> int:
    """Place of a band from nothing upwards.

    >>> place_of_band("none"), place_of_band("co-production")
    (0, 3)
    """
    return _place(band, BANDS)


def _place(name: str, names: dict[str, Wording]) -> int:
    return [*names, name].index(name)


def verdict_label(name: str) -> str:
    """Label of a verdict; a name that this version does not know is shown as it is."""
    return VERDICTS[name].label if name in VERDICTS else name


def band_label(name: str) -> str:
    """Label of a band of claim or practice.

    >>> band_label("none")
    'nothing'
    """
    return BANDS[name].label if name in BANDS else name


def kind_label(name: str) -> str:
    """Type of an organisation."""
    return KINDS.get(name, name)


def kinds_label(name: str | None) -> str:
    """Several organisations of one type.

    >>> kinds_label("nhs"), kinds_label("mutual"), kinds_label(None)
    ('NHS bodies', 'of the type “mutual”', 'whose type is not given')
    """
    if not name:
        return "whose type is not given"
    return KINDS_MANY.get(name, f"of the type “{name}”")


def stance_label(name: str) -> str:
    """Say what a stance means, fit to follow "spoken of as"."""
    return STANCES.get(name, name)


def status_label(name: str) -> str:
    """Status of a document in plain words."""
    return STATUSES.get(name, f"Not read: {name}")
