"""A saved web page → lines, with selectolax: headings, paragraphs, list items and table rows."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from .lines import Line, mended

_BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, tr, blockquote, figcaption, dt, dd, pre"
_LEFT_OUT = ["script", "style", "noscript", "nav", "header", "footer", "aside", "form", "svg", "iframe"]


def read_html(text: str) -> tuple[list[Line], str | None]:
    """The lines of the page's own content, and its title."""
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    heading = mended(title.text()) if title else None
    tree.strip_tags(_LEFT_OUT)
    root = tree.css_first("article") or tree.css_first("main") or tree.body
    lines = []
    for node in root.css(_BLOCKS) if root else []:
        if any(child.tag in ("p", "li", "ul", "ol", "tr") for child in node.traverse() if child.mem_id != node.mem_id):
            continue  # its own blocks follow
        words = mended(node.text(separator=" "))
        if words:
            rank = int(node.tag[1]) if node.tag[0] == "h" and node.tag[1:].isdigit() else 0
            lines.append(Line(text=words, after_blank=True, heading=rank, bullet=node.tag == "li"))
    return lines, heading
