"""The statements closest to a question, which a choice between articles lists below them."""

from collections.abc import Mapping

from diastole.answers.lexicon import Lexicon
from diastole.answers.question import ParsedQuestion
from diastole.answers.text_index import Saturation, TextIndex, terms_of
from diastole.knowledge.articles.article import READERS
from diastole.knowledge.evidence.statement import Statement

NEAREST = 0.3  # least score of a statement that is listed
MOST = 3  # statements
OF_STATEMENT = Saturation(8.0, 0.7)


class StatementIndex:
    """Statements by the words of their wordings."""

    def __init__(self, statements: Mapping[str, Statement], lexicon: Lexicon):
        self._lexicon = lexicon
        self._index = TextIndex(
            {
                id_: [(1.0, terms_of(str(getattr(one.text, reader)), lexicon)) for reader in READERS]
                for id_, one in statements.items()
            },
            OF_STATEMENT,
        )

    def nearest(self, question: ParsedQuestion) -> tuple[str, ...]:
        """Return the ids of the statements closest to a question, the closest first."""
        scores = self._index.scores(question.terms(self._lexicon))
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(id_ for id_, score in ranked[:MOST] if score >= NEAREST)
