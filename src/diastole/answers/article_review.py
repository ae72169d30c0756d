"""The review state of an article and of its statements."""

from collections.abc import Container

from diastole.answers.answer import ArticleReview
from diastole.knowledge.articles.article import Article
from diastole.review.badges import ORDER, UNKNOWN, load_badges

MEANING = {
    UNKNOWN: "The review desk cannot be reached, so nobody can say here whether this was reviewed.",
    "submitted": "No clinician has approved this answer.",
    "under_review": "Clinicians are reviewing this answer; it is not approved.",
    "approved": "Two named reviewers have approved this article and every statement under it.",
}


def review_of(article: Article, known: Container[str]) -> ArticleReview:
    """Return how far an article was reviewed, and the known ones of the statements it rests on."""
    badges = load_badges()
    states = badges.states((article.id, *(id_ for id_ in article.statements if id_ in known)))
    own = states.pop(article.id)
    return ArticleReview(min((own, *states.values()), key=ORDER.index), own, states)


def review_words(review: ArticleReview) -> str:
    """Return what the badge means, and how far the statements are, in a sentence or two."""
    if review.badge == UNKNOWN or not review.statements:
        return MEANING[review.badge]
    states = list(review.statements.values())
    counts = [(states.count(state), state.replace("_", " ")) for state in reversed(ORDER)]
    told = ", ".join(f"{count} {state}" for count, state in counts if count)
    return f"{MEANING[review.badge]} Article: {review.article.replace('_', ' ')}. Its {len(states)} statements: {told}."
