"""Facts → triples. The only module that says which fact becomes which triples; MODEL of the graph in docs/model.md.

Triples are N-Triples terms in a set; a report's graph is written sorted, so the same input gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatchmethod

from . import addresses, matching
from ._version import __version__
from .model import (
    Cover,
    Document,
    EarlierInspection,
    Evidence,
    Fact,
    Inspector,
    Judgement,
    Participation,
    PostHolding,
    Recommendation,
    Rule,
    ServiceState,
    SharedArrangement,
    Statistic,
)
from .vocabulary import DEFAULT_BASE, Triple, brands, has_concept, iri, literal, partial_date, pref_labels, slug, term

PUBLISHER = "https://www.gov.uk/government/organisations/ofsted"
CONTEXT = 32  # characters of prefix and suffix of a quote
BOARDS = ("lscb", "lscp")
# Kinds of inspection that can fall into the month or year of the graded one: their names say the kind in every report.
APART = ("focused-visit", "monitoring-visit", "jtai", "private-fostering", "contact-referral-assessment")


@dataclass
class ReportGraph:
    """The named graph of one report: `iri` names it; `triples` are (subject, predicate, object) terms."""

    iri: str
    inspection: str
    triples: set[Triple] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)  # facts per kind
    fired: Counter[str] = field(default_factory=Counter)  # facts per rule


def report_path(document: Document, cover: Cover) -> str:
    """Where the report stands below the base: `{authority}/{start or "undated"}/{first 8 hex digits of its hash}`."""
    return f"{_authority_path(cover)}/{_when(cover) or 'undated'}/{document.sha256[:8]}"


def _authority_path(cover: Cover) -> str:
    return cover.authority or f"unknown-{slug(cover.printed_authority or '') or 'authority'}"


def _when(cover: Cover) -> str | None:
    return cover.start.isoformat() if cover.start else cover.stated


def build_graph(
    document: Document,
    cover: Cover,
    facts: Iterable[Fact],
    rules: dict[str, Rule],
    rules_hash: str,
    base: str = DEFAULT_BASE,
) -> ReportGraph:
    """The graph of one report: its inspection, its facts, each fact with its evidence, rule and confidence."""
    return _Writer(document, cover, rules, rules_hash, base).write(facts)


class _Writer:
    def __init__(self, document: Document, cover: Cover, rules: dict[str, Rule], rules_hash: str, base: str) -> None:
        self.document, self.cover, self.rules, self.base = document, cover, rules, base
        self.path = report_path(document, cover)
        self.when = _when(cover) or f"undated-{document.sha256[:8]}"
        self.place = f"{_authority_path(cover)}/{self.when}"  # the middle of most IRIs
        self.report = self.mint(f"report/{self.path}")
        self.inspection = self.mint(f"inspection/{self.place}")
        self.extraction = self.mint(f"extraction/{self.path}/{__version__}-{rules_hash}")
        self.software = self.mint(f"software/graphbuilder-{__version__}-{rules_hash}")
        self.rules_hash = rules_hash
        self.graph = ReportGraph(self.report[1:-1], self.inspection[1:-1])
        self.taken: Counter[str] = Counter()
        self.mentioned: dict[str, str | None] = {}  # earlier inspections by the path of their IRI: their framework
        self.cited: set[str] = set()  # evidence that has its selectors
        self.explained: set[str] = set()  # facts that have their rule and confidence
        self.labelled: dict[str, str] = {}  # node → its preferred label

    # ------------------------------------------------ small tools

    def mint(self, path: str) -> str:
        return iri(self.base + path)

    def unique(self, path: str) -> str:
        """The IRI of `path`; with -2, -3 … behind it where an earlier fact of this report has it."""
        self.taken[path] += 1
        return self.mint(path if self.taken[path] == 1 else f"{path}-{self.taken[path]}")

    def add(self, subject: str, predicate: str, value: str | None) -> None:
        if value is not None:
            self.graph.triples.add((subject, term(predicate), value))

    def add_type(self, subject: str, *types: str) -> None:
        for name in types:
            self.add(subject, "rdf:type", term(name))

    def text(self, value: str | None) -> str | None:
        return None if value is None else literal(value)

    def concept(self, scheme: str, name: str | None) -> str | None:
        return None if name is None else term(f"{scheme}:{name}")

    def date(self, value: date | None) -> str | None:
        return None if value is None else literal(value)

    # ------------------------------------------------ the whole report

    def write(self, facts: Iterable[Fact]) -> ReportGraph:
        self.write_report()
        self.write_inspection()
        self.write_extraction()
        for fact in facts:
            self.graph.counts[type(fact).__name__] += 1
            self.graph.fired[fact.rule] += 1
            self.put(fact)
        return self.graph

    def write_report(self) -> None:
        document, cover = self.document, self.cover
        self.add_type(self.report, "gb:Report")
        self.add(self.report, "dcterms:title", literal(" ".join(self.title().split())))
        self.add(self.report, "dcterms:issued", self.date(cover.published))
        if cover.kind == "inspection-report":
            self.add(self.report, "dcterms:publisher", iri(PUBLISHER))
        source = addresses.source_of(document, cover)
        self.add(self.report, "dcterms:source", iri(source) if source else None)
        self.add(self.report, "dcterms:format", literal(document.media_type))
        self.add(self.report, "gb:sha256", literal(document.sha256))
        self.add(self.report, "gb:fileName", literal(document.file_name))
        self.add(self.report, "gb:text", literal(f"texts/{document.sha256}.txt"))
        self.add(self.report, "gb:reportKind", literal(cover.kind))
        self.add(self.report, "gb:reportsOn", self.inspection)
        if document.page_count:
            self.add(self.report, "gb:pageCount", literal(document.page_count))

    def title(self) -> str:
        cover = self.cover
        if cover.kind == "news" or not cover.printed_authority:
            return cover.title
        return f"{cover.printed_authority}: {cover.title}"

    def write_inspection(self) -> None:
        cover, inspection = self.cover, self.inspection
        self.add_type(inspection, "gb:Inspection")
        self.add(inspection, "gb:inspectedAuthority", self.authority(cover.authority))
        if cover.authority is None:
            self.add(inspection, "gb:printedAuthority", self.text(cover.printed_authority))
        self.add(inspection, "gb:framework", self.concept("framework", cover.framework))
        self.add(inspection, "gb:startDate", self.date(cover.start))
        self.add(inspection, "gb:endDate", self.date(cover.end))
        if cover.stated:
            self.add(inspection, "gb:statedDate", partial_date(cover.stated))
        self.add(inspection, "gb:legalBasis", self.text(cover.legal_basis))
        if cover.announced is not None:
            self.add(inspection, "gb:announced", literal(cover.announced))
        if cover.reinspection:
            self.add(inspection, "gb:reinspection", literal(True))
        if cover.header_dates:
            self.add(inspection, "gb:headerStartDate", self.date(cover.header_dates[0]))
            self.add(inspection, "gb:headerEndDate", self.date(cover.header_dates[1]))
        for number, (first, last) in enumerate(cover.visits, start=1):
            visit = self.mint(f"inspection/{self.place}/visit/{number}")
            self.add_type(visit, "gb:VisitPeriod")
            self.add(inspection, "gb:visitPeriod", visit)
            self.add(visit, "gb:startDate", self.date(first))
            self.add(visit, "gb:endDate", self.date(last))
        self.provenance(inspection, cover)

    def write_extraction(self) -> None:
        self.add_type(self.extraction, "gb:Extraction")
        self.add(self.extraction, "prov:used", self.report)
        self.add(self.extraction, "prov:wasAssociatedWith", self.software)
        self.add_type(self.software, "prov:SoftwareAgent")
        self.add(self.software, "dcterms:title", literal("graphbuilder"))
        self.add(self.software, "gb:softwareVersion", literal(__version__))
        self.add(self.software, "gb:rulesHash", literal(self.rules_hash))

    # ------------------------------------------------ provenance and evidence

    def provenance(self, subject: str, fact: Fact) -> None:
        """Evidence, rule, confidence and the activity that made the fact."""
        for evidence in fact.evidence:
            self.add(subject, "gb:evidence", self.evidence(evidence))
        if subject in self.explained:  # said again: more evidence for the same fact
            return
        self.explained.add(subject)
        self.add(subject, "gb:rule", literal(fact.rule))
        self.add(subject, "gb:confidence", literal(self.rules[fact.rule].confidence))
        self.add(subject, "prov:wasGeneratedBy", self.extraction)

    def evidence(self, evidence: Evidence) -> str:
        """The evidence's node, named by its character range (RFC 5147), and its two selectors (Web Annotation)."""
        plain = f"{self.report[1:-1]}#char={evidence.start},{evidence.end}"
        node, quote, position = iri(plain), iri(f"{plain}&quote"), iri(f"{plain}&position")
        if node in self.cited:
            return node
        self.cited.add(node)
        text = self.document.text
        self.add_type(node, "gb:Evidence")
        self.add(node, "oa:hasSource", self.report)
        self.add(node, "oa:hasSelector", quote)
        self.add(node, "oa:hasSelector", position)
        self.add(node, "gb:paragraph", self.text(evidence.paragraph))
        self.add(node, "gb:section", self.text(evidence.section or None))
        if evidence.page is not None:
            self.add(node, "gb:page", literal(evidence.page))
        self.add_type(quote, "oa:TextQuoteSelector")
        self.add(quote, "oa:exact", literal(evidence.quote))
        self.add(quote, "oa:prefix", literal(text[max(0, evidence.start - CONTEXT) : evidence.start]))
        self.add(quote, "oa:suffix", literal(text[evidence.end : evidence.end + CONTEXT]))
        self.add_type(position, "oa:TextPositionSelector")
        self.add(position, "oa:start", literal(evidence.start, "xsd:nonNegativeInteger"))
        self.add(position, "oa:end", literal(evidence.end, "xsd:nonNegativeInteger"))
        return node

    # ------------------------------------------------ things that facts speak of

    def authority(self, name: str | None) -> str | None:
        return None if name is None else self.mint(f"authority/{name}")

    def board(self) -> str:
        return self.service("lscb", None)

    def service(self, service_type: str, name: str | None) -> str:
        """The service of this authority, by its type or by its proper name."""
        key = slug(name) if name else service_type
        node = self.mint(f"service/{_authority_path(self.cover)}/{key}")
        board = service_type in BOARDS and not name
        self.add_type(node, "gb:SafeguardingBoard" if board else "gb:Service")
        self.add(node, "gb:serviceType", self.concept("service-type", service_type))
        self.add(node, "gb:servesAuthority", self.authority(self.cover.authority))
        self.label(node, name or f"{self.place_name()} {self.kind('service-type', service_type)}")
        return node

    def label(self, node: str, text: str) -> None:
        """The first name that is printed is the preferred one, another spelling of it an alternative (SKOS, S14)."""
        preferred = self.labelled.setdefault(node, text)
        self.add(node, "skos:prefLabel" if text == preferred else "skos:altLabel", literal(text, language="en"))

    def kind(self, scheme: str, name: str) -> str:
        return pref_labels().get(term(f"{scheme}:{name}")[1:-1], name)

    def place_name(self) -> str:
        """The authority's short name, for the labels of what is known only by its kind."""
        known = pref_labels().get(f"{DEFAULT_BASE}authority/{self.cover.authority}")
        return known or self.cover.printed_authority or "unknown"

    def agency(self, agency_type: str, name: str | None) -> str:
        """A named agency; the authority's own where only the kind is said, or a name that others have as well.

        Every council has its board, and a brand ("One Adoption") is another body for each group of councils.
        """
        own = name is None or slug(name) in brands() or slug(name) in matching.boards()
        key = slug(name) if name else agency_type
        node = self.mint(f"agency/{_authority_path(self.cover)}/{key}" if own else f"agency/{key}")
        self.add_type(node, "gb:Agency")
        self.add(node, "gb:agencyType", self.concept("agency-type", agency_type))
        if name and key in matching.bodies():  # one preferred label in all reports: that of the reference data
            self.label(node, matching.preferred("agency")[matching.bodies()[key]])
        self.label(node, name or f"{self.place_name()} {self.kind('agency-type', agency_type)}")
        if own:
            self.add(node, "gb:servesAuthority", self.authority(self.cover.authority))
        return node

    def person(self, name: str, hmi: bool | None = None) -> str:
        node = self.mint(f"person/{slug(name)}")
        self.add_type(node, "foaf:Person")
        self.add(node, "foaf:name", literal(name))
        if hmi is not None:
            self.add(node, "gb:isHMI", literal(hmi))
        return node

    # ------------------------------------------------ one method a kind of fact

    @singledispatchmethod
    def put(self, fact: Fact) -> None:
        raise TypeError(f"graph.py does not say which triples a {type(fact).__name__} becomes")

    @put.register
    def _(self, fact: Inspector) -> None:
        person = self.person(fact.name, fact.hmi)
        self.add(self.inspection, "gb:leadInspector" if fact.role == "lead" else "gb:inspector", person)
        for evidence in fact.evidence:
            self.add(self.inspection, "gb:evidence", self.evidence(evidence))

    @put.register
    def _(self, fact: Judgement) -> None:
        node = self.unique(f"judgement/{self.place}/{fact.area}")
        self.add_type(node, "gb:Judgement")
        self.add(node, "gb:inspection", self.inspection)
        self.add(node, "gb:area", self.concept("area", fact.area))
        self.add(node, "gb:grade", self.concept("grade", fact.grade))
        self.add(node, "gb:subject", self.board() if fact.subject == "board" else self.authority(self.cover.authority))
        self.add(node, "gb:headingGrade", self.concept("grade", fact.heading_grade))
        if fact.heading_evidence and fact.heading_evidence not in fact.evidence:
            self.add(node, "gb:evidence", self.evidence(fact.heading_evidence))
        self.provenance(node, fact)

    @put.register
    def _(self, fact: Recommendation) -> None:
        node = self.mint(f"recommendation/{self.place}/{fact.position}")
        self.add_type(node, "gb:Recommendation")
        self.add(node, "gb:inspection", self.inspection)
        self.add(node, "dcterms:description", literal(fact.text))
        self.add(node, "gb:position", literal(fact.position))
        self.add(node, "gb:deadline", self.text(fact.deadline))
        to_board = fact.addressed_to == "board"
        self.add(node, "gb:addressedTo", self.board() if to_board else self.authority(self.cover.authority))
        for service_type in fact.service_types:
            self.add(node, "gb:concernsServiceType", self.concept("service-type", service_type))
        for number in fact.paragraphs:
            self.add(node, "gb:refersToParagraph", literal(number))
        self.provenance(node, fact)

    @put.register
    def _(self, fact: EarlierInspection) -> None:
        """An inspection known from a mention, and what it judged. Undated ones are named by what they came before."""
        authority = fact.authority or _authority_path(self.cover)
        place = f"{authority}/{fact.when or f'before-{self.when}'}"
        if fact.framework in APART:
            place += f"-{fact.framework}"
        else:  # two kinds of inspection in one month or year: of all services, and of fostering alone
            kind = fact.framework or ("one-service" if fact.area == "other" else None)
            if self.mentioned.setdefault(place, kind) != kind:
                place += f"-{kind or 'other'}"
        node = self.mint(f"inspection/{place}")
        self.add_type(node, "gb:Inspection")
        self.add(node, "gb:inspectedAuthority", self.authority(fact.authority or self.cover.authority))
        self.add(node, "gb:framework", self.concept("framework", fact.framework))
        if fact.when:
            self.add(node, "gb:statedDate", partial_date(fact.when))
        self.add(node, "gb:about", self.text(fact.about or None))
        if has_concept("area", fact.area):
            self.add(node, "gb:area", self.concept("area", fact.area))
        self.provenance(node, fact)
        for evidence in fact.mentions:
            self.add(node, "gb:evidence", self.evidence(evidence))
        if fact.grade and has_concept("area", fact.area):
            judgement = self.unique(f"judgement/{place}/{fact.area}")
            self.add_type(judgement, "gb:Judgement")
            self.add(judgement, "gb:inspection", node)
            self.add(judgement, "gb:area", self.concept("area", fact.area))
            self.add(judgement, "gb:grade", self.concept("grade", fact.grade))
            self.add(judgement, "gb:subject", self.authority(fact.authority or self.cover.authority))
            self.provenance(judgement, fact)

    @put.register
    def _(self, fact: ServiceState) -> None:
        service = self.service(fact.service_type, fact.name)
        node = iri(f"{service[1:-1]}/state/{self.when}")
        self.add_type(node, "gb:ServiceState")
        self.add(node, "gb:service", service)
        self.add(node, "gb:inspection", self.inspection)
        if node not in self.explained:  # one state per service and inspection: the one that is said first
            self.add(node, "gb:state", literal(fact.state))
        self.provenance(node, fact)

    @put.register
    def _(self, fact: Participation) -> None:
        service = self.service(fact.service_type, fact.service_name)
        agency = self.agency(fact.agency_type, fact.agency_name)
        key = slug(fact.service_name) if fact.service_name else fact.service_type
        partner = slug(fact.agency_name) if fact.agency_name else fact.agency_type
        node = self.mint(f"participation/{self.place}/{key}/{partner}/{fact.role}")
        self.add_type(node, "gb:Participation")
        self.add(node, "gb:service", service)
        self.add(node, "gb:agency", agency)
        self.add(node, "gb:role", self.concept("role", fact.role))
        self.add(node, "gb:inspection", self.inspection)
        self.provenance(node, fact)

    @put.register
    def _(self, fact: SharedArrangement) -> None:
        node = self.unique(f"arrangement/{self.place}/{fact.service_type}")
        self.add_type(node, "gb:SharedArrangement")
        self.add(node, "gb:inspection", self.inspection)
        self.add(node, "gb:serviceType", self.concept("service-type", fact.service_type))
        self.add(node, "gb:service", self.service(fact.service_type, fact.service_name))
        self.add(node, "gb:serviceName", self.text(fact.service_name))
        for authority in (self.cover.authority, *fact.authorities):
            self.add(node, "gb:participatingAuthority", self.authority(authority))
        if fact.partner_count is not None:
            self.add(node, "gb:statedPartnerCount", literal(fact.partner_count))
        self.add(node, "gb:unnamedPartner", self.text(fact.unnamed))
        if fact.delivered_by:
            self.add(node, "gb:deliveredBy", self.agency(fact.body_type, fact.delivered_by))
        self.add(node, "gb:arrangementKind", literal(fact.kind))
        self.add(node, "gb:state", literal(fact.state))
        self.provenance(node, fact)

    @put.register
    def _(self, fact: PostHolding) -> None:
        node = self.unique(f"post-holding/{self.place}/{fact.post}")
        self.add_type(node, "gb:PostHolding")
        self.add(node, "gb:post", self.concept("post", fact.post))
        self.add(node, "dcterms:title", self.text(fact.title))
        self.add(node, "gb:authority", self.authority(self.cover.authority))
        if fact.name:
            self.add(node, "gb:holder", self.person(fact.name))
        if fact.since:
            self.add(node, "gb:since", partial_date(fact.since))
        self.add(node, "gb:postStatus", literal(fact.status))
        self.add(node, "gb:inspection", self.inspection)
        self.provenance(node, fact)

    @put.register
    def _(self, fact: Statistic) -> None:
        parts = [fact.date or "undated", *([slug(fact.comparator)] if fact.comparator else [])]
        node = self.unique(f"statistic/{self.place}/{fact.measure}/{'-'.join(parts)}")
        self.add_type(node, "gb:Statistic")
        self.add(node, "gb:measure", self.concept("measure", fact.measure))
        self.add(node, "gb:value", literal(float(fact.value)))
        self.add(node, "gb:unit", literal(fact.unit))
        if fact.date:
            self.add(node, "gb:refDate", partial_date(fact.date))
        self.add(node, "gb:authority", self.authority(self.cover.authority))
        self.add(node, "gb:inspection", self.inspection)
        self.add(node, "gb:comparator", self.text(fact.comparator))
        self.provenance(node, fact)


# ---------------------------------------------------------------- as text


def statements_of(triples: Iterable[Triple]) -> list[bytes]:
    """The triples as in N-Triples but without the full stop, sorted. Bytes, as text is slow to join where one line of
    it has a sign beyond Latin-1."""
    return sorted(map(str.encode, map(" ".join, triples)))


def as_ntriples(statements: Iterable[bytes]) -> bytes:
    """What `statements_of` gives, as N-Triples."""
    return b" .\n".join([*statements, b""])


def as_nquads(statements: Iterable[bytes], graph_iri: str) -> bytes:
    """The same as N-Quads: all of them in the graph of that IRI."""
    return f" <{graph_iri}> .\n".encode().join([*statements, b""])
