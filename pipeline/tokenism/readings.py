"""Tags as a view reads them: the bands under which claim and practice are compared (codebook, sections 2 and 4)."""

from collections.abc import Iterable
from dataclasses import replace

from tokenism.codebook import DEFAULT_VIEW, Codebook
from tokenism.errors import InputError
from tokenism.ladder import check_rung
from tokenism.records import Claim, Tag
from tokenism.verdicts import passage_verdict
from tokenism.views import View


def band_under(view: View, rung: int, band: str) -> str:
    """Band of a rung under a view; the band as stored where the view has no bands of its own or no rung is given.

    Raises
    ------
    InputError
        If the rung is not on the ladder of the view: the tags belong to another codebook.
    """
    check_rung(rung, len(view.level_of))
    return view.bands[rung - 1] if view.bands and rung else band


def read_under(tags: Iterable[Tag], view: View) -> list[Tag]:
    """The tags with the bands, and so the verdicts, that a view gives to their rungs; stored tags stay as they are.

    Under ``bands-strict`` a claim of rung 6 (co-design) is one of consultation; a claim of rung 7 whose passage
    describes rung 6 is overclaimed. Probabilities, which are those of the stored bands, are kept.
    """
    return [_read(tag, view) for tag in tags]


def _read(tag: Tag, view: View) -> Tag:
    claim = band_under(view, tag.claim_rung, tag.claim)
    practice = band_under(view, tag.practice_rung, tag.practice)
    if (claim, practice) == (tag.claim, tag.practice):
        return tag
    return replace(tag, claim=claim, practice=practice, verdict=passage_verdict(claim, practice, tag.stance))


def bands_of(view: View, codebook: Codebook) -> tuple[str, ...]:
    """For each rung the band under which a view compares: its own, else the ladder's."""
    return view.bands or tuple(rung.band for rung in codebook.rungs)


def choose_views(codebook: Codebook, name: str | None, claims: Iterable[Claim]) -> tuple[View, View]:
    """The view to show, and the view under which the ledger was made, which every comparison goes on to follow.

    Without a name the ledger's view is shown; without a ledger (no claims) the default. A view without bands of its
    own shows its levels beside any ledger.

    Raises
    ------
    InputError
        If there is no such view, if it compares by other bands than the ledger, or if lines of the ledger differ.
    """
    made = sorted({claim.view for claim in claims})
    if len(made) > 1:
        raise InputError(f"claims.parquet: made under several views ({', '.join(made)}); run the link stage again")
    if made and made[0] not in codebook.views:
        raise InputError(
            f"claims.parquet: made under the view {made[0]!r}, not in the codebook; run the link stage again"
        )
    shown = codebook.view(name or (made[0] if made else DEFAULT_VIEW))
    ledger = codebook.views[made[0]] if made else shown
    if shown.bands and shown.bands != bands_of(ledger, codebook):
        raise InputError(
            f"claims.parquet: made under the view {ledger.id}, and {shown.id} compares by other bands; "
            f"run the link stage with --view {shown.id} first"
        )
    return shown, ledger
