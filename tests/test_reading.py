"""A file → Document: offsets, pages, paragraphs and their numbers, bullets, footnotes, running lines, encodings."""

from __future__ import annotations

import os
from pathlib import Path

import pdfs
import pytest
from pdfs import Page
from support import as_document

from graphbuilder import reading
from graphbuilder.errors import UnreadableFile, UsageError
from graphbuilder.model import Document
from graphbuilder.reading.lines import mended
from graphbuilder.reading.pdf import read_pdf
from graphbuilder.reading.sentences import sentence_spans


def texts(document: Document, *kinds: str) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs if not kinds or p.kind in kinds]


def one(document: Document, words: str) -> str:
    """The one paragraph with these words."""
    found = [text for text in texts(document) if words in text]
    assert len(found) == 1, found
    return found[0]


@pytest.fixture(scope="module")
def printed() -> Document:
    """Three pages with all that a report's page can hold."""
    first = (
        Page()
        .heading("A long report", 24)
        .paragraph("1.   The borough has a multi-", "agency team that sits in one place.")
        .paragraph("2.   The second paragraph runs over the end of", "the page in the middle of a sentence that")
        .footnote("1 A note in small print.")
    )
    second = (
        Page()
        .goes_on("ends at the top of the next page.")
        .paragraph("3.   These are the plans:")
        .bullet("the first plan")
        .bullet("the second plan, which", "hangs over its line")
        .bullet("a plan inside it", glyph="o")
        .heading("The next part")
        .paragraph("4.   In 2013-", "14 the short-", "and long-term plans of Southend-on-", "Sea were one.")
    )
    third = Page().paragraph("5.   The last paragraph.")
    data = pdfs.pdf([first, second, third], header="Some report of 2014", numbers=True, title="In the file")
    return as_document(data, "report.pdf")


def test_offsets_of_paragraphs_give_their_words_and_never_a_line_break(printed: Document) -> None:
    for paragraph in printed.paragraphs:
        words = printed.text[paragraph.start : paragraph.end]
        assert words == words.strip() and "\n" not in words and words
    assert "\n".join(texts(printed)) + "\n" == printed.text


def test_sentences_lie_inside_their_paragraph(printed: Document) -> None:
    for paragraph in printed.paragraphs:
        for start, end in paragraph.sentences:
            assert paragraph.start <= start < end <= paragraph.end


def test_a_paragraph_over_a_page_break_is_whole_and_its_words_keep_their_page(printed: Document) -> None:
    words = one(printed, "runs over the end")
    assert words.endswith("the page in the middle of a sentence that ends at the top of the next page.")
    assert printed.page_at(printed.text.index("runs over")) == 1
    assert printed.page_at(printed.text.index("ends at the top")) == 2


def test_the_footnote_of_a_page_keeps_its_page_behind_a_paragraph_that_runs_over(printed: Document) -> None:
    assert texts(printed, "footnote") == ["1 A note in small print."]
    assert printed.page_at(printed.text.index("A note in small")) == 1
    assert printed.page_at(printed.text.index("These are the plans")) == 2


def test_running_headers_and_page_numbers_are_kept_out(printed: Document) -> None:
    assert printed.running_lines == ("Some report of 2014",)
    assert "Some report" not in printed.text
    assert not any(text.isdigit() for text in texts(printed))


def test_printed_numbers_are_kept_and_bullets_take_that_of_their_paragraph(printed: Document) -> None:
    numbers = {printed.text[p.start : p.end]: p.number for p in printed.paragraphs}
    assert numbers[one(printed, "multi-agency")] == "1"
    assert numbers[one(printed, "the first plan")] == "3"
    assert numbers[one(printed, "The last paragraph")] == "5"
    assert numbers["The next part"] is None


def test_bullets_have_their_hanging_lines_and_their_depth(printed: Document) -> None:
    bullets = {printed.text[p.start : p.end]: p.level for p in printed.paragraphs if p.kind == "bullet"}
    assert bullets == {
        "• the first plan": 1,
        "• the second plan, which hangs over its line": 1,
        "o a plan inside it": 2,
    }


def test_sections_are_the_heading_above(printed: Document) -> None:
    sections = {p.number: p.section for p in printed.paragraphs if p.kind == "paragraph"}
    assert sections["3"] == "" and sections["4"] == sections["5"] == "The next part"


def test_hyphens_at_line_ends(printed: Document) -> None:
    """A word, a range and a name are whole; "short- and long-term" keeps its space."""
    assert one(printed, "2013") == "4. In 2013-14 the short- and long-term plans of Southend-on-Sea were one."


def test_a_line_has_the_place_and_the_size_that_it_was_drawn_with() -> None:
    page = Page().heading("A heading", 20.0).paragraph("A line of the body", "and another", indent=30.0)
    heading, body, further = read_pdf(pdfs.pdf([page]), Path("report.pdf")).lines
    assert (heading.size, body.size, heading.x, body.x) == (20.0, pdfs.SIZE, pdfs.LEFT, pdfs.LEFT + 30)
    assert body.y is not None and further.y is not None and body.right is not None and further.right is not None
    assert body.y - further.y == pytest.approx(pdfs.PITCH, abs=0.01)
    assert further.right < body.right and further.page_height == pytest.approx(842, abs=1)


def test_pages_and_the_title_in_the_file(printed: Document) -> None:
    assert printed.page_count == 3
    assert printed.title == "In the file"
    assert printed.media_type == "application/pdf"


def test_evidence_has_no_white_space_around_it_and_knows_its_place(printed: Document) -> None:
    start = printed.text.index("These are") - 1
    found = printed.evidence(start, start + 12)
    assert found.quote == printed.text[found.start : found.end] == "These are t"
    assert (found.page, found.paragraph) == (2, "3")


@pytest.mark.parametrize("char", ["\x02", "\ufffe", "\u00ad"])
def test_the_hyphen_that_pdfium_gives_as_a_control_character_is_mended(char: str) -> None:
    assert mended(f"multi{char}agency") == "multi-agency"


def test_control_characters_become_spaces() -> None:
    assert mended(" a\x0b\x1fb\u00a0\tc\x00d ") == "a b cd"
    assert mended(" a b ") == mended("a  b") == mended("a b") == "a b"


# ---------------------------------------------------------------- numbers in all their shapes


def numbered(*lines: str) -> dict[str, str | None]:
    page = Page().heading("Part")
    for line in lines:
        page.paragraph(line)
    document = as_document(pdfs.pdf([page]), "report.pdf")
    paragraphs = [p for p in document.paragraphs if p.kind == "paragraph"]
    return {document.text[p.start : p.end].split(" ", 1)[-1][:12]: p.number for p in paragraphs}


def test_numbers_with_and_without_a_dot() -> None:
    assert numbered("1. One thing.", "2. Two things.") == {"One thing.": "1", "Two things.": "2"}
    assert numbered("1 One thing.", "2 Two things.") == {"One thing.": "1", "Two things.": "2"}


def test_a_year_or_a_count_at_the_start_of_a_paragraph_is_no_number() -> None:
    found = numbered("1. One thing.", "45 Children live there.", "2. Two things.")
    assert found == {"One thing.": "1", "Children liv": None, "Two things.": "2"}


def test_a_number_inside_a_line_is_found_when_the_next_one_follows() -> None:
    document = as_document("Part\n\n1. One thing is here.\n\nTwo things 2. are there.\n\n3. Three things.\n")
    numbers = [p.number for p in document.paragraphs if p.kind == "paragraph"]
    assert numbers == ["1", "2", "3"]


def test_a_missing_number_is_given_to_the_one_long_paragraph_between() -> None:
    long = "This paragraph has lost its number but not its place. " * 5
    document = as_document(f"Part\n\n1. One thing is here.\n\n{long}\n\n3. Three things.\n")
    assert [p.number for p in document.paragraphs if p.kind == "paragraph"] == ["1", "2", "3"]


def test_the_lines_of_a_table_of_contents_are_no_headings() -> None:
    text = "Contents\n\nThe first part 2\n\nThe second part 14\n\fThe first part\n\n1. One thing is here.\n"
    document = as_document(text)
    assert [p.kind for p in document.paragraphs][:3] == ["contents"] * 3
    assert document.paragraphs[-1].section == "The first part"


# ---------------------------------------------------------------- text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_told_apart(encoding: str) -> None:
    document = as_document("The council’s work – it is good.\n".encode(encoding))
    assert document.text == "The council’s work – it is good.\n"
    assert document.warnings == ()


def test_a_guessed_encoding_is_windows_own_and_is_said() -> None:
    document = as_document("The council’s work – it is “good” in most of its parts.\n".encode("cp1252"))
    assert document.text == "The council’s work – it is “good” in most of its parts.\n"
    assert "cp1252" in document.warnings[0] and "UTF-8" in document.warnings[0]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + bytes(200), bytes(range(256)) * 4, "abc".encode("utf-32")])
def test_what_is_not_text_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="not text.*save it as UTF-8"):
        as_document(data)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(end: str) -> None:
    document = as_document(end.join(["A heading", "", "One line", "and its rest.", "", "Two."]))
    assert document.text == "A heading\nOne line and its rest.\nTwo.\n"


def test_a_form_feed_begins_a_page() -> None:
    document = as_document("One thing.\n\fTwo things.\n\f\fFour things.\n")
    assert [document.page_at(document.text.index(word)) for word in ("One", "Two", "Four")] == [1, 2, 4]
    assert as_document("One thing.\n").page_count is None


def test_headings_of_markdown_keep_their_rank() -> None:
    document = as_document("# Top\n\n## Part\n\nSome words here.\n\n## Other\n\nMore words here.\n", "report.md")
    assert [p.section for p in document.paragraphs if p.kind == "paragraph"] == ["Part", "Other"]
    assert document.paragraphs[0].kind == "heading"  # the title: no section, since all stands below it


# ---------------------------------------------------------------- web pages

PAGE = """<!DOCTYPE html><html><head><title>A title</title><style>p {}</style></head><body>
<header>The site</header><nav><p>Menu</p></nav>
<article><header><h1>What was found</h1></header><p>The council is <b>good</b>.</p>
<ul><li>One</li><li>Two: <ul><li>inner</li></ul></li><li><p>Three</p></li></ul>
<table><tr><th>Judgement</th><th>Grade</th></tr><tr><td>Overall effectiveness</td><td>Good</td></tr></table>
</article><footer>Foot</footer></body></html>"""


def test_a_web_page_gives_its_own_content_in_order() -> None:
    document = as_document(PAGE, "page.html")
    assert [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs] == [
        ("heading", "What was found"),
        ("paragraph", "The council is good."),
        ("bullet", "One"),
        ("bullet", "Two:"),
        ("bullet", "inner"),
        ("bullet", "Three"),
        ("paragraph", "Judgement Grade"),
        ("paragraph", "Overall effectiveness Good"),
    ]
    assert document.title == "A title"
    assert document.page_at(0) is None


def test_a_page_inside_a_form_or_of_bare_lines_is_read() -> None:
    """Some councils' sites wrap the whole page in a form; some use no paragraphs."""
    assert as_document("<html><body><form><p>In a form.</p></form></body></html>", "a.html").text == "In a form.\n"
    assert "Only" in as_document("<html><body><div>Only<br>lines</div></body></html>", "a.html").text


def test_a_web_page_is_known_by_its_content_and_not_by_its_name() -> None:
    assert as_document(PAGE, "page.txt").media_type == "text/html"


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One thing. Two things.", 2),
        ("Staff, e.g. Dr. Archer of St. Helens, came. They left.", 2),
        ("Was it good? It was!” The end.", 3),
        ("It ended here.4 The next one began.", 2),
        ("Between 3.5 and 4.5 per cent of them.", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    spans = sentence_spans(text, 0, len(text))
    assert len(spans) == count
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


# ---------------------------------------------------------------- files and folders


def test_a_folder_is_walked_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.PDF", "a/notes.docx", ".hidden/three.txt", "four.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [name for _, name in reading.find_files([tmp_path])] == ["a/one.PDF", "b/two.txt", "four.html"]


def test_a_named_file_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "report.text"
    path.write_text("x")
    assert list(reading.find_files([path])) == [(path, "report.text")]


def test_an_input_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        list(reading.find_files([tmp_path / "nowhere"]))


def test_a_broken_link_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nothing.pdf")
    [(path, _)] = reading.find_files([tmp_path])
    with pytest.raises(UnreadableFile, match="cannot be read"):
        reading.read_bytes(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_hang_the_build(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UnreadableFile, match="no plain file"):
        reading.read_bytes(tmp_path / "pipe.pdf")


def test_reading_twice_gives_the_same(printed: Document) -> None:
    data = pdfs.ilacs()
    assert as_document(data, "a.pdf") == as_document(data, "a.pdf")
