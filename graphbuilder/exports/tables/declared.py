"""TABLES: every table of the star schema, in the order in which people want them; here those of evidence and codes."""

from __future__ import annotations

from ...vocabulary import PREFIXES
from .fact_tables import (
    ARRANGEMENT_AUTHORITIES,
    ARRANGEMENTS,
    EARLIER_INSPECTIONS,
    JUDGEMENTS,
    PARTICIPATIONS,
    POSTS,
    RECOMMENDATION_SERVICE_TYPES,
    RECOMMENDATIONS,
    SERVICE_STATES,
    STATISTICS,
)
from .schema import (
    Column,
    Table,
    authority_names,
    concepts,
    each,
    evidence,
    facts,
    label,
    row_of,
)
from .thing_tables import (
    AGENCIES,
    AGENCY_KINDS,
    AUTHORITIES,
    INSPECTIONS,
    INSPECTORS,
    PEOPLE,
    REPORTS,
    SERVICES,
    STATISTICAL_NEIGHBOURS,
)

# ---------------------------------------------------------------- evidence

FACTS = Table(
    "facts",
    "Facts",
    "Every fact of every kind as each report says it: what joins the tables of facts with their evidence.",
    facts,
    (
        Column("kind", "code", "rdf:type", "Class of the fact: Judgement, Recommendation, Inspection …"),
        Column("rule", "text", "gb:rule", "Rule that found it."),
        Column(
            "confidence",
            "decimal",
            "gb:confidence",
            "Share of this rule's facts that people who read them found right.",
        ),
        Column(
            "repeats", "boolean", lambda _: False, "True where an earlier row has the same fact from another report."
        ),
        Column("report", "id", "@report", "Key of the report that says it.", "reports"),
        Column("fact", "id", ".", "IRI of the fact below the base of the build."),
        Column("id", "id", row_of, "The fact as this report says it."),
    ),
    order=("report", "fact"),
    group="evidence",
)
EVIDENCE = Table(
    "evidence",
    "Evidence",
    "The report's words behind every fact, with page and place: a row for each fact and each passage.",
    evidence,
    (
        *authority_names("@report/gb:reportsOn/gb:inspectedAuthority")[:1],
        Column("page", "integer", "@item/gb:page", "Page of the report."),
        Column("paragraph", "text", "@item/gb:paragraph", "Printed number of the paragraph."),
        Column("section", "text", "@item/gb:section", "Heading of the section."),
        Column("quote", "prose", "@item/oa:hasSelector/oa:exact", "The words, as they stand in the report."),
        Column(
            "start", "integer", "@item/oa:hasSelector/oa:start", "Where they begin in the report's text, in characters."
        ),
        Column("end", "integer", "@item/oa:hasSelector/oa:end", "Where they end in it."),
        Column("fact", "id", row_of, "Key of the fact.", "facts"),
        Column("report", "id", "@report", "Key of the report.", "reports"),
        Column("id", "id", "@item", "IRI of the evidence below the base of the build."),
    ),
    key=("fact", "id"),
    order=("report", "start", "end"),
    group="evidence",
)
FINDINGS = Table(
    "findings",
    "Findings",
    "What the checks of the build found: read these facts with care.",
    each(),
    (
        Column("severity", "text", lambda found: found["severity"], "Violation, Warning or Info."),
        Column("code", "text", lambda found: found["code"], "Name of the check."),
        Column("message", "prose", lambda found: found["message"], "What was found."),
        Column("page", "integer", lambda found: found["page"], "Page of the report."),
        Column("paragraph", "text", lambda found: found["paragraph"], "Printed number of the paragraph."),
        Column("concerns", "id", lambda found: found["focus"], "IRI of what it is about, below the base of the build."),
        Column("file", "text", lambda found: found["file"], "The report's file."),
        Column("report", "id", lambda found: found["report"], "Key of the report.", "reports"),
        Column("id", "integer", lambda found: found["id"], "Number of the finding."),
    ),
    source="findings",
    group="evidence",
)

# ---------------------------------------------------------------- codes


def _codes(name: str, title: str, about: str, scheme: str, *more: Column) -> Table:
    columns = (
        label("name", ".", "Name."),
        *more,
        Column("definition", "prose", "skos:definition", "What it means."),
        Column("id", "code", ".", "Key."),
    )
    return Table(
        name, title, about, concepts(scheme), columns, source="ontology", namespace=PREFIXES[scheme], group="codes"
    )


_RANK = Column("grade_order", "integer", "gb:rank", "From 1, the best; the third grades of both scales are 3.")
CODES = (
    _codes("grades", "Grades", "The grades of both scales.", "grade", _RANK),
    _codes("areas", "Areas", "What is judged.", "area"),
    _codes("frameworks", "Frameworks", "The frameworks under which inspections are made.", "framework"),
    _codes("service_types", "Service types", "Kinds of service.", "service-type"),
    _codes("agency_types", "Agency types", "Kinds of agency.", "agency-type"),
    _codes("roles", "Roles", "Parts that an agency takes in a service.", "role"),
    _codes("post_types", "Post types", "Posts.", "post"),
    _codes("measures", "Measures", "What statistics count.", "measure"),
)

TABLES: tuple[Table, ...] = (
    JUDGEMENTS,
    RECOMMENDATIONS,
    RECOMMENDATION_SERVICE_TYPES,
    SERVICE_STATES,
    PARTICIPATIONS,
    ARRANGEMENTS,
    ARRANGEMENT_AUTHORITIES,
    POSTS,
    STATISTICS,
    EARLIER_INSPECTIONS,
    AUTHORITIES,
    STATISTICAL_NEIGHBOURS,
    REPORTS,
    INSPECTIONS,
    INSPECTORS,
    PEOPLE,
    SERVICES,
    AGENCIES,
    AGENCY_KINDS,
    FACTS,
    EVIDENCE,
    FINDINGS,
    *CODES,
)
