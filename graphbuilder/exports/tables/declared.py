"""TABLES: every table of the star schema, in the order in which people want them."""

from __future__ import annotations

from ...vocabulary import PREFIXES
from .schema import (
    ID,
    Column,
    Table,
    authority_names,
    code,
    concepts,
    date_precision,
    each,
    evidence,
    fact_table,
    facts,
    has_report,
    is_board,
    label,
    lead_or_team,
    mentions,
    of_own_inspection,
    pairs,
    row_of,
    visits,
    whom,
)
from .schema import FOUND as _FOUND
from .schema import SAID as _SAID

# ---------------------------------------------------------------- facts

JUDGEMENTS = fact_table(
    "judgements",
    "Judgements",
    "The grades: one row for each area that an inspection judged; also those of earlier inspections that a report names.",
    "gb:Judgement",
    (
        label("area_name", "gb:area", "What is judged."),
        label("grade_name", "gb:grade", "The grade."),
        Column("grade_order", "integer", "gb:grade/gb:rank", "From 1, the best; the third grades of both scales are 3."),
        Column("subject", "text", whom("gb:subject"), "Whom it judges: authority, or board (for safeguarding children)."),
        Column("own_report", "boolean", of_own_inspection, "True in the report of that inspection; else it looks back."),
        label("framework_name", "gb:inspection/gb:framework", "Framework of the inspection."),
    ),
    keys=(
        code("area", "gb:area", "areas"),
        code("grade", "gb:grade", "grades"),
        code("heading_grade", "gb:headingGrade", "grades"),
    ),
    order=("area",),
)
RECOMMENDATIONS = fact_table(
    "recommendations",
    "Recommendations",
    "What each was told to improve, in full, in the order of the report.",
    "gb:Recommendation",
    (
        Column("position", "integer", "gb:position", "Its place among those of the report, from 1."),
        Column("text", "prose", "dcterms:description", "The recommendation in full."),
        Column("deadline", "text", "gb:deadline", "When it is to be done: immediately, 3 months, 6 months; or empty."),
        Column("addressed_to", "text", whom("gb:addressedTo"), "To whom: authority or board."),
        Column(
            "service_types",
            "label",
            "gb:concernsServiceType/skos:prefLabel",
            "Services that it is about; the same, a row each, in recommendation_service_types.",
            several=True,
        ),
        Column("refers_to", "text", "gb:refersToParagraph", "Paragraphs that it refers to.", several=True),
    ),
    order=("position",),
    words=False,
)
RECOMMENDATION_SERVICE_TYPES = Table(
    "recommendation_service_types",
    "Recommendations by service",
    "Which services each recommendation is about: a row for each pair.",
    pairs("gb:Recommendation", "gb:concernsServiceType"),
    (
        label("service_type_name", "@item", "Kind of service."),
        Column("recommendation", "id", row_of, "Key of the recommendation.", "recommendations"),
        code("service_type", "@item", "service_types"),
    ),
    key=("recommendation", "service_type"),
)
SERVICE_STATES = fact_table(
    "service_states",
    "Service states",
    "In which state an inspection found a service: planned, newly-established, operational, being-recommissioned, ended.",
    "gb:ServiceState",
    (
        label("service_name", "gb:service", "The service."),
        label("service_type_name", "gb:service/gb:serviceType", "Kind of service."),
        Column("state", "text", "gb:state", "Its state."),
    ),
    keys=(
        Column("service", "id", "gb:service", "Key of the service.", "services"),
        code("service_type", "gb:service/gb:serviceType", "service_types"),
    ),
    order=("service",),
)
PARTICIPATIONS = fact_table(
    "participations",
    "Participations",
    "Which agency takes which part in a service, as an inspection found it; also that one is missing (not-represented).",
    "gb:Participation",
    (
        label("service_name", "gb:service", "The service."),
        label("service_type_name", "gb:service/gb:serviceType", "Kind of service."),
        label("agency_name", "gb:agency", "The agency."),
        label("role_name", "gb:role", "Its part."),
    ),
    keys=(
        Column("service", "id", "gb:service", "Key of the service.", "services"),
        code("service_type", "gb:service/gb:serviceType", "service_types"),
        Column("agency", "id", "gb:agency", "Key of the agency.", "agencies"),
        code("role", "gb:role", "roles"),
    ),
    order=("service", "agency", "role"),
)
ARRANGEMENTS = fact_table(
    "arrangements",
    "Shared arrangements",
    "Services that authorities share, or that a body delivers for them.",
    "gb:SharedArrangement",
    (
        label("service_type_name", "gb:serviceType", "Kind of service."),
        Column("service_name", "label", "gb:serviceName|gb:service/skos:prefLabel", "The service."),
        Column("kind", "text", "gb:arrangementKind", "How: joint-delivery, joint-commissioning, delivered-by-body …"),
        Column("state", "text", "gb:state", "Planned, operational, ended …"),
        Column(
            "shared_by",
            "label",
            "gb:participatingAuthority/skos:prefLabel",
            "The authorities; the same, a row each, in arrangement_authorities.",
            several=True,
        ),
        label("delivered_by_name", "gb:deliveredBy", "The body that delivers it."),
        Column("stated_partners", "integer", "gb:statedPartnerCount", "Number of other authorities, where one is said."),
        Column("unnamed_partner", "text", "gb:unnamedPartner", "Words for partners that are not named."),
    ),
    keys=(
        code("service_type", "gb:serviceType", "service_types"),
        Column("service", "id", "gb:service", "Key of the service.", "services"),
        Column("delivered_by", "id", "gb:deliveredBy", "Key of the body.", "agencies"),
    ),
    order=("service_type", "service"),
)
ARRANGEMENT_AUTHORITIES = Table(
    "arrangement_authorities",
    "Arrangements by authority",
    "Which authorities take part in each shared arrangement: a row for each pair.",
    pairs("gb:SharedArrangement", "gb:participatingAuthority"),
    (
        label("authority_name", "@item", "Short name of the council."),
        Column("arrangement", "id", row_of, "Key of the arrangement.", "arrangements"),
        code("authority", "@item", "authorities"),
    ),
    key=("arrangement", "authority"),
)
POSTS = fact_table(
    "posts",
    "Posts",
    "Who holds a post such as director or board chair, since when, and whether it is vacant or interim.",
    "gb:PostHolding",
    (
        label("post_name", "gb:post", "The post."),
        Column("printed_title", "text", "dcterms:title", "Its title as printed, where that differs."),
        Column("holder_name", "text", "gb:holder/foaf:name", "Who holds it, where the report prints a name."),
        Column("status", "text", "gb:postStatus", "In post, interim, vacant …"),
        Column("since", "text", "gb:since", "Since when, as printed: a month or a year."),
        Column("since_date", "date", "gb:since", "The first day of that month or year."),
    ),
    keys=(
        code("post", "gb:post", "post_types"),
        Column("holder", "id", "gb:holder", "Key of the person.", "people"),
    ),
    order=("post",),
)
STATISTICS = fact_table(
    "statistics",
    "Statistics",
    "Figures as the report prints them.",
    "gb:Statistic",
    (
        label("measure_name", "gb:measure", "What is counted."),
        Column("value", "decimal", "gb:value", "The figure."),
        Column("unit", "text", "gb:unit", "Its unit: children, percent, per-10000 …"),
        Column("comparator", "text", "gb:comparator", "Whose figure it is, where not the authority's own: England …"),
        Column("at", "text", "gb:refDate", "Its date, as printed: a day, a month or a year."),
        Column("at_date", "date", "gb:refDate", "The first day of that."),
    ),
    keys=(code("measure", "gb:measure", "measures"),),
    order=("measure", "at", "comparator"),
)
EARLIER_INSPECTIONS = Table(
    "earlier_inspections",
    "Earlier inspections",
    "Where a report speaks of an earlier inspection. What that judged is in judgements.",
    mentions,
    (
        *authority_names("gb:inspectedAuthority"),
        Column("stated", "text", "gb:statedDate", "Its date as said: a month or a year."),
        label("framework_name", "gb:framework", "Its framework."),
        Column("subject", "text", "gb:about", "What it was of, in the words used.", several=True),
        *_SAID,
        *(column for column in _FOUND if column.name in ("rule", "confidence", "repeats")),
        Column("authority", "code", "gb:inspectedAuthority", "Key of the council.", "authorities"),
        Column("framework", "code", "gb:framework", "Key of the framework.", "frameworks"),
        Column("inspection", "id", ".", "Key of the earlier inspection.", "inspections"),
        *(column for column in _FOUND if column.name in ("report", "fact", "id")),
    ),
    order=("authority", "stated", "inspection"),
)

# ---------------------------------------------------------------- things

AUTHORITIES = Table(
    "authorities",
    "Authorities",
    "English councils with responsibility for children's services, those of today and those abolished since 2009.",
    each("gb:LocalAuthority"),
    (
        Column("name", "label", "skos:prefLabel", "Short name."),
        Column("region", "label", "gb:region", "English region."),
        Column("type", "text", "gb:authorityType", "Kind of council."),
        Column("gss_code", "text", "gb:gssCode", "Code of its area at the Office for National Statistics."),
        Column("former_gss_code", "text", "gb:formerGssCode", "Code that it had before.", several=True),
        Column("ofsted_urn", "text", "gb:ofstedUrn", "Ofsted's number."),
        Column("valid_from", "date", "gb:validFrom", "First day of a council that was created."),
        Column("valid_to", "date", "gb:validTo", "Last day of a council that was abolished."),
        Column("replaces", "label", "dcterms:replaces/skos:prefLabel", "Councils that it took over from.", several=True),
        Column("replaced_by", "label", "dcterms:isReplacedBy/skos:prefLabel", "Councils that took over.", several=True),
        Column("area", "link", "skos:exactMatch", "The area in the Office for National Statistics' linked data."),
        Column("domain", "text", "gb:domain", "Where its web site is."),
        Column("id", "code", ".", "Key of the council."),
    ),
    source="reference",
    namespace="authority/",
    group="things",
)
STATISTICAL_NEIGHBOURS = Table(
    "statistical_neighbours",
    "Statistical neighbours",
    "Councils that are most like each other: a row for each pair.",
    pairs("gb:LocalAuthority", "gb:statisticalNeighbour"),
    (
        Column("authority_name", "label", "skos:prefLabel", "Short name of the council."),
        label("neighbour_name", "@item", "Short name of its neighbour."),
        code("authority", ".", "authorities"),
        code("neighbour", "@item", "authorities"),
    ),
    key=("authority", "neighbour"),
    source="reference",
    group="things",
)
REPORTS = Table(
    "reports",
    "Reports",
    "The files that were read.",
    each("gb:Report"),
    (
        *authority_names("gb:reportsOn/gb:inspectedAuthority", "gb:reportsOn/gb:printedAuthority"),
        Column("title", "text", "dcterms:title", "Title on the cover."),
        Column("published", "date", "dcterms:issued", "Day of publication, where the report prints it."),
        Column("kind", "text", "gb:reportKind", "inspection-report or news."),
        Column("pages", "integer", "gb:pageCount", "Number of pages."),
        Column("file", "text", "gb:fileName", "Its path below the folder that was read."),
        Column("source", "link", "dcterms:source", "Address of the report, where known."),
        Column("media_type", "text", "dcterms:format", "Format of the file."),
        Column("sha256", "text", "gb:sha256", "Hash of the file."),
        Column("authority", "code", "gb:reportsOn/gb:inspectedAuthority", "Key of the council.", "authorities"),
        Column("inspection", "id", "gb:reportsOn", "Key of the inspection that it reports on.", "inspections"),
        ID,
    ),
    order=("authority", "inspection"),
    group="things",
)
INSPECTIONS = Table(
    "inspections",
    "Inspections",
    "Those that have a report here, and earlier ones that a report only speaks of.",
    each("gb:Inspection"),
    (
        *authority_names("gb:inspectedAuthority", "gb:printedAuthority"),
        Column(
            "inspection_date",
            "date",
            "gb:startDate|gb:statedDate",
            "First day; where only a month or a year is known, the first day of that.",
        ),
        Column("end_date", "date", "gb:endDate", "Last day."),
        Column("date_precision", "text", date_precision, "How much of the date is known: day, month or year."),
        label("framework_name", "gb:framework", "Framework."),
        Column("has_report", "boolean", has_report, "True where its own report is here."),
        Column("reinspection", "boolean", "gb:reinspection", "True where it is a re-inspection."),
        Column("announced", "boolean", "gb:announced", "Whether it was announced, where that is said."),
        Column("legal_basis", "text", "gb:legalBasis", "The law under which it was made."),
        Column("visits", "text", visits, "First and last day of each visit, where there were several."),
        Column("authority", "code", "gb:inspectedAuthority", "Key of the council.", "authorities"),
        Column("framework", "code", "gb:framework", "Key of the framework.", "frameworks"),
        Column("preceded_by", "id", "gb:precededBy", "The inspection before it.", "inspections"),
        Column("resolved_to", "id", "gb:resolvedTo", "The dated inspection that a mention means.", "inspections"),
        ID,
    ),
    order=("authority", "inspection_date"),
    merged=True,
    group="things",
)
INSPECTORS = Table(
    "inspectors",
    "Inspectors",
    "Who inspected: a row for each inspector of each inspection.",
    pairs("gb:Inspection", "gb:leadInspector", "gb:inspector"),
    (
        *authority_names("gb:inspectedAuthority"),
        Column("inspection_date", "date", "gb:startDate|gb:statedDate", "First day of the inspection."),
        Column("name", "text", "@item/foaf:name", "Name of the inspector."),
        Column("role", "text", lead_or_team, "lead or team."),
        Column("inspection", "id", ".", "Key of the inspection.", "inspections"),
        Column("person", "id", "@item", "Key of the person.", "people"),
    ),
    key=("inspection", "role", "person"),
    merged=True,
    group="things",
)
PEOPLE = Table(
    "people",
    "People",
    "Inspectors, and holders of posts whom a report names.",
    each("foaf:Person"),
    (
        Column("name", "text", "foaf:name", "Name as printed first."),
        Column("hmi", "boolean", "gb:isHMI", "True where a report calls them one of His or Her Majesty's Inspectors."),
        Column("same_as", "id", "gb:samePersonAs", "The same person under another name.", "people"),
        ID,
    ),
    merged=True,
    group="things",
)
SERVICES = Table(
    "services",
    "Services",
    "Services of each authority, its safeguarding board among them.",
    each("gb:Service", "gb:SafeguardingBoard"),
    (
        *authority_names("gb:servesAuthority"),
        Column("name", "label", "skos:prefLabel", "Its proper name, or the authority and the kind."),
        label("service_type_name", "gb:serviceType", "Kind of service."),
        Column("board", "boolean", is_board, "True for the board or partnership for safeguarding children."),
        code("service_type", "gb:serviceType", "service_types"),
        Column("authority", "code", "gb:servesAuthority", "Key of the council.", "authorities"),
        ID,
    ),
    merged=True,
    group="things",
)
AGENCIES = Table(
    "agencies",
    "Agencies",
    "Partners of which the reports speak: named ones, and an authority's own police, health … where only the kind is said.",
    each("gb:Agency"),
    (
        Column("name", "label", "skos:prefLabel", "Name."),
        Column("agency_types", "label", "gb:agencyType/skos:prefLabel", "Kinds of agency.", several=True),
        Column("kind", "text", "gb:agencyKind", "Legal kind of a known body: nhs-body, charity, company …"),
        Column("authority", "code", "gb:servesAuthority", "Whose partner, where only the kind is said.", "authorities"),
        Column("same_as", "id", "gb:sameAgencyAs", "The same agency under another name.", "agencies"),
        ID,
    ),
    merged=True,
    group="things",
)
AGENCY_KINDS = Table(
    "agency_kinds",
    "Agencies by kind",
    "Of which kinds each agency is: a row for each pair.",
    pairs("gb:Agency", "gb:agencyType"),
    (
        label("agency_name", ".", "The agency."),
        label("agency_type_name", "@item", "Kind of agency."),
        Column("agency", "id", ".", "Key of the agency.", "agencies"),
        code("agency_type", "@item", "agency_types"),
    ),
    key=("agency", "agency_type"),
    merged=True,
    group="things",
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
        Column("confidence", "decimal", "gb:confidence", "Share of this rule's facts that people who read them found right."),
        Column("repeats", "boolean", lambda _: False, "True where an earlier row has the same fact from another report."),
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
        Column("page", "integer", "@item/gb:page", "Page of the report."),
        Column("paragraph", "text", "@item/gb:paragraph", "Printed number of the paragraph."),
        Column("section", "text", "@item/gb:section", "Heading of the section."),
        Column("quote", "prose", "@item/oa:hasSelector/oa:exact", "The words, as they stand in the report."),
        Column("start", "integer", "@item/oa:hasSelector/oa:start", "Where they begin in the report's text, in characters."),
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
