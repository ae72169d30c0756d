"""The review state of an article and of its statements."""

from collections.abc import Iterable, Sequence

from diastole.answers.answer import ArticleReview
from diastole.review.badges import ORDER, UNKNOWN, load_badges

MEANING = {
    UNKNOWN: "The review desk cannot be reached, so nobody can say here whether this was reviewed.",
    "submitted": "No clinician has approved this answer.",
    "under_review": "Clinicians are reviewing this answer; it is not approved.",
    "approved": "Two named reviewers have approved this article and every statement under it.",
}


def review_of(articles: Sequence[str], statements: Iterable[str]) -> ArticleReview:
    """Return how far the articles of an answer and the statements it rests on were reviewed, by their ids."""
    states = load_badges().states((*articles, *statements))
    own = min((states.pop(id_) for id_ in articles), key=ORDER.index)
    return ArticleReview(min((own, *states.values()), key=ORDER.index), own, states)


def review_words(review: ArticleReview) -> str:
    """Return what the badge means, and how far the statements are, in a sentence or two."""
    if review.badge == UNKNOWN or not review.statements:
        return MEANING[review.badge]
    states = list(review.statements.values())
    counts = [(states.count(state), state.replace("_", " ")) for state in reversed(ORDER)]
    told = ", ".join(f"{count} {state}" for count, state in counts if count)
    return f"{MEANING[review.badge]} Article: {review.article.replace('_', ' ')}. Its {len(states)} statements: {told}."
