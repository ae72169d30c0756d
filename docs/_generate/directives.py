"""Sphinx directives for blocks that are run: ``run-file``, ``run-shell`` and ``run-python``."""

from collections import defaultdict
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx

from _generate.execute import Block, Session, shortened

SESSIONS: defaultdict[str, Session] = defaultdict(Session)  # by page
WORDS: dict[str, list[str]] = {}
LANGUAGES = {".yaml": "yaml", ".py": "python"}


class Run(Directive):
    """Show a block, run it, and show what it prints below it."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"lines": directives.nonnegative_int, "exit": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        """Return the block and its output."""
        page = self.state.document.settings.env.docname
        session = SESSIONS[page]
        content = "\n".join(self.content) + "\n"
        options = {name: str(value) for name, value in self.options.items()}
        block = Block(self.name, content, (self.arguments or [""])[0], options)
        try:
            printed = session.run(block)
        except Exception as problem:
            raise self.error(f"{self.name} failed: {problem}") from problem
        output = shortened(printed, self.options.get("lines"))
        return [_shown(block), *([_literal(output, "text", "output")] if output else [])]


def _shown(block: Block) -> nodes.Node:
    if block.kind == "run-shell":
        return _literal("\n".join(f"$ {line}" for line in block.content.strip().splitlines()), "console")
    if block.kind == "run-python":
        return _literal(block.content.rstrip(), "python")
    language = LANGUAGES.get(f".{block.argument.rpartition('.')[2]}", "text")
    caption = nodes.caption("", "", nodes.literal(text=block.argument))
    literal = _literal(block.content.rstrip(), language)
    return nodes.container("", caption, literal, literal_block=True, classes=["literal-block-wrapper"])


def _literal(text: str, language: str, *classes: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, language=language, classes=list(classes))


def close_session(app: Sphinx, env: object, page: str) -> None:
    """Remove the folder of a page, which is about to be read again."""
    if page in SESSIONS:
        SESSIONS.pop(page).close()


def close_sessions(*_: object) -> None:
    """Remove the folders of all pages."""
    for session in SESSIONS.values():
        session.close()
    SESSIONS.clear()


def _keep(app: Sphinx, what: str, name: str, given: object, options: object, lines: list[str]) -> None:
    """Keep the docstring of a property: napoleon would read the words before a colon as a type."""
    if what == "property":
        WORDS[name] = list(lines)


def _restore(app: Sphinx, what: str, name: str, given: object, options: object, lines: list[str]) -> None:
    lines[:] = WORDS.pop(name, lines)


def setup(app: Sphinx) -> None:
    """Add the directives to Sphinx."""
    for name in ("run-file", "run-shell", "run-python"):
        app.add_directive(name, Run)
    app.connect("env-purge-doc", close_session)
    app.connect("autodoc-process-docstring", _keep, priority=100)
    app.connect("autodoc-process-docstring", _restore, priority=900)
    app.connect("build-finished", close_sessions)
