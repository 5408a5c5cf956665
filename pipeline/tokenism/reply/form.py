"""Columns of the form that goes out empty and comes back filled in."""

CLAIM_ID = "claim_id"
ORGANISATION = "organisation"

KNOWN = (
    CLAIM_ID,
    ORGANISATION,
    "document",
    "page",
    "quotation",
    "finding",
    "verdict",
    "why",
    "would_change",
    "found_page",
    "found_quotation",
)
"""Columns that the sender fills in."""

EARLIER = "earlier_answer"
"""A column more where the organisation has answered before."""

ANSWERS = (
    "position",
    "response",
    "evidence_document",
    "evidence_page",
    "evidence_link",
    "what_was_decided_by_whom",
    "answered_by",
)
"""Columns that the organisation fills in."""

REASON, SOURCE, SOURCE_ROW, CHECKSUM = "reason", "source", "source_row", "source_sha256"
KEPT_WITH = (REASON, SOURCE, SOURCE_ROW, CHECKSUM)
"""Columns that stand beside the cells of a row that was not imported."""

EXPLAINED = {
    CLAIM_ID: "Our mark for this claim. Please leave it as it is: by it your answer finds its place.",
    ORGANISATION: "Who is asked.",
    "document": "The document that makes the claim.",
    "page": "Page of the PDF file, counted from its first page; the number printed on the page may differ.",
    "quotation": "The words of the document.",
    "finding": "What the words claim, and what the same passage describes.",
    "verdict": "What the program concluded from this document alone, and what that means.",
    "why": "What the conclusion rests on.",
    "would_change": "The one finding that would change it.",
    "found_page": "Page of the evidence that was found elsewhere; empty where none was found.",
    "found_quotation": "The words of that evidence.",
    EARLIER: "What you answered before. It stays on record; a new answer takes its place as the one that holds.",
    "position": "agree, disagree, partly, or no comment. A row without a position is taken as not answered.",
    "response": "Your answer in your own words. Needed where you disagree. It is published as it stands.",
    "evidence_document": "Document that shows it, by title. Leave it empty if it is the document quoted in this row.",
    "evidence_page": "Page of that document, as a whole number, counted from the first page of the file.",
    "evidence_link": "Web address of that document, beginning with https:// or http://.",
    "what_was_decided_by_whom": "For claims of co-production: what was decided, by whom, who held a vote or a budget.",
    "answered_by": "Role or team that answers, such as “Head of Engagement”. Please give no private person’s name.",
}
"""What each column holds, for those who fill it in."""

LONGEST_CELL = 32_000
"""Characters of a cell; a spreadsheet holds 32,767."""
