"""A strict reader of HTML for tests: tags must close in order."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "source", "path", "use", "rect", "circle", "line", "stop"}


class HtmlPage(HTMLParser):
    """The tags of a page with their attributes, its text without styles and scripts, and its prose without code."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.text, self.prose = [], [], "", ""
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.text += data
            self.prose += "" if {"pre", "code"} & set(self.open) else data

    def all(self, name):
        """Return the attributes of each tag of a name."""
        return [values for tag, values in self.tags if tag == name]

    def values(self, *names):
        """Return the values of attributes of any tag."""
        return [values[name] for _, values in self.tags for name in names if name in values]
