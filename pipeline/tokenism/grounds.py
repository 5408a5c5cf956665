"""What the verdict of a claim rests on and what would change it, each in a few plain words."""

from tokenism.codebook import DEFAULT_VIEW
from tokenism.evidence import Evidence
from tokenism.printable import printable
from tokenism.records import Tag
from tokenism.verdicts import TOKENISTIC
from tokenism.views import View

NAME_LENGTH, TITLE_LENGTH = 40, 80
"""Characters after which a name or title is cut."""

_WANTED = {
    "consultation": "an account of how people were asked or met",
    "co-production": "an account of what people decided, wrote, chose or ran together with the organisation",
}


def reason(tag: Tag, verdict: str, evidence: Evidence | None, view: View, title: str | None = None) -> str:
    """One plain sentence: what the verdict rests on; ``title`` names the document of evidence in another one."""
    if evidence is not None:
        what = "describes" if evidence.tag.stance == "reported" else "promises"
        where = f"Page {evidence.passage.page}" + ("" if title is None else f" of “{_short(title, TITLE_LENGTH)}”")
        return f"{where} {what} {evidence.tag.practice} on {_subject(evidence)}."
    if verdict in ("supported", "planned") and tag.verdict in TOKENISTIC:
        return f"The passage itself may describe {tag.claim}; it is not sure, and the doubt counts in its favour."
    if verdict == "supported":
        return f"The passage itself describes {tag.practice}."
    if verdict == "planned":
        return f"The passage promises {tag.practice}; it does not yet report it."
    lead = (
        f"The passage describes {tag.practice} only"
        if verdict == "overclaimed"
        else "The passage describes no activity"
    )
    return f"{lead}; missing in this document: {_wanted(tag.claim, view)}."


def would_change(tag: Tag, verdict: str, evidence: Evidence | None, view: View) -> str:
    """The one finding that would change the verdict, as the end of the sentence "This would change it: ..."."""
    if evidence is None and verdict in ("supported", "planned") and tag.verdict in TOKENISTIC:
        return f"that the passage describes no {tag.claim}"
    if verdict == "planned":
        return "a report that it took place"
    if evidence is not None:
        return f"that the passage on page {evidence.passage.page} concerns another activity"
    if verdict == "supported":
        return "that what the passage describes was less than that, or did not take place"
    return _wanted(tag.claim, view)


def _subject(evidence: Evidence) -> str:
    names, words = ([_short(text, NAME_LENGTH) for text in texts] for texts in (evidence.names, evidence.words))
    if names:
        return f"the same thing: {', '.join(names)}"
    if words:
        return f"what seems to be the same subject ({', '.join(words)})"
    return "what seems to be the same subject"


def _short(text: str, most: int) -> str:
    """One line without signs that steer a terminal, cut at ``most`` characters."""
    line = " ".join(printable(text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _wanted(band: str, view: View) -> str:
    """What would back a claim of a band; a view that draws the bands otherwise says so in its own words."""
    if view.id == DEFAULT_VIEW or not view.bands:
        return _WANTED[band]
    levels = dict.fromkeys(view.levels[n] for n, of in zip(view.level_of, view.bands, strict=True) if of == band)
    return f"practice at the level of {band} ({'; '.join(level.definition.rstrip('.') for level in levels)})"
