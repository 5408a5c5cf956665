"""The words of the pack: the claims as a page, the letter as page and plain text, and the first sheet of the form."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tokenism.printable import printable
from tokenism.reply.pack import Pack
from tokenism.report import figures
from tokenism.report.words import SHORT_OF_CLAIM, VERDICTS

Line = tuple[str, str]
"""What a line is (text, title, heading, item, claim, note, optional, fill, columns), and its words."""


def claims_page(pack: Pack) -> str:
    """All claims on one page of HTML that asks nothing of any other file."""
    return _render(
        "claims.html",
        pack,
        verdicts=VERDICTS,
        short_of_claim=SHORT_OF_CLAIM,
        n_repeats=len(pack.claims) - _counted(pack),
    )


def letter_lines(pack: Pack) -> list[Line]:
    """The letter that asks for evidence, line by line."""
    has = {letter: any(d.asked(band) for d in pack.documents) for letter, band in _ASKED}
    n_backed = sum(pack.n_of[name] for name in ("supported", "supported-elsewhere"))
    return _lines(_render("letter.txt", pack, has=has, n_backed=n_backed))


def letter_page(pack: Pack) -> str:
    """The letter as a page of HTML."""
    lines = letter_lines(pack)
    return _render("letter.html", pack, lines=lines, subject=next(text for kind, text in lines if kind == "title"))


def letter_text(pack: Pack) -> str:
    """The letter as plain text, a paragraph a line, fit to be pasted anywhere."""
    lines = letter_lines(pack)
    told = []
    for (kind, text), after in zip(lines, [*(kind for kind, _ in lines[1:]), ""], strict=True):
        told.append({"item": "  - ", "claim": "  ", "note": "[", "optional": ""}.get(kind, "") + text)
        told[-1] += "]" if kind == "note" else ""
        if kind == "title":
            told += ["-" * min(len(text), 78)]
        elif not kind == after == "item":
            told.append("")
    return "\n".join(told).rstrip("\n") + "\n"


def read_me(pack: Pack) -> list[Line]:
    """Lines of the sheet "Read me"."""
    return _lines(_render("read_me.txt", pack))


_ASKED = (("A", "co-production"), ("B", "consultation"))


def _counted(pack: Pack) -> int:
    return sum(item.repeats is None for item in pack.claims)


def _lines(text: str) -> list[Line]:
    found = (line.partition(":") for line in text.split("\n") if line.strip())
    return [(kind, words.strip()) for kind, _, words in found]


def _render(template: str, pack: Pack, **values: Any) -> str:
    html = template.endswith(".html")
    environment = Environment(
        loader=PackageLoader("tokenism.reply", "templates"),
        autoescape=html,  # noqa: S701  plain text is not escaped
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize if html else _one_line,
    )
    environment.filters.update(plural=figures.plural, number=figures.number)
    return environment.get_template(template).render(pack=pack, n_counted=_counted(pack), **values)


def _finalize(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value)
    return value


def _one_line(value: object) -> object:
    """A value without line breaks: a line of these templates is a paragraph."""
    return printable(value).replace("\n", " ") if isinstance(value, str) else value
