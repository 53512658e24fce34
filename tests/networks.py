"""An invented network for the tests: councils that share services, a body that delivers one, partners without names."""

from __future__ import annotations

from dataclasses import replace

from graphbuilder.network.filters import Filters
from graphbuilder.network.statements import Authority, Body, Inspection, Quote, Statement, Statements
from graphbuilder.network.views import Network, network_of
from graphbuilder.vocabulary import DEFAULT_BASE as BASE

NASTY = 'Northshire </script><script>alert("x")</script> & Sons'


def council(slug: str) -> str:
    return f"{BASE}authority/{slug}"


def body(slug: str) -> str:
    return f"{BASE}agency/{slug}"


def said(slug: str, date: str, about: str = "arrangement", *others: str, **more: object) -> Statement:
    """A statement of the inspection of a council on that date."""
    service_type = str(more.get("service_type", "edt"))
    made = Statement(
        iri=f"{BASE}{about}/{slug}/{date}/{service_type}",
        about=about,
        inspection=f"{BASE}inspection/{slug}/{date}",
        authorities=(council(slug), *map(council, others)),
        date=date,
        framework="ilacs-2018",
        service_type=service_type,
        service=f"{BASE}service/{slug}/{service_type}",
        kind="joint-delivery",
        state="operational",
        rule="sharing/shared-with",
        confidence=0.9,
        quotes=(Quote(f"{slug} shares its night service.", f"Report on {slug}", f"{slug}.pdf", 4, "12"),),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def statements(*extra: Statement, **names: str) -> Statements:
    """Havering and its neighbour, three unnamed boroughs, an agency for three, and one council by itself."""
    places = {
        "havering": "London",
        "eastham": "London",
        "westborough": "South East",
        "northshire": "North West",
        "lonely": "London",
    }
    authorities = {
        council(slug): Authority(council(slug), slug, names.get(slug, slug.title()), region)
        for slug, region in places.items()
    }
    bodies = {
        body("adopt-east"): Body(body("adopt-east"), "Adopt East", "regional-adoption-agency", "commissioned-provider"),
        body("police-east"): Body(body("police-east"), "Eastern Police", "police-force", "police"),
        body("eastham/health"): Body(body("eastham/health"), "Eastham health", "", "health", named=False),
    }
    adoption = {"service_type": "adoption", "agency": body("adopt-east"), "kind": "delivered-by-body"}
    found = [
        said("havering", "2013-02-25", "arrangement", "eastham", unnamed=("a neighbouring borough",)),
        said(
            "eastham",
            "2014-04-29",
            partner_count=3,
            unnamed=("three adjacent boroughs",),
            state="newly-established",
        ),
        said("havering", "2023-12-11", **adoption),
        said("westborough", "2022-05-01", **adoption, confidence=0.6),
        said("northshire", "2019-03-01", **adoption, state="planned", partner_count=2),
        said(
            "eastham",
            "2014-04-29",
            "participation",
            service_type="mash",
            agency=body("police-east"),
            role="member",
        ),
        said(
            "eastham",
            "2014-04-29",
            "participation",
            service_type="mash",
            agency=body("eastham/health"),
            role="member",
        ),
        said("eastham", "2014-04-29", "state", service_type="mash", kind=""),
        said("havering", "2013-02-25", "judgement", service_type="", kind="", area="leadership", grade="good"),
        *extra,
    ]
    found = [replace(one, iri=f"{one.iri}/{number}") for number, one in enumerate(found)]
    inspections = {
        one.inspection: Inspection(one.inspection, one.authorities[0], one.date, one.framework, reported=True)
        for one in [*found, said("lonely", "2020-01-01")]
    }
    return Statements(found, authorities, bodies, inspections)


def network(view: str = "shared", source: Statements | None = None, **filters: object) -> Network:
    return network_of(source or statements(), view, Filters(**filters))  # type: ignore[arg-type]


def large(councils: int = 3900, bodies: int = 1100) -> Statements:
    """5,000 nodes in one piece, from a fixed rule: each council is served by two bodies."""
    authorities = {
        council(f"c{n}"): Authority(council(f"c{n}"), f"c{n}", f"Council {n}", "London") for n in range(councils)
    }
    agencies = {body(f"b{n}"): Body(body(f"b{n}"), f"Body {n}", "regional-adoption-agency") for n in range(bodies)}
    found = []
    for n in range(councils):
        for turn, number in enumerate((n * 37 % bodies, (n * 37 + 1 + n // bodies * 613) % bodies)):
            date, agency = f"{2012 + n % 12}-01-01", body(f"b{number}")
            made = said(f"c{n}", date, service_type="adoption", agency=agency)
            found.append(replace(made, iri=f"{BASE}arrangement/{n}-{turn}"))
    return Statements(found, authorities, agencies, {})
