"""The rules that read covers and judgements, with their measured precision on the annotated covers."""

from __future__ import annotations

from ..model import Rule

_COVERS = (
    ("ilacs", "the cover of an ILACS report", "Inspection of Northshire local authority children’s services"),
    ("sif", "the cover of a SIF report", "Northshire County Council: Inspection date: 3 to 26 June 2015"),
    ("board", "the cover of a board's review", "Northshire Safeguarding Children Board: Inspection date: 8 June 2015"),
    ("arr-2012", "the cover of a 2012–13 protection report", "Inspection dates: 4 – 13 March 2013"),
    ("looked-after-2013", "the cover of a 2013 looked-after report", "Reporting inspector Ann Archer HMI"),
    ("slac-2009", "the cover of a 2009–12 joint report", "Inspection dates: 7 – 18 March 2011"),
)

RULES: tuple[Rule, ...] = (
    *(Rule(f"cover/{name}", summary, example, 0.99) for name, summary, example in _COVERS),
    Rule("cover/news", "the council that a news article names first", "Northshire's services rated good", 0.9),
    Rule("cover/lead-inspector", "the name behind “Lead inspector”", "Lead inspector: Ann Archer, HMI", 0.99),
    Rule("cover/ilacs-table", "a row of the table “Judgement Grade”", "Overall effectiveness Good", 0.99),
    Rule("cover/sif-table", "a numbered row of the SIF cover", "2.1 Adoption performance Good", 0.99),
    Rule(
        "cover/sif-overall",
        "the sentence with the overall judgement",
        "Children’s services in Northshire are good",
        0.99,
    ),
    Rule("judgement/record-of-findings", "a row of the last page's table", "Leadership and governance Good", 0.99),
    Rule("judgement/prose", "a judgement in a sentence", "The quality of practice is **good**.", 0.95),
    Rule(
        "judgement/board-statement",
        "the board's grade in a sentence or heading",
        "The Local Safeguarding Children Board requires improvement",
        0.98,
    ),
    Rule(
        "news/stated-grade",
        "a grade that an article states",
        "The experiences and progress of care leavers are good.",
        0.95,
    ),
)
