"""The first page, and the list of all questions."""

from diastole.answers.library import load_library
from diastole.faces.pages.experiment_figure import living_experiment
from diastole.faces.pages.living import with_policy
from diastole.faces.pages.place import READER_NAMES, PagePlace
from diastole.faces.pages.rendering import render
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.front_matter import TOPICS
from diastole.knowledge.evidence.edition import load_edition

OFTEN = (  # the first page shows the figure of the first of them
    "balloon-in-aortic-regurgitation", "balloon-in-mitral-regurgitation", "treatment-of-acute-aortic-regurgitation",
    "contraindications-of-the-balloon", "indications-of-the-balloon", "timing-of-the-balloon",
    "other-devices-in-aortic-regurgitation", "balloon-in-cardiogenic-shock", "what-is-a-balloon-pump",
)  # fmt: skip


def first_page(place: PagePlace, reader: str) -> str:
    """Return the page with an introduction, a figure and questions that are often asked."""
    first, *others = (load_library().link(id_) for id_ in OFTEN)
    page = render(
        "index.html.j2", place=place, first=first, questions=others, count=len(load_articles()), readers=READER_NAMES,
        reader=reader, **living_experiment(load_articles()[first.article].head.bench, place),
        updated=load_edition().updated,
    )  # fmt: skip
    return with_policy(page, place)


def list_page(place: PagePlace, reader: str) -> str:
    """Return the page with the questions of all articles by topic, which link to the wording for a reader."""
    topics = {
        title: [load_library().link(id_) for id_, article in load_articles().items() if article.head.topic == topic]
        for topic, title in TOPICS.items()
    }
    filled = {title: links for title, links in topics.items() if links}
    return render(
        "articles.html.j2", place=place, topics=filled, readers=READER_NAMES, reader=reader,
        updated=load_edition().updated,
    )  # fmt: skip
