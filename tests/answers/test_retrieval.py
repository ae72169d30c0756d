from diastole.answers.retrieval import Index
from diastole.answers.terms import read_question


def test_best_passage_first_and_the_same_every_time(small):
    question = read_question("Why is the balloon pump contraindicated in AR?", small.vocabulary)
    first, again = Index(small).find(question), Index(small).find(question)
    assert first == again
    assert first.hits[0].passage.id == "T-01"
    assert [hit.score for hit in first.hits] == sorted((hit.score for hit in first.hits), reverse=True)


def test_nothing_is_found_for_words_that_nobody_wrote(small):
    found = Index(small).find(read_question("xylophone zebra", small.vocabulary))
    assert found.hits == ()
    assert found.confidence == 0.0


def test_nothing_is_found_for_no_words(small):
    assert Index(small).find(read_question("?!", small.vocabulary)).confidence == 0.0


def test_strange_words_lower_the_confidence(small):
    index = Index(small)
    plain = index.find(read_question("balloon in aortic regurgitation"))
    strange = index.find(read_question("balloon in aortic regurgitation of zebras on xylophones"))
    assert strange.confidence < plain.confidence == 1.0


def test_quotes_and_operators_of_the_index_are_only_words(small):
    for text in ('balloon" OR "x', "NEAR(balloon", "terms:balloon*", "balloon AND NOT aortic"):
        Index(small).find(read_question(text))


def test_every_statement_is_found_by_its_own_words(corpus, desk):
    lost = []
    for statement in corpus.statements.values():
        hits = desk.look_up(statement.text.clinician)[1].hits[:10]
        if statement.id not in [hit.passage.id for hit in hits]:
            lost.append(statement.id)
    assert len(lost) <= len(corpus.statements) // 20, lost
