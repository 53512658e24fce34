"""The rules for shared arrangements and the patterns that they are made of.

A pattern is matched on a marked sentence (`_marked`). In its template `<S>` is a service, `<U>` a service or the
subject of one, `<P>` partners, `<T>` the name of a partnership, `<B>` a body, `<40>` at most 40 characters without a
service or a full stop, `<~40>` the same with any mark allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Rule
from ..phrases import ENGLISH

SHARED = Rule(
    "sharing/shared-with",
    "A service is shared with, across or between authorities.",
    "The child death overview panel is shared with two neighbouring boroughs.",
    0.96,
)
JOINT = Rule(
    "sharing/joint-with",
    "A joint service or board with other authorities, or one run jointly with them.",
    "There is a joint emergency duty team with a neighbouring borough.",
    0.93,
)
PARTNERSHIP = Rule(
    "sharing/in-partnership-with",
    "A service is provided in partnership or collaboration with other authorities.",
    "The emergency duty team operates in partnership with three other boroughs.",
    0.88,
)
COVERS = Rule(
    "sharing/covers-areas",
    "A service covers, or works across, the areas of several authorities.",
    "The adoption service covers Northshire and two other local authorities.",
    0.92,
)
RUN_BY = Rule(
    "sharing/run-by-council",
    "Another authority hosts, manages or provides the service, or one does so on behalf of others.",
    "The out-of-hours service is hosted by another London borough.",
    0.95,
)
COMMISSIONED = Rule(
    "sharing/jointly-commissioned",
    "Authorities commission a service together or pool its money.",
    "The advocacy service is jointly commissioned with two neighbouring councils.",
    0.88,
)
MANAGED = Rule(
    "sharing/shared-management",
    "A director, managers or management arrangements are shared with another authority.",
    "The youth offending service has shared management arrangements with a neighbouring council.",
    0.93,
)
GENERAL = Rule(
    "sharing/services-in-general",
    "Services that are not named one by one are shared with other authorities.",
    "Some services continue to be delivered jointly with a neighbouring council.",
    0.88,
)
NAMED = Rule(
    "sharing/named-partnership",
    "A service or group of a partnership with a name: tri-borough, pan-Northshire, sub-regional.",
    "The tri-borough fostering service has a wide choice of carers.",
    0.88,
)
LISTED = Rule(
    "sharing/board-of-two-areas",
    "A board or service that is named after two or more authorities.",
    "The Sutton and Merton safeguarding children board is well run.",
    0.85,
)
AGENCY = Rule(
    "sharing/regional-adoption-agency",
    "Adoption work is done through a regional adoption agency.",
    "Northshire is part of a regional adoption agency (Adopt Midshire).",
    0.97,
)
TRUST_RULE = Rule(
    "sharing/trust-or-company",
    "A children's trust or a company runs children's services for the council.",
    "Children’s social care is delivered by Northshire Children’s Services Trust on behalf of the council.",
    0.96,
)
CONSORTIUM_RULE = Rule(
    "sharing/consortium",
    "Authorities buy, or find placements and adopters, through a consortium or a regional framework.",
    "The council is part of a regional adoption consortium.",
    0.92,
)

RULES_IN_ORDER: tuple[Rule, ...] = (
    SHARED,
    JOINT,
    PARTNERSHIP,
    COVERS,
    RUN_BY,
    COMMISSIONED,
    MANAGED,
    GENERAL,
    NAMED,
    LISTED,
    AGENCY,
    TRUST_RULE,
    CONSORTIUM_RULE,
)


# ---------------------------------------------------------------- words that speak against a claim

UNSURE = re.compile(
    r"\b(?:explor(?:e|es|ing)|consider(?:s|ed|ing)?|whether|could|would|should|might|(?-i:may)|if|potential(?:ly)?|possib\w+|"
    r"options?|discuss(?:ed|ions?|ing)?|rather than|instead of|unlike|lack of|absence of|no plans?|feasibility|"
    r"previously|formerly|in common with|compared (?:to|with)|better than|worse than|previous (?:\{T|shared|joint))\b",
    re.IGNORECASE,
)
# What people, not authorities, share: where such a word stands in front, nothing is said of a service.
OTHER_SHARING = re.compile(
    r"\b(?:protocols?|strateg(?:y|ies)|polic(?:y|ies)|procedures?|learning|information|intelligence|lessons|findings|vision|"
    r"data|minutes|concerns?|conferences?|events?|practice|reports?|training|audits?|campaigns?|"
    r"reviews?|evaluations?|diagnostics?|peer)\b",
    re.IGNORECASE,
)
BUT = re.compile(r"\b(?:but|however|although)\b|;")
NOT = re.compile(r"\b(?:not|no longer|never|nor|neither|without|cannot|is no)\b|n[’']t\b", re.IGNORECASE)

# ---------------------------------------------------------------- the patterns

_LIST = r"(?:\{O\d+\}(?:,? and|,|,? with) )?(?:both |the |all |neighbouring )?\{P(?P<p>\d+)\}(?:(?:,? and|,) \{O\d+\})?"
_MACROS = {
    "<S>": r"\{S(?P<s>\d+)\}(?:\s*\([^()]{1,60}\))?\d{0,2}",
    "<U>": r"\{[SU](?P<s>\d+)\}(?:\s*\([^()]{1,60}\))?\d{0,2}",
    "<P>": _LIST,
    "<T>": r"\{T(?P<p>\d+)\}",
    "<B>": r"\{B(?P<b>\d+)\}",
    "<AMONG>": r"\b(?:with|across|between)",
    "<WITH>": r"(?:with|across|between|by|among|amongst)",
}


def _compiled(template: str) -> re.Pattern[str]:
    for macro, words in _MACROS.items():
        template = template.replace(macro, words)
    template = re.sub(r"<~(\d+)>", r"(?:[^.;{}]|\\{[SUCPOTB]\\d+\\}){0,\1}?", template)
    template = re.sub(r"<(\d+)>", r"(?:[^.;{}]|\\{[UCOTB]\\d+\\}){0,\1}?", template)
    return re.compile(template, re.IGNORECASE | ENGLISH)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way in which sentences of a rule are built."""

    rule: Rule
    kind: str
    words: re.Pattern[str]
    service_type: str | None = None  # where the words themselves tell it
    before: bool = False  # the sentence before tells the service ("It is shared with ...")
    areas: bool = False  # the partners must be named, counted or stand beside the reporting authority
    own: bool = False  # the reporting authority must stand in the list
    one: bool = False  # the partners must be one council, or named or counted: not "other local authorities"
    boards: bool = False  # the partners must be safeguarding boards
    cluster: bool = False  # the partners must be called a cluster
    on_board: bool = False  # the paragraph must be about the safeguarding board


def _patterns(rule: Rule, kind: str, *templates: str, **more: bool | str) -> list[Pattern]:
    return [Pattern(rule, kind, _compiled(template), **more) for template in templates]  # type: ignore[arg-type]


_DO = (
    r"(?:run|managed|delivered|provided|operated|administered|convened|hosted|staffed|led|organised|owned|held|undertaken|"
    r"developed|established|overseen)"
)
_TOGETHER = (
    r"\b(?:in|through|via|under|as) (?:an? |the )?(?:\w+ )?(?:partnership|collaboration|conjunction|co-?operation)"
    r"(?: (?:arrangement|agreement)s?)? (?:with|between|across)(?: (?:partners|colleagues) (?:in|from))?"
)
_THIS = (
    r"^(?:\W*(?:the|this|that)\s+(?:\w+\s+)?"
    r"(?:service|team|panel|board|hub|unit|scheme|arrangement|process)s?|it)\b"
)
_ARRANGEMENT = r"(?:arrangements?|agreements?|partnerships?)"

PATTERNS: tuple[Pattern, ...] = (
    *_patterns(
        SHARED,
        "joint-delivery",
        r"<S><80>\bshared (?:\w+ )?<WITH> <P>",
        r"\bshared <30><S><40>\b(?:with|across|between|covering|serving) <P>",
        r"\bshares? <30><U><30><AMONG> <P>",
        r"\barrangements? <30><U><40>\bshared (?:\w+ )?<WITH> <P>",
        r"\barrangements?,? shared (?:\w+ )?<WITH> <P>,?<60><U>",
    ),
    *_patterns(
        SHARED,
        "joint-delivery",
        r"\b(?:joint|joining|shared|collaborative) (?:arrangements?|sub-?groups?|work-?streams?|business unit)<40>"
        r"<AMONG> <P>",
        r"\b(?:work[ -]?streams?|sub-?groups?) (?:\w+ )?shared with <P>",
        service_type="lscb",
        boards=True,
    ),
    *_patterns(SHARED, "joint-delivery", r"<P> share <20><S>", own=True),
    *_patterns(
        SHARED,
        "joint-delivery",
        r"\b(?:the (?:local authority|council)|\{O\d+\}),? (?:and|together with|along with) <P>,? "
        r"(?:share|have (?:an? )?(?:joint|shared)|jointly (?:run|operate|provide)) <30><S>",
    ),
    *_patterns(SHARED, "joint-delivery", _THIS + r"<80>\bshared (?:\w+ )?<WITH> <P>", before=True),
    *_patterns(
        JOINT,
        "joint-delivery",
        r"\bjoint (?!work|visit|investig)<40><S><40>\b(?:with|between|across|covering|covers|for|serving) <P>",
        r"<S><60>\b(?:is|are|as) (?:an? )?(?:\w+ly )?joint\b<20>(?:with|between|across|covering|covers|for) <P>",
        rf"<S><80>\bjointly (?:\w+ and )?{_DO}\b<20><WITH> <P>",
        rf"<S><80>\b{_DO} (?:jointly|together) (?:with|by|between|across) <P>",
        r"<S><60>\bjoint arrangements?<20>(?:with|between|across) <P>",
        r"\bjoint arrangements?<20>(?:with|between|across) <P><20>\b(?:for|to (?:provide|deliver|run)) <40><S>",
        r"<S><60>\b(?:merged|combined|amalgamated|integrated) with (?:that of |those of )?(?!the)<P>",
        rf"\b{_ARRANGEMENT} (?:between|of|with) <P><40>\bto (?:establish|form|set up|run|provide|deliver) <40><S>",
    ),
    *_patterns(
        JOINT,
        "joint-delivery",
        r"<P>,? (?:have |has |run |operate |provide )?(?:an? |the )?joint <20><S>",
        r"\bjoint <P> <20><S>",
        own=True,
    ),
    *_patterns(
        JOINT, "joint-delivery", _THIS + rf"<60>\b(?:joint(?:ly)?(?: {_DO})?) (?:with|between|across) <P>", before=True
    ),
    *_patterns(
        PARTNERSHIP,
        "joint-delivery",
        rf"<S>(?: [\w-]+){{0,2}},? \(?{_TOGETHER} <P>",
        rf"<S><60>\b(?:operates?|operating|(?:is|are|was|were|been|being) (?:\w+ly )?{_DO})\b<30>{_TOGETHER} <P>",
        r"<U><60>\b(?:partnership|collaborative|shared|joint|sharing|reciprocal) (?:arrangements?|agreements?)<30>"
        r"<AMONG> <P>",
        r"\b(?:partnership|collaborative|shared|joint|sharing) (?:arrangements?|agreements?)<20><AMONG> <P>"
        r"<40>\bin the <20><S>",
        r"\b(?:alongside|together with|jointly with|along with) <P><20>\b(?:over|for) (?:the |an? )?<40><S>",
        r"\bwith <P> to (?:provide|deliver|run|operate|host) <40><S>",
    ),
    *_patterns(PARTNERSHIP, "joint-delivery", r"\b(?:part|member) of <P><80><U>", cluster=True),
    *_patterns(PARTNERSHIP, "joint-delivery", r"\bleads? <P>", cluster=True, before=True),
    *_patterns(PARTNERSHIP, "joint-delivery", r"^the (?:\w+ )?arrangements?,? with <P>", before=True),
    *_patterns(
        COVERS,
        "joint-delivery",
        r"<S>,?<60>\b(?:covers?|covering|serves?|serving|spans?|spanning|comprises|comprising) <20><P>",
        r"<S>,?<60>\b(?:operates?|operating|works?|working|provided|delivered|runs|available|organised) "
        r"(?:across|for|in|over) <P>",
        areas=True,
        one=True,
    ),
    *_patterns(
        COVERS,
        "joint-delivery",
        r"<S>\)?(?: (?:meetings|arrangements|services?|teams?|panels?|process(?:es)?))?,? (?:across|for) <P>",
        r"<S> is a (?:joint )?(?:sub-?group|panel|committee|service) (?:of|for) <P>",
        areas=True,
        one=True,
    ),
    *_patterns(COVERS, "joint-delivery", r"<S><~200>\b(?:service|cover|support)s? <~40>\bacross <P>", own=True),
    *_patterns(
        COVERS,
        "joint-delivery",
        _THIS + r" (?:\w+ly )?(?:also )?(?:operates? across|works? across|covers|serves|spans) <P>",
        before=True,
        areas=True,
        one=True,
    ),
    *_patterns(
        RUN_BY,
        "joint-delivery",
        r"<S><60>\b(?:hosted|managed|led|overseen|administered)\b<30>\bby <P>",
        r"\bhosts?<30><S><40>\b(?:for|on behalf of) <P>",
        one=True,
    ),
    *_patterns(
        RUN_BY,
        "delivered-by-body",
        r"<S><60>\b(?:provided|delivered|run|operated|undertaken|staffed|supplied)\b<30>\b(?:by|through) <P>",
        r"<S><60>\b(?:commissioned|purchased|bought)\b<30>\bfrom <P>",
        r"<S><60>\b(?:contracted(?: out)?|outsourced|delegated|transferred)\b<20>\bto <P>",
        r"\b(?:commissions?|commissioned|buys|purchases) (?:its |the |all |an? )?<20><U><80>\bfrom <P>",
        r"<P><~40>\b(?:provides?|delivers?|manages?|runs?|undertakes?|operates?|hosts?|recruits?)\b<60><U><~60>"
        r"\b(?:on behalf of|for) (?:\{O\d+\}|the (?:council|local authority)|it\b)",
        r"<S><80>\bon behalf of <P>",
        r"\bservice level agreement<30>\bwith <P><~100><U>",
        r"<U><60>\bservice level agreement<20>\bwith <P>",
        one=True,
    ),
    *_patterns(
        COMMISSIONED,
        "joint-commissioning",
        r"<S><80>\b(?:jointly (?:commissioned|funded|procured|purchased)|"
        r"(?:commissioned|funded|procured) (?:jointly|together))\b<20><WITH> <P>",
        r"<S><60>\bcommissioned with <P>",
        r"\bjoint(?:ly)? commission\w*<20><AMONG> <P><20>\b(?:of|for|to)\b<60><U>",
        r"\bjointly commission(?:s|ed|ing)?<60><S><40>\bwith <P>",
        r"\bpooled (?:funding|budgets?)<20><AMONG> <P>,?<20>\b(?:including|for|such as)\b<40><U>",
    ),
    *_patterns(
        COMMISSIONED,
        "joint-commissioning",
        r"<P>,? (?:has |have )?(?:jointly |together )commission\w*<120><U>",
        own=True,
    ),
    *_patterns(
        COMMISSIONED,
        "joint-commissioning",
        r"\{[SU](?P<s>\d+)\}<~120><T> (?:group|partnership|arrangement) to (?:re-?)?commission\b",
    ),
    *_patterns(
        COMMISSIONED,
        "consortium",
        r"\bplacements? (?:are|is|were) (?:\w+ly )?(?:commissioned|procured|purchased)<60>"
        r"\bin (?:partnership|conjunction|collaboration) with <P>",
        r"\bcommission(?:s|ed|ing)? (?:\w+ )?placements (?:jointly |together )?with <P>",
        service_type="placements-commissioning",
        one=True,
    ),
    *_patterns(
        MANAGED,
        "shared-management",
        r"<U><60>\b(?:shared|joint) management<30><AMONG> <P>",
    ),
    *_patterns(
        MANAGED,
        "shared-management",
        r"\b(?:shared?|joint) (?:\w+ ){0,2}?(?:director|DCS|management|leadership)\b<60><AMONG> <P>",
        r"\b(?:DCS|director)\b<80>\b(?:is|was)\b<30>\b(?:shared|joint(?:ly appointed)?|also)\b<40>"
        r"\b(?:with|in|for|of|at|across|between|by) <P>",
        r"\b(?:DCS|director)\b<30>\b(?:for|of|in|at) <P> is also (?:the )?(?:DCS|director)\b",
        r"\balso (?:the |an? )?(?:interim |executive |strategic )?(?:DCS|director)\b<20>\b(?:in|for|of|at) <P>",
        r"\bdirector\b<20>\b(?:for|of|across) (?:the )?<T>",
        r"<T>(?:[’']s)? (?:\w+ ){0,2}(?:director|DCS|senior management|management (?:team|arrangements))\b",
        r"\bsenior (?:managers|leaders) (?:across|in|of|for) (?:the )?<T>",
        service_type="childrens-social-care",
    ),
    *_patterns(
        MANAGED,
        "shared-management",
        r"\bstrategic partnership<20>\b(?:between|with|of) <P>",
        r"\b(?:senior|strategic) (?:management|leadership)\b<60>\bprovided by <P>",
        r"<P> (?:has been |is |now )?(?:runs|running|manages|managing) (?:all |its |the )?\{C\d+\}",
        service_type="childrens-social-care",
        areas=True,
    ),
    *_patterns(
        MANAGED,
        "shared-management",
        r"<P> (?:have|has) (?:established|agreed|formed|entered)\b<30>\bstrategic partnership\b",
        service_type="childrens-social-care",
        own=True,
    ),
    *_patterns(
        GENERAL,
        "joint-delivery",
        r"\bshared services?\b<60><AMONG> <P>",
        r"\bservices (?:\w+ ){0,3}?(?:shared|(?:delivered|provided|run) jointly|jointly (?:delivered|provided|run))<20>"
        r"\b(?:with|between|across|by) <P>",
        r"\bdisaggregat\w+<~60>(?:\bjoint|\bshared|\{T\d+\})<~20>\b(?:arrangements?|services)<20>"
        r"\b(?:with|between) <P>",
        r"\bdisaggregat\w+<20>\bfrom (?:the )?<T>",
        r"\bdisaggregat\w+<40>\bfrom <P>",
        r"\bshared services<30>\b(?:involvement in|part of|through) <20><T>",
        r"\{T\d+\} (?:partnership |arrangements? )?with (?:the )?<P>",
        service_type="childrens-social-care",
    ),
    *_patterns(
        NAMED,
        "joint-delivery",
        r"<T>(?:[’']s)?,? (?:(?!procedur|polic|strategy|strategies|protocol|plan|guid|train|report|audit|review)"
        r"[\w’‘'-]+,? ){0,4}?"
        r"<S>(?! (?:polic|procedur|strateg|protocol|plans?\b|guid|training|coordinator|audit|toolkit|groups))",
        r"<S><60>\b(?:across|under|within|through) (?:the )?<T>",
        r"<S><60>\bon an? <T> basis",
        r"<T> (?:[\w-]+ ){0,2}(?:arrangements?|panel|group|board|service|team|response|unit|hub|project)s? "
        r"(?:(?:for|to|on)\b|that\b|which\b)<160><U>",
        r"<U>,? (?:both |and )?(?:(?:with|through|via|under) (?:[\w-]+ ){0,4})?<T> (?:[\w-]+ ){0,3}"
        r"(?:arrangements?|team|panel|group|board|hub|unit|sub-?groups?|project)s?\b",
    ),
    *_patterns(
        NAMED,
        "joint-delivery",
        r"<T> (?:[\w-]+ ){0,2}sub-?groups?\b",
        r"<T> polic(?:y|ies) and procedures (?:sub-?)?group\b",
        service_type="lscb",
    ),
    *_patterns(NAMED, "joint-delivery", r"<T> arrangements?\b", service_type="lscb", on_board=True),
    *_patterns(
        NAMED, "joint-delivery", r"^the <T> (?:strategic |joint |operational )?(?:panel|group|team)\b", before=True
    ),
    *_patterns(
        LISTED,
        "joint-delivery",
        r"<P>(?:[’']s?)? (?:joint )?(?=\{S)<S>",
        own=True,
    ),
)
