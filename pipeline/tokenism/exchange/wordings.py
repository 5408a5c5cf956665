"""Words that the tables for other tools share: what the files are, their limits, units, licence, how to cite."""

from collections.abc import Mapping

from tokenism import __version__

WHAT_IT_IS = (
    "What strategies of public bodies claim about public participation, what they describe, and where the claim "
    "exceeds the described method, with the quotation and the page."
)

LIMITS = (
    "The labels are a program's reading of the documents: it makes mistakes, and so read the passage before you rely "
    "on a verdict.",
    "A claim that exceeds the described method says something about these documents, nothing about what happened.",
    "An empty cell means not known or not defined, never nought.",
    "Claims marked unsure are those where the program was close to another answer.",
    "An index stands with its interval: do not call an order by the index a ranking.",
)

LICENCE = (
    "Quotations belong to the publishers of the documents; each document's own licence stands in the table of "
    "documents, where the sources file gives one. How labels and figures may be used, the maker of the run says."
)

CITE = (
    f"The tokenism authors: tokenism, version {__version__}. Quote a claim with the organisation, title and page of "
    "its document, and the claim id."
)

UNITS: Mapping[str, str] = {
    "share": "0 to 1",
    "count": "count",
    "steps": "steps, −3 to 3",
    "per 10,000 words": "in 10,000 words",
    "ranks": "ranks",
    "words": "words",
    "page": "page of the PDF",
    "pages": "pages",
    "passages": "passages",
    "points": "points of 1/72 inch",
    "code points": "code points",
    "year": "year",
}
"""Units of columns as they are shown."""
