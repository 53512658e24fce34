"""A saved web page → lines, with selectolax: headings, paragraphs, list items and table rows."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .lines import NO_HEADING, Line, mended

_BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, tr, blockquote, figcaption, dt, dd, pre"
_INNER = {"p", "li", "ul", "ol", "tr"}  # what stands in a block and is a block of its own
_PARTING = "br, td, th, div, section"  # tags that part two words; others ("<b>") stand inside one line
_LEFT_OUT = ["script", "style", "noscript", "nav", "aside", "svg", "iframe", "button", "select", "input", "textarea"]


def read_html(text: str) -> tuple[list[Line], str | None]:
    """The lines of the page's own content, and its title."""
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    heading = mended(title.text()) if title else None
    tree.strip_tags(_LEFT_OUT)
    for node in tree.css(_PARTING):
        node.insert_after(" ")
    root = tree.css_first("article") or tree.css_first("main")
    if root is None:  # the page's own header and footer; an article's header holds its title
        tree.strip_tags(["header", "footer"])
        root = tree.body
    lines = [line for node in (root.css(_BLOCKS) if root else []) for line in _lines_of(node)]
    if not lines and root:  # text in nothing but <div> and <br>
        lines = [Line(text=words) for part in root.text(separator="\n").split("\n") if (words := mended(part))]
    return lines, heading


def _lines_of(node: LexborNode) -> Iterator[Line]:
    """The line of a block; of one that holds other blocks only the words before them."""
    if any(child.tag in _INNER for child in node.traverse() if child.mem_id != node.mem_id):
        words = mended(_own_words(node))
    else:
        words = mended(node.text())
    if words:
        tag = node.tag or ""
        rank = int(tag[1]) if tag[:1] == "h" and tag[1:].isdigit() else NO_HEADING
        bullet = tag == "li" or (tag == "p" and node.parent is not None and node.parent.tag == "li")
        yield Line(text=words, after_blank=True, heading=rank, bullet=bullet)


def _own_words(node: LexborNode) -> str:
    """What stands in a list item before its own list."""
    if node.tag != "li":
        return ""
    found = []
    for child in node.iter(include_text=True):
        if child.tag in _INNER:
            break
        found.append(child.text())
    return "".join(found)
