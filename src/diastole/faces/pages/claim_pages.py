"""The claims with their verdicts as a list, and one claim with its figure."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from diastole.faces.figures.claim_figures import claim_figure, claim_label
from diastole.faces.figures.share_figure import share_figure, share_label
from diastole.faces.pages.explorable_figure import explorable, of_claim
from diastole.faces.pages.living import with_policy
from diastole.faces.pages.place import PagePlace
from diastole.faces.pages.rendering import drawing, render
from diastole.faces.words.claim_words import part_words, verdict_words
from diastole.faces.words.share_words import recorded_share
from diastole.faces.words.sweep_words import sweep_sentence
from diastole.knowledge.evidence.edition import load_edition
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement_rules import check_level
from diastole.knowledge.evidence.statements import load_statements
from diastole.review.readable_content import level_words
from diastole.studies.claim_shares.share_record import current_share
from diastole.studies.claims.claim import Claim, load_claims
from diastole.studies.claims.ledger import LedgerEntry

REM = 6.0  # per inch of a figure


def claims_page(place: PagePlace, entries: Mapping[str, LedgerEntry]) -> str:
    """Return the list of all claims, with the verdicts of those that have been run."""
    verdicts = {id_: verdict_words(entry) for id_, entry in entries.items()}
    claims = [(each, verdicts.get(id_, "")) for id_, each in load_claims().items()]
    return render("claims.html.j2", place=place, claims=claims, updated=load_edition().updated)


def claim_page(place: PagePlace, entry: LedgerEntry, figure: Markup) -> str:
    """Return the page of one claim; `figure`: as of `claim_markup`."""
    claim = entry.claim
    experiment = of_claim(claim)
    shown = {} if experiment is None else explorable(experiment, Markup(""), _caption(claim), place)
    page = render(
        "claim.html.j2", place=place, claim=claim, verdict=verdict_words(entry), drawn=figure, **{"figure": ""} | shown,
        measured=part_words(claim, entry.verdict.judged), statements=_statements(claim),
        updated=load_edition().updated, share=recorded_share(claim.id), map=share_markup(claim.id),
        second=sweep_sentence(claim),
    )  # fmt: skip
    return with_policy(page, place)


def _caption(claim: Claim) -> str:
    subject = claim.experiment.subjects[0].name if claim.experiment else ""
    return f"The experiment in the first of its simulated patients: {subject}. Simulation, not clinical evidence."


def claim_markup(entry: LedgerEntry) -> Markup:
    """Return the figure of a claim, no wider than drawn, so that all figures have letters of one size; or nothing."""
    drawn = claim_figure(entry, "page")
    if drawn is None:
        return Markup("")
    svg = drawing(drawn, f"claim-{entry.claim.id}", claim_label(entry))
    return Markup('<div style="max-width: {}rem">{}</div>').format(round(drawn.get_figwidth() * REM, 1), svg)


def share_markup(claim: str) -> Markup:
    """Return the map of the recorded shares of a claim; nothing where there is none or the model has changed."""
    share = current_share(claim)
    drawn = None if share is None else share_figure(share, "page")
    if share is None or drawn is None:
        return Markup("")
    svg = drawing(drawn, f"share-{claim}", share_label(share))
    return Markup('<div style="max-width: {}rem">{}</div>').format(round(drawn.get_figwidth() * REM, 1), svg)


def turning_claim(claims: Iterable[str]) -> str:
    """Return the first of some claims that turns within its map; nothing where none does."""
    shares = ((id_, current_share(id_)) for id_ in claims)
    return next((id_ for id_, share in shares if share and share.map and share.map.turns), "")


def _statements(claim: Claim) -> list[tuple[str, str]]:
    """Return each statement about a claim, and how far its sources were checked."""
    known, sources = load_statements(), load_sources()
    rows = []
    for id_ in claim.statements:
        levels = dict.fromkeys(level_words(check_level(support, sources)) for support in known[id_].support)
        rows.append((str(known[id_].text.clinician), ", ".join(levels) or "no source is cited"))
    return rows
