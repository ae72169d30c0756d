"""The sections of an answer in order: of one article, or opened by two where a question has two parts."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from diastole.answers.article_index import ArticleIndex
from diastole.answers.concepts import DEVICES, DISEASES
from diastole.answers.finder import SearchResult
from diastole.answers.library import Library
from diastole.answers.opening import ANSWERED, FIRST, completed, opened_by_both
from diastole.answers.question import ParsedQuestion
from diastole.answers.sentence_meaning import PUMP
from diastole.answers.text_index import terms_of
from diastole.knowledge.articles.article import Article, Place, Section

OTHERS = (DEVICES | DISEASES) - PUMP


class OrderedArticle(NamedTuple):
    """An article that answers, and its sections in the order in which they are shown."""

    article: Article
    sections: Sequence[Section]
    guests: tuple[str, ...] = ()  # ids of other articles of which a sentence is shown


def written_for(
    question: ParsedQuestion, result: SearchResult, library: Library, reader: str, right: Iterable[Place], about: str
) -> OrderedArticle:
    """Return the article that answers a question, with its sections in order.

    Of a question of two parts both articles open the answer if each clearly answers its part, and the second is on no
    other device or disease. If they do not, the one that is best for the whole question answers, or the first that
    clearly answers its part if neither is. Where one article answers, another of its sections completes its opening.

    Parameters
    ----------
    right
        Places that set right what the question takes for granted, the best first.
    about
        Id of the article on whose page it is asked.
    """
    order, articles = library.section_order.order, library.articles
    best, asked = result.chosen[0], question
    if result.parts:
        best = result.hits[0].id
        leads = [order(part, id_, reader)[0] for id_, part in zip(result.chosen, result.parts, strict=True)]
        clear = [
            (id_, part, lead)
            for id_, part, lead in zip(result.chosen, result.parts, leads, strict=True)
            if _is_answered(part, articles[id_], articles[id_].texts[reader][lead], library.index)
        ]
        subjects = library.index.subjects
        is_on_more = subjects[result.chosen[1]] & OTHERS - question.concepts - subjects[result.chosen[0]]
        if len(clear) == len(result.parts) and not is_on_more:
            own, other = (articles[id_].texts[reader][lead] for id_, _, lead in clear)
            first = articles[clear[0][0]]
            rest = (one for one in first.texts[reader] if one is not own)
            guest = next((each for each in other.sentences[:FIRST] if not each.runs), None)  # runs stay on their page
            if guest is None:
                return OrderedArticle(first, (own, *rest))
            return OrderedArticle(first, (opened_by_both(own, guest), *rest), (clear[1][0],))
        if clear and best not in result.chosen:
            best, asked, _ = clear[0]
    right = tuple(right)
    places = order(asked, best, reader, right, about)
    sections = tuple(articles[best].texts[reader][place] for place in places)
    return OrderedArticle(
        articles[best], sections if right else completed(question, articles[best], sections, library.index)
    )


def _is_answered(part: ParsedQuestion, article: Article, section: Section, index: ArticleIndex) -> bool:
    """Tell whether a section clearly answers a part: one question that it answers has most of the words of the part."""
    told = {term for each in section.sentences[:FIRST] for term in terms_of(each.template, index.lexicon)}
    asked = section.asked if section.title else (*section.asked, article.head.question, *article.head.wordings)
    wanted = frozenset(part.terms(index.lexicon))
    return any(index.share(wanted, frozenset(told.union(terms_of(one, index.lexicon)))) >= ANSWERED for one in asked)
