"""The page of the dossier, from its record."""

from diastole.knowledge.evidence.sources import load_sources
from diastole.model.measures.definitions import MEASURES
from diastole.studies.claims.claim import load_claims
from validation.dossier.applicability import FAMILIES, NEAR, Distance, in_words
from validation.dossier.dossier_evidence import Category, Context, Evidence, Offered, offered
from validation.dossier.dossier_record import DossierRecord
from validation.rows import table

EMPTY = "**empty**"
NEVER = "never compared"


def page(record: DossierRecord) -> str:
    """Return the parts of the page in Markdown."""
    found = offered()
    return "\n".join(
        [
            "## Contexts of use\n", _contexts(found),
            "## Evidence by category and context\n", _matrix(found),
            "## Is it enough?\n", _enough(found),
            *(_category(found, category, record) for category in found.categories),
            "## Applicability\n", _applicability(record),
            "## Cost\n", _cost(record),
        ]
    )  # fmt: skip


def _contexts(found: Offered) -> str:
    head = ("context", "question", "influence of the model", "consequence of a wrong decision", "risk of the model")
    return table(
        head, [(f"**{one.title}**", one.question, one.influence, one.consequence, one.risk) for one in found.contexts]
    )


def _enough(found: Offered) -> str:
    """Return what its authors hold of the evidence in each context."""
    return table(
        ("context", "risk", "is the evidence enough?"), [(one.title, one.risk, one.enough) for one in found.contexts]
    )


def _matrix(found: Offered) -> str:
    """Return what is there in each category and context, by the numbers of its evidence, and what is empty."""
    lines = [
        [f"{i}. {category.title}", *(_cell(found, category, context) for context in found.contexts)]
        for i, category in enumerate(found.categories, start=1)
    ]
    return table(("category", *(context.title for context in found.contexts)), lines)


def _cell(found: Offered, category: Category, context: Context) -> str:
    return ", ".join(number(found, one) for one in found.cell(category.id, context.id)) or EMPTY


def number(found: Offered, evidence: Evidence) -> str:
    """Return the number of a piece of evidence."""
    return f"E{found.evidence.index(evidence) + 1}"


def _category(found: Offered, category: Category, record: DossierRecord) -> str:
    lines = []
    for one in found.evidence:
        if one.category == category.id:
            where = ", ".join(f"`{path}`" for path in one.where)
            lines.append((number(found, one), one.what, record.figures.get(one.figure, "–"), where))
    titles = {context.id: context.title for context in found.contexts}
    empty = [f"- {EMPTY} for {titles[context]}: {why}" for context, why in category.empty.items()]
    shown = table(("", "evidence", "figure", "where"), lines) if lines else ""
    return "\n".join([f"### {category.title}\n", f"{category.asks}\n", shown, *empty, ""])


def _applicability(record: DossierRecord) -> str:
    """Return how far each claim is from who was compared, the farthest first."""
    claims = sorted(record.claims, key=lambda one: -one.distance)
    head = (
        "claim",
        "farthest patient",
        "distance, SD",
        "in",
        "nearest",
        "distance to the nearest with this treatment, SD",
    )
    shown = table(head, [_line(one) for one in claims])
    spread = table(("measure", "standard deviation"), record.spreads)
    said = f"{record.compared} simulated patients stand for groups of people; {in_words(record.claims)}."
    return "\n".join([f"{said}\n", shown, "The unit of the distance:\n", spread])


def _line(one: Distance) -> tuple[str, ...]:
    same = NEVER if one.same_treatment is None else f"{one.same_treatment:.2g}"
    treatment = f"{same} ({FAMILIES[one.family]})" if one.family else "–"
    far = f"{one.distance:.2g}" if one.distance <= NEAR else f"**{one.distance:.2g}**"
    sentence = f"{one.claim}: {load_claims()[one.claim].sentence.clinician}"
    return (
        sentence,
        one.subject,
        far,
        MEASURES[one.feature].title if one.distance else "–",
        _source(one.source),
        treatment,
    )


def _source(key: str) -> str:
    """Return a link to a source; its key alone where the publication is not among the sources."""
    return f"{{ref}}`{key} <source-{key.replace('_', '-')}>`" if key in load_sources() else key


def _cost(record: DossierRecord) -> str:
    total = sum(record.seconds.values()) / 60.0
    longest = max(record.seconds, key=record.seconds.__getitem__)
    return (
        f"When the record was last made, its figures took {total:.0f} min of processor time on one core, of which "
        f"`{longest}` took {record.seconds[longest] / 60.0:.0f}.\n"
    )
