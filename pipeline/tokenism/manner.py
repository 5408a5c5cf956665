"""How a passage speaks: classes of plain English words that tell who speaks to whom, of what, and in which mood.

The classes are no cues: none of them says what a passage claims or describes. They tell the classifier where the same
cue means another thing: “you should consult” in a guide, “we consulted” in a report, “residents should be consulted”
in a jury's recommendation.
"""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from scipy import sparse

_WORDS = {
    "we": "we|our|us|ours",
    "you": "you|your|yours|yourself|yourselves",
    "they": "they|them|their|theirs",
    "i": "i|my|me|mine",
    "should": "should|must|ought|needs? to|ha(?:ve|s) to",
    "can": "can|could|may|might|would",
    "will": "will|shall|going to|plans? to|planned|to be",
    "aim": "aims?|aiming|seeks?|seeking|striv(?:e|es|ing)|committ?(?:ed|ment)|ambitions?|visions?"
    "|believe|values?|principles?|hopes?|wants?|wish"
    "|intends?|aspir(?:e|es|ation|ations)|ensur(?:e|es|ing)|promises?",
    "past": r"was|were|had|did|been|took|held|gave|told|said|met|led|made|chose|\w+ed",
    "gerund": r"\w{3,}ing",
    "bodies": "councils|authorities|organisations|trusts|bodies|local government|commissioners"
    "|practitioners|facilitators|councillors",
    "the body": "the (?:council|trust|authority|board|partnership|service|association|force|commissioner"
    "|corporation|icb|company|health board"
    "|committee)|cabinet",
    "explains": "means|defin(?:ed|es|ition|itions)|refers|is (?:when|about|an?)|are an?|known as|called"
    "|(?:types?|forms?) of|approach(?:es)?|concepts?"
    "|theory|principle|spectrum|ladder|guides?|guidance|toolkit|tips?|checklist|examples?"
    "|case study|for instance|e\\.g",
    "law": "acts?|regulations?|section|dut(?:y|ies)|statutory|legislation|legal|courts?|judgment|directive",
    "equality": "equals?|equally|evenly|footing|par|level|parity|half|balance|alike",
    "together": "together|joint(?:ly)?|alongside|side by side|hand in hand|shoulder to shoulder|as one"
    "|with and by|shar(?:e|ed|ing)|mutual|both"
    "|partners?|partnerships?|between (?:us|them)",
    "control": "lead|leads|led|leading|steers?|steered|controls?|charge|decid(?:e|es|ed|ing)|decisions?"
    "|reins|powers?|own|owns|owned|owners?"
    "|ownership|authors?|final word|driving seat|hands of|directs?|governs?|runs?|ran|choose|chose|chosen",
    "voice": "voices?|opinions?|views?|listen(?:s|ed|ing)?|heard|hears?|feedback|say|comments?|respon(?:se"
    "|ses|dents?)|ask(?:ed|s)?|answers?"
    "|(?:tell|told) us",
    "vote": "vot(?:e|es|ed|ing)|ballot|majority|binding|bound|veto|co-chair(?:s|ed)?|scor(?:e|ed|es|ing)"
    "|rank(?:ed|s)?|sign(?:ed)?[ -]off"
    "|approved?",
    "made": "wrote|written|draft(?:ed|ing)|(?:re)?designed|developed|created|produced|built|prioritised"
    "|selected|shortlisted|co-\\w+ed|edited"
    "|drew up|drawn up",
    "paid": "paid|pay|payments?|fees?|honorarium|wages?|expenses|vouchers?|employed",
    "peers": "peers?|volunteers?|self-help|user-led|community-run|community-led|resident-led|co-?operative"
    "|asset transfer|lease|handed over"
    "|transfer(?:red)?",
    "informs": "website|web|online|newsletters?|leaflets?|posters?|bulletins?|letters?|publish(?:ed|es)?"
    "|publications?|publicise|advertised|notices?"
    "|social media|facebook|twitter|radio|press|booklets?|available|viewed|downloaded|campaigns?"
    "|inform(?:ed|ing|ation)?|tell|announced?|awareness",
    "asks": "surveys?|questionnaires?|consult(?:ed|ing|ation|ations)?|polls?|hearing|drop-ins?"
    "|focus groups?|interviews?|workshops?|events?"
    "|meetings?|complaints?|invited",
    "panel": "panels?|forums?|jury|juries|jurors?|assembl(?:y|ies)|reference group|advisory|senate"
    "|ambassadors?|champions|committee|steering group"
    "|working group|healthwatch|members",
    "public": "residents?|citizens?|patients?|users?|carers?|famil(?:y|ies)|parents?|tenants?|leaseholders?"
    "|pupils?|students?|children"
    "|communit(?:y|ies)|neighbourhoods?|neighbours?|people|public|survivors?|lived experience"
    "|clients?|women|men|youth|customers?",
    "staff": "staff|officers?|managers?|clinicians?|doctors?|nurses?|colleagues|professionals?"
    "|councillors?|executives?|directors?|partners|stakeholders?"
    "|providers?|contractors?|business(?:es)?|agencies|unions?|employees?|workforce|developers?|consultees?",
    "denies": "not|no|never|without|nobody|none|neither|nor|cannot|yet to",
    "dates": "january|february|march|april|may|june|july|august|september|october|november|december"
    "|20\\d\\d|spring|autumn|winter|summer|weeks?"
    "|months?|quarter|years?",
    "recommends": "recommend(?:s|ed|ation|ations)?|action \\d+|priority [a-z]|proposals?",
    "session": "sessions?|agenda|speakers?|commentators?|facilitat(?:ed|ors?)|presentations?|plenary|tables?"
    "|deliberat\\w+|witness\\w*",
    "research": "stud(?:y|ies)|research(?:ers?)?|trials?|participants?|sample|evaluation|literature"
    "|methodology|interviewed|data",
}
_MARKS = {
    "number": r"\d",
    "share": r"\d\s?%|per cent",
    "money": r"[£€]\s?\d",
    "quotation": r"[“\"‘][^”\"’]{15,}",
    "question": r"\?",
    "list": r"[•●▪|]",
    "address": r"www\.|http|@",
    "begins with a verb": r"(?:^|[.•●▪|] )(?:develop|create|ensure|establish|build|support|deliver|promote|increase"
    r"|improve|provide|review|work|identify"
    r"|encourage|use|make|consider|think|ask|involve|engage|consult)\b",
}
MANNERS = tuple(f"manner {name}" for name in (*_WORDS, *_MARKS))
"""Names of the classes, in the order of the columns."""

_PATTERNS = tuple(
    re.compile(pattern) for pattern in (*(rf"\b(?:{words})\b" for words in _WORDS.values()), *_MARKS.values())
)
MANNER_DIGEST = hashlib.sha256("\n".join(pattern.pattern for pattern in _PATTERNS).encode()).hexdigest()[:12]
"""Changes when a class does, so that features extracted with other classes are known to be stale."""


def crossings(names: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of columns, given their names, that are crossed: each class with each summary of the cues, class by class.

    A crossing lets a linear model read the same cue otherwise in another manner of speaking.
    """
    apart = ("rule ", "manner ", "before ", "after ")
    summaries = [i for i, name in enumerate(names) if not name.startswith(apart)]
    classes = [i for i, name in enumerate(names) if name.startswith("manner ")]
    return [(summary, manner) for manner in classes for summary in summaries]


def manners(texts: Sequence[str]) -> sparse.csr_matrix:
    """Which classes occur in each text, as 0 and 1, shape (texts, :data:`MANNERS`); texts are in lower case.

    >>> found = manners(["you should ask residents."]).toarray()[0]
    >>> [name for name, here in zip(MANNERS, found, strict=True) if here][:2]
    ['manner you', 'manner should']
    """
    cells = [
        (row, column)
        for row, text in enumerate(texts)
        for column, pattern in enumerate(_PATTERNS)
        if pattern.search(text)
    ]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(texts), len(MANNERS)))
