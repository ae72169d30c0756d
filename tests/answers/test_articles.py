"""Each rule of articles catches what it is there for; `make lint` asks whether every article keeps them."""

import pytest

from diastole.answers import check_articles
from diastole.answers.check_articles import check_files
from diastole.knowledge.articles.article import READERS, ArticleError, parse_article
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.front_matter import TOPICS
from diastole.studies.experiments.runs import bench_key, load_record
from tests.answers.conftest import HEAD, TEXT, faults

FEWEST = 80


def planted(old: str, new: str, text: str = TEXT) -> str:
    assert old in text
    return text.replace(old, new)


def test_there_are_enough_for_every_topic_and_every_reader_with_recorded_experiments():
    articles, recorded = load_articles(), load_record().runs
    assert len(articles) >= FEWEST
    assert {article.head.topic for article in articles.values()} == set(TOPICS)
    for id_, article in articles.items():
        assert set(article.texts) == set(READERS), id_
        assert all(bench_key(bench) in recorded for bench in article.benches.values()), id_


def test_the_small_article_is_right():
    assert faults(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("50 %", "40 %", "40 % is in no support"),
        ("[T-01]\n\n## Mech", "[T-09]\n\n## Mech", "'T-09' does not exist"),
        ("[T-01]\n\n## Mech", "[T-03]\n\n## Mech", "T-03 has no source, which a bottom line needs"),
        ("raises the regurgitant", "lowers the regurgitant", "its support says the opposite"),
        ("is contraindicated in", "is recommended in", "speaks for something"),
        ("is contraindicated in", "is not contraindicated in", "speaks for something"),
        ("C05:holds", "C05:does_not_hold", "the runs say holds"),
        ("C05:holds", "C99:holds", "claim 'C99' does not exist"),
        ("{rise aortic_regurgitant_volume}", "{fall aortic_regurgitant_volume}", "does not fall"),
        ("{rise aortic_regurgitant_volume}", "{rise cardiac_otput}", "not a measure"),
        ("adds {rise aortic_regurgitant_volume} to", "lowers by {rise aortic_regurgitant_volume}", "for the other way"),
        ("{rise aortic_regurgitant_volume}", "{rise aortic_regurgitant_volume at off}", "'off' is not an arm"),
        ("{rise aortic_regurgitant_volume}", "{more aortic_regurgitant_volume}", "not asked for as in"),
        ("[bench]", "[mitral]", "run 'mitral' does not exist"),
        ("leaks badly.", "leaks badly, and it would be safe otherwise.", "says 'safe' to a patient"),
        ("leaks badly.", "exhibits haemodynamically significant regurgitation.", "reads at grade"),
        ("volume. [T-02", "volume. It rises. [T-02", "two sentences share a support"),
        ("each leak. [bench]", f"each leak. [bench]\n{'Inflation raises the regurgitant volume. [T-02]' * 90}", "450"),
        ("50 % or more.", f"50 % or more{' and more' * 30}.", "60 are allowed"),
        (
            "Inflation raises the regurgitant volume. [T-02, C05:holds]",
            "The balloon pump raises the regurgitant volume in aortic regurgitation. [T-02]\n"
            "The balloon pump lowers the regurgitant volume in aortic regurgitation. [T-02]",
            "contradicts line",
        ),
        ("50 % or more. [T-01]", "50 % or more (class III). [T-01]", "without the year of its guideline"),
        (
            "volume. [T-02, C05",
            "volume. [T-02]\nThe regurgitant volume with inflation raises. [T-02]\nInflation raises. [T-02, C05",
            "repeats line",
        ),
    ],
)
def test_planted_faults_are_caught(old, new, said):
    reasons = faults(planted(old, new))
    assert any(said in reason for reason in reasons), reasons


@pytest.mark.parametrize("word", ["It", "They", "This", "Both", "One", "There", "Then", "Here"])
@pytest.mark.parametrize("reader", ["# Clinician\n\n", "## Mechanism\n\n", "# Patient\n\n"])
def test_a_first_sentence_that_leans_on_another_is_caught_with_its_place(word, reader):
    leaning = f"{word} leaks. [T-02]"
    text = planted(reader, f"{reader}{leaning}\n", TEXT)
    line = (HEAD + text).splitlines().index(leaning) + 1
    found = [fault for fault in faults(text) if f"opens a section with ‘{word}’" in fault]
    assert len(found) == 1
    assert found[0].startswith(f"small-one.md:{line}: ‘{word} leaks.’")


def test_a_later_sentence_may_lean_and_a_word_that_begins_alike_does_not():
    assert not any("opens a section" in fault for fault in faults(TEXT))  # a second sentence begins with It
    text = planted("Inflation raises", "Oneness raises")
    assert not any("opens a section" in fault for fault in faults(text))


def test_a_class_may_follow_the_year_of_its_guideline_in_the_same_section_only():
    said = "without the year of its guideline"
    dated = "50 % or more (ACC/AHA 2020, class III)."
    assert not any(said in fault for fault in faults(planted("50 % or more.", dated)))
    later = planted("50 % or more.", dated).replace("volume. [T-02]", "volume (class III). [T-02]", 1)
    assert any(said in fault for fault in faults(later))


def test_sentences_that_share_their_words_only_in_part_are_no_repetition():
    assert not any("repeats line" in fault for fault in faults(TEXT))


@pytest.mark.parametrize(
    ("told", "is_fault"),
    [
        ("Inflation worsens the regurgitant volume. [T-02]", True),
        ("Inflation worsens the regurgitant volume, since the gradient rises. [T-02]", False),
        ("Inflation worsens the regurgitant volume. [T-02]\nThe gradient rises, so the leak rises. [T-02]", False),
    ],
)
def test_a_section_that_is_asked_why_gives_a_reason(told, is_fault):
    text = planted(
        "## Mechanism\n\nInflation raises the regurgitant volume. [T-02, C05:holds]\nIt does not lower",
        f"## Mechanism\n\n? why does the leak grow\n\n{told}\nInflation does not lower",
    )
    if is_fault:
        text = text.replace("Inflation does not lower the regurgitant volume. [T-02]\n", "")
    assert any("gives no reason" in fault for fault in faults(text)) == is_fault


def test_a_withdrawn_statement_is_caught():
    assert any("withdrawn: wrong" in fault for fault in faults(TEXT, withdrawn="wrong"))


def test_a_section_says_which_questions_it_answers_and_which_beliefs_it_sets_right():
    text = planted("## Mechanism\n", "## Mechanism\n\n? by what way does it harm\n? why, then?\n! It does no harm.\n")
    opening, section = parse_article(HEAD + text, "small-one").texts["clinician"][:2]
    assert section.asked == ("by what way does it harm", "why, then?")
    assert section.corrects == ("It does no harm.",)
    without = parse_article(HEAD + TEXT, "small-one").texts["clinician"][1]
    assert [each.template for each in section.sentences] == [each.template for each in without.sentences]
    assert (opening.asked, opening.corrects) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (" [T-01]\n\n## Mech", "\n\n## Mech", "nothing supports"),
        ("[T-01]\n\n## Mech", "[G02]\n\n## Mech", "'G02'"),
        ("# Trainee", "# Student", "# Student"),
        (TEXT[TEXT.index("# Patient") :], "", "'# Patient' is missing"),
        ("## Mechanism\n", "## Mechanism\n\n## Next\n", "the section 'Mechanism' has no sentence"),
        ("# Clinician", "[T-01] # Clinician", "before '# Clinician'"),
        ("topic: contraindications", "topic: weather", "topic"),
        ("subject: [iabp,", "subject: [iapb,", "Did you mean 'iabp'"),
        ("patient: acute_severe_ar", "patient: acute_severe", "not a preset"),
        ("why no iabp in ar, iabp ai reason, balloon", "balloon", "wordings"),
        ("?\ntopic", ".\ntopic", "question"),
        ("---\nquestion", "question", "a head between two lines"),
        ("author: The diastole authors\n", "", "author"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(old, new, said):
    with pytest.raises(ArticleError, match=r"small-one\.md") as refused:
        parse_article(planted(old, new, HEAD + TEXT), "small-one")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("other-two]", "other-tow]", "no other article"),
        ("controls: [heart_rate]", "controls: [heart_rat]", "not a key"),
        ("40 mL}", "40 mmHg}", "bench"),
    ],
)
def test_a_head_that_names_what_is_not_there_is_caught(old, new, said):
    assert any(said in fault for fault in faults(TEXT, planted(old, new, HEAD)))


def test_a_wording_belongs_to_one_article():
    lines = check_files(dict.fromkeys(("one", "two"), HEAD + TEXT))
    assert any("is a wording of" in line for line in lines)


def test_the_check_of_all_articles_ends_with_an_error_where_one_has_a_fault(monkeypatch, capsys):
    monkeypatch.setattr(check_articles, "article_files", lambda: [("small-one", HEAD + TEXT)])
    assert check_articles.main([]) == 2
    assert "other-one" in capsys.readouterr().out
    monkeypatch.setattr(check_articles, "check_files", lambda *given, **named: [])
    assert check_articles.main([]) == 0
