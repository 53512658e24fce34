"""Tables of facts: what the reports say, a row for each fact and report."""

from __future__ import annotations

from .schema import (
    FOUND,
    SAID,
    Column,
    Table,
    authority_names,
    code,
    fact_table,
    label,
    mentions,
    of_own_inspection,
    pairs,
    row_of,
    whom,
)

JUDGEMENTS = fact_table(
    "judgements",
    "Judgements",
    "The grades: a row for each area that an inspection judged; also those of earlier inspections, looked back to.",
    "gb:Judgement",
    (
        label("area_name", "gb:area", "What is judged."),
        label("grade_name", "gb:grade", "The grade."),
        Column(
            "grade_order", "integer", "gb:grade/gb:rank", "From 1, the best; the third grades of both scales are 3."
        ),
        Column(
            "subject", "text", whom("gb:subject"), "Whom it judges: authority, or board (for safeguarding children)."
        ),
        Column(
            "own_report", "boolean", of_own_inspection, "True in the report of that inspection; else it looks back."
        ),
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
    "How an inspection found a service: planned, newly-established, operational, being-recommissioned, ended.",
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
    "Which agency takes which part in a service, as an inspection found it; also which is missing.",
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
        Column(
            "stated_partners", "integer", "gb:statedPartnerCount", "Number of other authorities, where one is said."
        ),
        Column("unnamed_partner", "text", "gb:unnamedPartner", "Words for partners that are not named."),
    ),
    keys=(
        code("service_type", "gb:serviceType", "service_types"),
        Column("service", "id", "gb:service", "Key of the service.", "services"),
        Column("delivered_by", "id", "gb:deliveredBy", "Key of the body.", "agencies"),
        Column(
            "reciprocated_by",
            "id",
            "gb:reciprocatedBy",
            "The facts by which other authorities state the same.",
            several=True,
        ),
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
        *SAID,
        *(column for column in FOUND if column.name in ("rule", "confidence", "repeats")),
        Column("authority", "code", "gb:inspectedAuthority", "Key of the council.", "authorities"),
        Column("framework", "code", "gb:framework", "Key of the framework.", "frameworks"),
        Column("inspection", "id", ".", "Key of the earlier inspection.", "inspections"),
        *(column for column in FOUND if column.name in ("report", "fact", "id")),
    ),
    order=("authority", "stated", "inspection"),
)
