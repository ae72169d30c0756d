"""The index that is kept on the disk is the one that would be made anew, and a damaged or older one is made again."""

from dataclasses import replace

import pytest

from diastole.answers import kept_index
from diastole.answers.article_index import ArticleIndex
from diastole.answers.kept_index import load_index
from tests.answers.conftest import TEXT, article
from tests.faults import DAMAGES

QUESTION = {"iabp": 1.0, "aortic_regurgitation": 1.0, "~leak": 0.5}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_index, "CACHE_FOLDER", tmp_path / "one_version")
    return tmp_path / "one_version" / "index"


@pytest.fixture
def made(monkeypatch):
    """Return the list to which each index is added that is made rather than read."""
    made = []
    monkeypatch.setattr(kept_index, "ArticleIndex", lambda *given: made.append(ArticleIndex(*given)) or made[-1])
    return made


def parts(index: ArticleIndex) -> dict[str, object]:
    """Return what can be compared of an index."""
    return {name: part for name, part in vars(index).items() if isinstance(part, (frozenset, set, dict, tuple))}


def test_of_all_articles_it_scores_and_knows_what_one_made_anew_does(library, folder, made):
    fresh = load_index(library.articles, library.lexicon)
    kept = load_index(library.articles, library.lexicon)
    assert made == [fresh]
    assert parts(kept) == parts(fresh)
    assert kept.articles is library.articles
    assert kept.lexicon is library.lexicon
    assert len(parts(fresh)) >= 6
    for text in [texts[0] for one in library.articles.values() for texts in [one.head.wordings]]:
        terms = dict.fromkeys(text.split(), 1.0) | QUESTION
        assert kept.scores(terms).tolist() == fresh.scores(terms).tolist()
        assert kept.information(terms) == fresh.information(terms)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_one_is_made_again(small, folder, made, damage):
    fresh = load_index(small.articles, small.lexicon)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    again = load_index(small.articles, small.lexicon)
    assert made == [fresh, again]
    assert parts(again) == parts(fresh)
    load_index(small.articles, small.lexicon)
    assert len(made) == 2


def test_a_changed_article_a_new_name_and_other_code_have_an_index_of_their_own(small, folder, made, monkeypatch):
    changed = article(TEXT.replace("It does not lower", "It never lowers"))
    for articles in (small.articles, {"small-one": changed}, {"other-one": replace(changed, id="other-one")}):
        load_index(articles, small.lexicon)
    monkeypatch.setattr(kept_index, "_code_hash", lambda: "of other code")
    load_index(small.articles, small.lexicon)
    assert len(made) == len(list(folder.iterdir())) == 4


def test_one_under_the_name_of_another_is_not_read(small, folder, made):
    load_index(small.articles, small.lexicon)
    (first,) = folder.iterdir()
    other = {"other-one": replace(article(), id="other-one")}
    load_index(other, small.lexicon)
    (second,) = set(folder.iterdir()) - {first}
    first.replace(second)
    assert load_index(other, small.lexicon).ids[0] == "other-one"
    assert len(made) == 3


def test_without_a_folder_it_is_made_each_time(small, tmp_path, made, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(kept_index, "CACHE_FOLDER", blocked / "cache")
    for number in (1, 2):
        assert load_index(small.articles, small.lexicon).ids[0] == "small-one"
        assert len(made) == number
