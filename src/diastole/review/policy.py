"""The editorial policy as a page: headings, paragraphs, lists and links of a Markdown file, and nothing else of it."""

from functools import lru_cache
from importlib.resources import files


def policy_text() -> str:
    """Return the policy in Markdown; its first line is the title."""
    return (files("diastole.review") / "policy.md").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def policy_html() -> str:
    """Return the policy as HTML, beginning below its title, with headings of the second level."""
    from markdown_it import MarkdownIt  # only the page needs it

    _, _, text = policy_text().partition("\n")
    return str(MarkdownIt("zero", {"html": False}).enable(["heading", "list", "emphasis", "link"]).render(text))


@lru_cache(maxsize=1)
def policy_title() -> str:
    """Return the title of the policy."""
    return policy_text().partition("\n")[0].removeprefix("# ").strip()
