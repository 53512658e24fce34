"""The words that say how an agency takes part in a service: one cue for each way of saying it.

A cue is a pattern over the signs and the words, in small letters, of a `Clause`: in it <S> is a service or board, <T>
also a mere topic, <A> an agency. `agents` and `service` say where the two stand:
- agents: "before" or "after" the cue, "inside" it, or the "subject" of the sentence;
- service: "before", "after", "inside"; "adjacent" (right before), "subject" (before, also as a topic), "object" (after,
  also as a topic), "place" (after; social workers too), "beyond" (behind the list of agencies) and the fallbacks that
  `_cue_reading` explains ("around", "beside", "shared", "about", "here", "task", "early-help", "extended").
`needs` names the checks of `_part_checks` that a part must pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..matching import Hints
from ..phrases import ENGLISH
from ._clauses import AGENT, SERVICE, SUBJECT


@dataclass(frozen=True, slots=True)
class Cue:
    """One way of saying a role. Several cues make one rule."""

    rule: str
    role: str
    words: re.Pattern[str]
    hints: tuple[str, ...]  # one of these letters' runs stands in every match, in small letters
    agents: str
    service: str
    needs: tuple[str, ...]


def _cue(rule: str, role: str, agents: str, service: str, hints: str, words: str, *needs: str) -> Cue:
    for sign, pattern in (("<S>", SERVICE), ("<T>", SUBJECT), ("<A>", AGENT), ("<MANY>", _MANY), ("<STAFF>", _STAFF)):
        words = words.replace(sign, pattern)
    compiled = re.compile(words, ENGLISH)
    return Cue(f"participations/{rule}", role, compiled, tuple(hints.split("|")), agents, service, needs)


_MANY = r"(?:a\s+(?:broad|wide|full|good|large)?\s*(?:range|number|variety) of\s+)?"
_STAFF = (
    r"(?:staff|workers?|colleagues|professionals?|partners|officers?|representatives?|specialists?|practitioners?|analysts?|"
    r"researchers?|advis[eo]rs?|navigators?|leads?)"
)

MEMBER_CUES = (
    _cue(
        "made-up-of",
        "member",
        "after",
        "before",
        "compris|made up|consist|composed|encompass|together|staffed|resourced|drawn",
        r"\b(?:compris(?:es?|ing)|comprised of|made up of|consists? of|consisting of|composed of|encompass(?:es|ing)|"
        r"brings? together|bringing together|(?:staffed|resourced) (?:by|with)|drawn from)\s+",
    ),
    _cue(
        "made-up-of",
        "member",
        "after",
        "adjacent",
        "involv|input from",
        r"\b(?:involv(?:es|ing)|including input from)\s+",
        "meeting",
        "not-coordinated",
    ),
    _cue(
        "includes",
        "member",
        "after",
        "adjacent",
        "includ|membership|representation",
        r"\b(?:includes?|including|has a membership of|with (?:a )?membership (?:from|of)|"
        r"with (?:good |strong |regular |consistent )?representation from)\s+",
        "listed",
        "not-extended",
    ),
    _cue(
        "includes",
        "member",
        "after",
        "inside",
        "member|represent|attend|partners",
        r"<S>(?:[’']s?)?\s+(?:members?(?:hip)?|representatives|representation|attendance|attendees|partners)\s*,?\s*"
        r"(?:(?:now|also|currently)\s+)?(?:includes?|including|such as|comprises?|consists? of)\s+",
    ),
    _cue(
        "includes",
        "member",
        "after",
        "about",
        "member|represent|attend",
        r"(?:(?:^|[;,]\s)(?:other|its|current|the|meeting|panel)?\s*(?:representatives|members|membership|attendees)|"
        r"^an? (?:\w+ )?range of (?:partner |agency )?(?:representation|representatives|members))\s+"
        r"(?:now |also |\w+ly )?(?:includes?|comprises?)\s+(?:an? (?:broad |wide )?(?:span|range) of\s+)?",
    ),
    _cue("includes", "member", "after", "inside", "members from", r"<S> members from\s+<MANY>"),
    _cue(
        "represented-on",
        "member",
        "before",
        "after",
        "represented|integrated|embedded|presence",
        r"\b(?:(?:well|fully|actively|routinely)\s+)?(?:\w+ed and\s+)?"
        r"(?:(?:represented|integrated|embedded) (?:on|at|in|within|into)|"
        r"(?:has|have) (?:an? )?(?:\w+ ){0,2}presence (?:on|in|at|within))(?: the work of)?\s+",
        "no-partnership",
    ),
    _cue(
        "represented-on",
        "member",
        "after",
        "inside",
        "represented",
        r"\brepresented (?:on|at) (?:the )?<S>,? (?:namely|including)\s+(?:mainstream )?",
    ),
    _cue(
        "representation-from",
        "member",
        "inside",
        "inside",
        "representation",
        r"<S>(?:,[^,.;]{3,60},)?\s+(?:does not|do not) (?:currently |yet )?(?:include|have)\s+"
        r"(?:(?:any|appropriate) )?<A>[’']?\s+representation\b",
        "meeting",
    ),
    _cue(
        "represented-on",
        "member",
        "before",
        "here",
        "represented",
        r"\b(?:(?:well|fully|strongly|actively|currently|now) )?represented"
        r"(?=\s*[.,;]|\s*$|\s+and\b|\s+at (?:an appropriate|a|the right))",
    ),
    _cue(
        "represented-on",
        "member",
        "inside",
        "after",
        "represent|participation|membership|attendance|presence",
        r"<A>(?:[’']s?)?\s+(?:(?:good|regular|consistent|strong|current)\s+)?"
        r"(?:representation|representatives?|participation|membership|attendance|presence)\s+(?:on|at|in|within)\s+",
    ),
    _cue(
        "represented-on",
        "member",
        "inside",
        "inside",
        "representative|member",
        r"<S>[’']s?\s+<A>\s+(?:representatives?|members?)\b",
    ),
    _cue(
        "represented-on",
        "member",
        "inside",
        "inside",
        " on | at | of ",
        r"<A>(?:[’']s)?\s+(?:representatives?\s+)?(?:on|at|of)\s+(?:the\s+)?<S>",
        "meeting",
        "representative",
    ),
    _cue(
        "representation-from",
        "member",
        "after",
        "around",
        "representation|participation|membership",
        r"\b(?:representation|participation|membership) (?:from|of|by)\s+<MANY>",
    ),
    _cue(
        "representation-from",
        "member",
        "after",
        "beside",
        "representative|attendance|presence|inclusion|engagement",
        r"\b(?:representatives?|attendance|presence|inclusion|engagement) (?:from|of|by)\s+<MANY>",
        "no-case-meeting",
        "no-topic",
    ),
    _cue(
        "member-of",
        "member",
        "before",
        "after",
        "member|participant",
        r"\b(?:as\s+|become\s+|becoming\s+)?(?:(?:an?|the)\s+)?(?:(?!and\b|of\b|by\b)[a-z]+,?\s+){0,3}"
        r"(?:members?|participants?) (?:of|in|on)(?: the work of)?\s+",
    ),
    _cue("member-of", "member", "subject", "after", "membership", r"\bthrough (?:\w+ )?membership of\s+"),
    _cue("member-of", "member", "inside", "after", "membership", r"<A>[’']s (?:\w+ )?membership of\s+"),
    _cue(
        "member-of",
        "member",
        "before",
        "after",
        "part of|join|seat on",
        r"\b(?:(?:is|are|was|were|been|being|be|becom(?:e|es|ing)|became|forms?) (?:now |also )?(?:an? )?"
        r"(?:integral |key |core |active )?part of|joined|join|a seat on)\s+",
    ),
    _cue(
        "member-of",
        "member",
        "before",
        "after",
        "addition to",
        r"\b(?:is|are|has been|have been|was|were) an? (?:very |highly )?(?:valued|valuable|welcome|positive|useful|"
        r"helpful|recent|"
        r"important|key) addition to\s+",
    ),
    _cue(
        "attends",
        "member",
        "before",
        "here",
        "attend",
        r"\b(?:(?:regularly|consistently|routinely|usually) attends?|attends? (?:regularly|consistently|routinely))"
        r"(?=\s*[.,;]|\s*$|\s+and\b)",
    ),
    _cue(
        "member-of",
        "member",
        "before",
        "after",
        "sit|serv|participat|part in|part on",
        r"\b(?:sits?|sitting|serves?|serving|participates?|takes? part|participated|participating) (?:on|in)\s+",
    ),
    _cue(
        "attends",
        "member",
        "before",
        "after",
        "attend",
        r"\b(?:attends?|attending|attended)\s+(?:and contribut\w+ to\s+)?",
        "meeting",
        "no-case-meeting",
    ),
    _cue(
        "attends",
        "member",
        "after",
        "before",
        "attend",
        r"\b(?:attended|attendance) (?:(?:\w+ly|also) )?by\s+<MANY>",
        "no-case-meeting",
    ),
    _cue(
        "attends",
        "member",
        "after",
        "inside",
        "attendance|participation|representation|engagement",
        r"\b(?:attendance|participation|representation|engagement) (?:at|in|on) (?:the )?<S>(?:\s+meetings?)?\s+"
        r"(?:by|from)\s+<MANY>",
    ),
    _cue(
        "attends",
        "member",
        "after",
        "here",
        "attendance",
        r"^(?:[a-z]{2,} )?attendance by\s+(?:most |all |many |key |partner )?"
        r"(?:(?:agencies|partners),? including\s+)?",
    ),
    _cue(
        "works-in",
        "member",
        "inside",
        "inside",
        "in | at ",
        r"<A>(?:\s+<STAFF>){0,2}(?:\s+and other (?:professionals|agencies|partners|staff))?\s+(?:within|in|at)\s+"
        r"(?:the\s+|each\s+|its\s+)?(?:(?!of\b|for\b|and\b|to\b|with\b)[a-z-]+\s+){0,2}[‘']?<S>",
        "hub",
        "no-topic",
    ),
    _cue(
        "works-in",
        "member",
        "inside",
        "inside",
        "in ",
        r"<A>\s+(?:posts?|resources?|<STAFF>)\s+(?:(?:placed|working|employed)\s+)?(?:with)?in\s+(?:the\s+|each\s+|its\s+)?<S>",
    ),
    _cue(
        "works-in",
        "member",
        "before",
        "after",
        "seconded|deployed|recruited|attached|appointed|employed|assigned",
        r"\b(?:seconded|deployed|recruited|attached|appointed|employed|assigned)\s+(?:[a-z]+ ){0,6}?"
        r"(?:to work in|to|into|in|within)\s+",
    ),
    _cue(
        "works-in",
        "member",
        "after",
        "adjacent",
        "has |have ",
        r"\b(?:has|have)\s+(?=(?:its own|an?|one|two|three|four|access to an?)\s)"
        r"(?:(?:its own|an?|one|two|three|four)\s+)?",
        "person",
        "no-board",
    ),
    _cue(
        "works-in",
        "member",
        "after",
        "before",
        "benefit",
        r"\bbenefits? from (?:the |having )?(?:(?:presence|integration|addition|inclusion) of|embedded|seconded|"
        r"integrated|co-?located)\s+(?:(?:an?|the|specialist|experienced|skilled)\s+){0,2}"
        r"(?:(?:workers|staff|professionals|practitioners)(?: from other (?:services|agencies))?,? "
        r"(?:such as|including)\s+)?",
    ),
    _cue(
        "extended-to",
        "planned-member",
        "after",
        "extended",
        "include",
        r"\bto (?:further )?(?:extend|expand|widen|broaden)\s+[^.;:,]{0,40}?\bto include\s+",
    ),
)
PLACE_CUES = (
    _cue(
        "co-located-in",
        "co-located",
        "before",
        "place",
        "located|based|sited|situated|embedded|placed|sit |sits |work",
        r"\b(?:(?:co-?located|located|based|sited|situated|embedded|placed) (?:together )?"
        r"(?:with|within|in|at|alongside|into)|(?:sit|sits|who work|that work|working|works) (?:with)?in|"
        r"co-?located and work(?:ing)? together (?:with)?in)\s+"
        r"(?:the same (?:building|office|place)s? (?:as|with) )?",
        "no-partnership",
    ),
    _cue(
        "co-location-of",
        "co-located",
        "after",
        "shared",
        "locat",
        r"\b(?:co-?location|co-?locating)(?: of)?\s+(?!with\b|within\b|in\b)",
    ),
    _cue(
        "co-location-of",
        "co-located",
        "after",
        "inside",
        "locat",
        r"\bco-?location of (?:the |its |our )?<S>(?:\s*\(<S>\))?\s+(?:with|and)\s+",
    ),
    _cue(
        "co-location-of",
        "co-located",
        "after",
        "staff",
        "locat",
        r"\bco-?location of (?:the |its |our )?<A>\s+(?:with|and)\s+",
    ),
    _cue(
        "co-located-in",
        "co-located",
        "after",
        "beside",
        "basing|placing|locating",
        r"^(?:by )?(?:basing|placing|co-?locating|locating)\s+(?:(?:an?|the|lead|specialist|dedicated)\s+){0,3}(?=<A>)",
    ),
    _cue(
        "co-location-of",
        "co-located",
        "after",
        "before",
        "located|location|based",
        r"\b(?:co-?located|co-?location|based|located),? (?:together )?(?:with|alongside),?\s+",
    ),
    _cue("co-located-staff", "co-located", "after", "shared", "located", r"\bco-?located\s+(?!with|in\b|at\b)"),
)
PROVIDER_CUES = (
    _cue(
        "provided-by",
        "provider",
        "after",
        "subject",
        " by | through | from | via ",
        r"\b(?:provided|delivered|run|offered|operated|undertaken|conducted|carried out|completed|managed|facilitated|"
        r"available|accessible|sourced|purchased|procured|supplied)\s+(?:(?:\w+ly|also|now)\s+)?"
        r"(?:(?:through|on behalf of the council) (?:or|and)\s+)?(?:by|through|from|via)\s+",
        "the-service",
    ),
    _cue(
        "provided-by",
        "provider",
        "after",
        "inside",
        "provision|delivery",
        r"\b(?:provision|delivery) of (?:[a-z-]+ ){0,3}<T>(?:\s+(?:services?|support))?\s+(?:by|through|from)\s+",
    ),
    _cue(
        "provided-by",
        "provider",
        "after",
        "inside",
        "through|via|from",
        r"<T>(?:\s+(?:services?|support|provision))?\s+(?:through|via|from)\s+(?=(?:an?|the)?\s*(?:\w+\s+){0,2}<A>)",
        "outside",
        "no-meeting",
        "no-people",
    ),
    _cue(
        "provided-by",
        "provider",
        "after",
        "early-help",
        "through",
        r"\bthrough\s+(?:support from\s+)?(?:(?:the|a|its|local|council[’']s)\s+){0,2}(?:network of\s+)?",
        "early-years",
    ),
    _cue(
        "receives-from",
        "provider",
        "after",
        "subject",
        "receiv|provided|access|benefit|given|offered|supported",
        r"\b(?:receiv(?:e|es|ed|ing)|provided with|access|accessing|benefit(?:s|ed)? from|given|offered|supported)\s+"
        r"(?:(?!(?:from|by|through|via)\b)[a-z-]+,?\s+){0,7}?"
        r"(?:(?:services?|support|help|advice|counselling|interventions?|work|mentoring)\s+(?:from|through|via)|by|"
        r"(?<=supported )through)\s+",
        "outside",
        "named-or-bought",
    ),
    _cue(
        "commissioned-from",
        "provider",
        "after",
        "subject",
        "commissioned|contract|sourced|bought|agreement",
        r"\b(?:commissioned (?:\w+ly )?(?:from|through|via|out to)|(?:contracted|outsourced|sub-?contracted)(?: out)? "
        r"(?:to|through|from)|bought(?: in)? from|(?:service level agreement|contract) with)\s+",
    ),
    _cue(
        "commissioned-from",
        "provider",
        "after",
        "subject",
        "delegated|transferred",
        r"\b(?:delegated|transferred) to\s+",
        "outside",
    ),
    _cue(
        "commissioned-from",
        "provider",
        "after",
        "task",
        "commission|contract|fund",
        r"\b(?:commissions|contracts|funds|commissioning of|(?:has|have) (?:also |jointly |recently )?"
        r"(?:commissioned|contracted))\s+",
        "not-planned",
    ),
    _cue(
        "provides",
        "provider",
        "before",
        "object",
        "provid|deliver|offer|run|operate|undertake|conduct|complete",
        r"\b(?:(?:commissioned|contracted|funded) (?:by the (?:council|local authority) )?to (?:provide|deliver|offer|"
        r"run|undertake|conduct|complete)|provides?|delivers?|offers?|runs?|operates?|undertakes?)\s+",
        "no-purpose",
    ),
)
LEAD_CUES = (
    _cue(
        "chaired-by",
        "chair",
        "after",
        "before",
        "chaired",
        r"\b(?:co-?)?chaired\s+(?:(?!by\b)[a-z]+ ){0,6}by\s+(?:an? (?:child in care|young person|young adult) and\s+)?",
    ),
    _cue(
        "chairs",
        "chair",
        "before",
        "after",
        "chair",
        r"\b(?:(?:co-?)?chairs(?! of| and\b|,)|(?:co-?)?chairing|"
        r"\b(?:is|are|was|as|becomes?) (?:also )?(?:the )?(?:vice[- ])?chair of)\s+",
    ),
    _cue(
        "hosts",
        "host",
        "before",
        "after",
        "host|lead a|lead coord",
        r"\b(?:hosts(?: and works (?:\w+ly )?with)?|hosting|(?:is )?(?:an?|the) (?:\w+ )?"
        r"(?:host|host authority|lead agency|lead authority|lead coordinating agency) (?:for|of))\s+",
    ),
    _cue("hosts", "host", "after", "before", "hosted", r"\bhosted\s+(?:\w+ly )?by\s+"),
    _cue("hosts", "host", "after", "before", "managed", r"\bmanaged\s+(?:\w+ly )?by\s+", "other-council"),
    _cue(
        "commissioned-by",
        "commissioner",
        "after",
        "before",
        "commissioned",
        r"\bcommissioned\s+(?:\w+ly )?(?:together )?(?:by|with)\s+",
    ),
)
PARTNER_CUES = (
    _cue(
        "works-with",
        "partner",
        "before",
        "after",
        "engaged|involved",
        r"\b(?:fully |actively |well |appropriately |closely )?(?:engaged|involved) (?:in|with)"
        r"(?: the work of)?\s+",
        "meeting",
    ),
    _cue(
        "works-with",
        "partner",
        "before",
        "after",
        "observer",
        r"\b(?:an? )?(?:participating |participant )?observers? (?:on|at|of)\s+",
        "meeting",
    ),
    _cue(
        "works-with",
        "partner",
        "after",
        "adjacent",
        "work",
        r"\b(?:works?|(?:is|are) working) (?:very )?(?:closely|well|jointly|effectively) with\s+",
    ),
)
CUES: tuple[Cue, ...] = MEMBER_CUES + PLACE_CUES + PROVIDER_CUES + LEAD_CUES + PARTNER_CUES
_HINTS = Hints(hint for cue in CUES for hint in cue.hints)
_BY_HINT = {hint: [at for at, cue in enumerate(CUES) if hint in cue.hints] for cue in CUES for hint in cue.hints}


def cues_in(small: str) -> Iterator[Cue]:
    """The cues worth trying on a clause's words, in small letters: those of which a hint stands there, as in CUES."""
    return (CUES[at] for at in sorted({at for hint in _HINTS.found_in(small) for at in _BY_HINT[hint]}))
