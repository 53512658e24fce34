"""How reports print each measure: templates of patterns over one sentence.

In a template a space is any white space, and a word in braces is a fragment: `{n}` and `{m}` are whole numbers,
`{n0}` one that may be "no", `{n spaced}` one with perhaps a space for its comma, `{p}` and `{q}` percentages, `{r}` and
`{s}` rates per 10,000, `{child}` the children counted; the others are below. `{name}` is any label of the measure in
`ontology/schemes/measures.ttl`, so that a new wording of a measure is one line of Turtle.
"""

from __future__ import annotations

from ._figures import COUNT, COUNT_OR_NONE, DATE, PERCENT, RATE, SECOND_COUNT

_MARK = "[\\d¹²³⁴-⁹]{0,2}"  # a footnote's mark, glued to the figure
CHILD = (
    r"(?:children(?:\s+(?:and|or)\s+young\s+people)?(?:\s+\(under\s+18(?:\s+years)?\))?|young\s+people|"
    r"child|young\s+person)"
)
FRAGMENTS = {
    # figures
    "n": rf"(?P<n>{COUNT}){_MARK}",
    "n0": rf"(?P<n>{COUNT_OR_NONE}){_MARK}",
    "n spaced": rf"(?<!\d\s)(?P<n>\d{{2,3}}\s\d{{3}}|{COUNT}){_MARK}",
    "m": rf"(?P<m>{SECOND_COUNT})",
    "count": COUNT,
    "p": rf"(?P<p>{PERCENT}){_MARK}",
    "q": rf"(?P<q>{PERCENT})",
    "percent": PERCENT,
    "r": rf"(?P<r>{RATE})",
    "s": rf"(?P<s>{RATE})",
    "rate": RATE,
    "date": DATE,
    "in date": rf"(?:\s*[,(]?\s*(?:in|at|on|as\s+at|for|during)?\s*(?:the\s+end\s+of\s+)?{DATE}\)?)?",
    "about": (
        r"(?:(?:approximately|around|about|over|more than|nearly|almost|some|an estimated|a total of|only|just|"
        r"currently|at least|roughly|presently|the (?:high|low) (?:number|figure) of) ){0,2}"
    ),
    "high of": r"(?:an? [a-z ]{0,20}of )?",
    "per": "per 10,?000",
    # who is counted, and by whom
    "child": CHILD,
    "cared for": (r"(?:children looked after|looked[ -]after children|children in care|children in the care of)"),
    "in care": (
        r"(?:children )?(?:being |becoming |coming |who are |who become )?"
        r"(?:looked[ -]after(?: children)?|in(?:to)? care|children looked after|children in care)"
    ),
    "authority": (
        r"(?:authority|council|borough|county|city|"
        r"(?-i:(?!Service|Team|Project|Centre|School|Trust|College|Panel|Group)[A-Z][a-z]+))"
        r"(?: is| was)?(?: currently)?"
    ),
    "leaving care": (
        r"(?:leaving care|aftercare|after care|through care|throughcare|care leavers[’']?) (?:team|service)"
        r"(?: is| was)?(?: currently)?"
    ),
    "looks after": r"(?:looks? after|looked after|looking after|caring for|cares for|cared for)",
    "is": r"(?:are|were|is|was|have been|had been|has been)",
    "who are": r"(?:(?:who|that) )?(?:{is}|live[sd]?|living|had|have)(?: being)? ",
    # What may stand behind a count that is the whole count: no words that narrow it ("for more than two years").
    "closed": (
        r"(?=\W*$|\s*[.,:;)\u2010-\u2015]|\s*\((?![^()]{0,40}\)\s*(?:who|that|with|in)\b)|"
        r" (?:as )?(?:at|on) (?:\d|the (?:end|time|point|beginning|start|census))| in (?:19|20)\d\d|"
        r" with?in the (?:area|borough|county|city|care)| in (?-i:[A-Z]\w+)\b(?! (?:who|that|with))|"
        r" (?:and|which|compared|by|than|or|had|has|have been)\b)"
    ),
    # How a clause goes on behind "the number of …": with a verb or a date, not with words that narrow it.
    "goes on": (
        r"(?=\s*[,(]| (?:has|have|had|is|was|were|are|fell|rose|increased|reduced|decreased|dropped|at|since|over|"
        r"from|between|by|during|continues|in (?:the|19|20))\b)"
    ),
    "whole": r"(?! (?:by|from|aged|who|with(?! {count})|under|over|through|within|were|that)\b)",
    # where children live
    "outside": (
        r"(?:(?:out of|outside)(?: of)? (?:the )?(?:local )?(?:authority|council|borough|county|city|area)"
        r"(?:[’']s)?(?: area| boundary| boundaries)?|outside (?-i:[A-Z]\w+))"
    ),
    "live": (r"(?:lives?|lived|living|(?:are |were |is |was |being )?(?:currently )?placed|reside[sd]?|residing)"),
    "lives": r"(?:lives?|lived|(?:are|were|is|was) (?:being |currently )?(?:placed|living|residing))",
    # population
    "age": (
        r"(?:(?:aged )?(?:under|below)(?: the age of)? (?:18|19|20|eighteen|nineteen|twenty)"
        r"(?:[- ]years?(?:[- ]old| of age)?)?|"
        r"aged (?:from )?(?:0|zero|birth)\s?(?:to|and|[\u2010-\u2015-])\s?(?:17|18|19|20)(?: years)?)"
    ),
    "population": (
        r"of (?:the |its |[A-Z]\w+[’']s )?(?:(?:total|overall|whole|entire|general|local|area[’']s|borough[’']s|"
        r"county[’']s|city[’']s) ){0,2}(?:resident )?population"
    ),
    "makes up": (
        r"(?:this is|this represents|representing|which is|which represents|which makes up|making up|make up|"
        r"makes up|accounting for|account for|accounts for|comprising|comprise|equates to|equating to|"
        r"constitute|or)"
    ),
    "ethnic": (r"(?:minority ethnic|ethnic minority|black and minority ethnic|black and ethnic minority|(?-i:BME))"),
    "whose": (
        r"(?:[A-Z]\w+[’']s |local authority[’']s |authority[’']s |council[’']s |area[’']s |city[’']s |"
        r"borough[’']s |county[’']s )?"
    ),
    # orders
    "sgo": r"(?:special (?:guardianship|quardianship) orders?(?:\s*\(SGOs?\))?|(?-i:SGO[’']?s?))",
    # staff and time
    "to m": r"(?:\s?(?:to|and|or|[\u2010-\u2015-])\s?{m})?",
    "at": (
        r"(?:averag\w+|average of|averages? at|average is|an average of|of|at|is|between|around|about|to|up to|"
        r"over|range from|ranging from)"
    ),
    "assessed": (
        r"(?: (?:single|core|initial|initial and core|child and family|children and family|social work|statutory|"
        r"children[’']s|all|these|the|their|its|of)){0,3}"
    ),
    "in time": (
        r"(?:within|in|inside) (?:the )?(?:[a-z]+ ){0,3}?"
        r"(?:timescales?|time|timeframes?|45|35|10 working|ten working)"
    ),
    "completed in": r"assessments(?: being)? completed (?:with)?in (?:the )?(?:45|35|[a-z]+)",
}

# ---------------------------------------------------------------- children counted on a day

# Measure: the words that may stand between the children and its name.
STANDING = {
    "child-protection-plans": r"(?:the |on |with |in |a |subject (?:of|to) ){0,3}",
    "children-looked-after": r"(?:currently |in |the |still ){0,2}",
    "children-in-need": r"(?:formally |with |on |a |subject (?:of|to) ){0,3}",
    "unaccompanied-asylum-seeking-children": r"(?:children who are |an |currently ){0,2}",
    "privately-fostered-children": (
        r"(?:assessed as being |known to be |reported as |living in |subject to |currently |in |a |being ){0,4}"
    ),
    "care-leavers": r"(?:currently )?",
}
NONE_COUNTS = ("unaccompanied-asylum-seeking-children", "privately-fostered-children")  # "no children" is 0 there
# For each standing measure; `{link}` is its words of STANDING, `{by}` who counts, `{number}` is {n} or {n0}.
STANDING_OPENING = r"{number}\s*(?:(?:of the )?{child} )?{who are}{link}{name}{closed}"
STANDING_TEMPLATES = (
    r"there (?:{is}|remain)(?: also| still| now)? {about}{number}(?: \(?(?:or )?(?:{percent})\)?)? "
    r"(?:{child} )?(?:{who are})?{link}{name}{closed}",
    r"(?:of the|of its|of these|of their) {about}{n} {child} {link}{name}(?=,|\s+at\s+\d|\s+at\s+the\s+end)",
    r"{by} (?:responsible for|supports?|supported|supporting|{looks after}|has|had) {about}{n} {name}{closed}",
    r"the (?:total |current |high |low )?numbers? of (?:{child} )?(?:who (?:are|were) )?{link}{name}"
    r"(?: (?:at|in) (?:the|{date})[^.;()%\d]{0,40})?\s*\({n}\)"
    r"(?:[^.;()%\d]{0,60}{in date}[^.;()%\d]{0,10}\({m}\))?",
    r"(?:numbers?|total|population|incidence) of [^.;\d]{0,40}?{link}{name}{goes on}[^.;\d]{0,110}?"
    r"(?:since {date}[^.;\d]{0,30}?)?\(?\bfrom {high of}{about}{n}{in date}[^.;\d%]{0,30}? to "
    r"(?:[a-z]+ ){0,2}{m}(?!\s*%)",
)
# (measure, whether only at the beginning of a clause, template)
COUNTED = (
    (
        "children-in-need",
        True,
        r"{n}\s*{child}[^.;\d]{0,140}?(?:identified|assessed)[^.;\d]{0,60}? in need of a specialist",
    ),
    ("children-in-need", False, r"assessment had identified {about}{n} {child}"),
    (
        "children-in-need",
        False,
        r"(?:authority|council|they)(?: is| was| were| are) working with {about}{n} children in need{closed}",
    ),
    ("children-looked-after", False, r"{authority} {looks after} {about}{n} {child}{closed}"),
    (
        "children-looked-after",
        False,
        r"(?:looked[ -]after children|children in care|children looked after)(?:[’'])? (?:population|cohort)"
        r"[^.;\d]{0,80}?from {high of}{about}{n}{in date}[^.;\d%]{0,30}? to {m}",
    ),
    ("children-looked-after", False, r", with {about}{n} {cared for}{closed}"),
    (
        "child-protection-plans",
        False,
        r"child protection plans in (?:a short time|[^.;\d]{0,30}?), from {n}{in date} to {m}",
    ),
    (
        "child-protection-plans",
        False,
        r"there {is} {about}{count} [^.;\d]{3,60}? and {n} (?:{child} )?"
        r"(?:who (?:are|were) )?(?:the )?{name}{closed}",
    ),
    (
        "privately-fostered-children",
        False,
        r"private(?:ly)?(?: arranged)? foster(?:ing|ed)?[^.;\d]{0,60}? (?:remain|is|are|was|were)(?: low| high)? at "
        r"{about}{n}\b",
    ),
    (
        "privately-fostered-children",
        True,
        r"{n0} {child} (?:were |are )?(?:reported as )?(?:lived?|living) in (?:a )?private(?:ly)? (?:arranged )?"
        r"foster(?:ing)? (?:placements?|arrangements?)",
    ),
    ("privately-fostered-children", False, r"privately fostered[^.;\d]{0,40}? from {n}{in date} to (?:currently )?{m}"),
)
# Said of "arrangements" in a paragraph on private fostering.
ARRANGEMENTS = (
    r"(?:there (?:are|were) (?:currently |now )?(?P<n>{count}) (?:such |known |current )?arrangements|"
    r"the (?P<m>{count}) current arrangements)\b"
)

# ---------------------------------------------------------------- children counted over a period

OVER_A_PERIOD = (
    (
        "adoptions",
        r"there (?:have been|has been|were|was|had been) {about}{n0} "
        r"(?:adoptions\b|adoption(?: orders?)?(?=\W*$|\s*[.,;(]| (?:in|during|since|and)\b)){whole}",
    ),
    ("adoptions", r"{n} {child} (?:{is}|have now been|being) adopted\b{whole}"),
    (
        "adoptions",
        r"{n} adoptions (?:took place|(?:have been|had been|were) (?:completed|achieved|granted|made)|"
        r"had already been)",
    ),
    ("adoptions", r"(?:of )?(?:the )?{n} {child} adopted (?:in|during) {date}"),
    (
        "adoptions",
        r"(?:all of the|of the|, with) {about}{n} (?:[A-Z]\w+ )?{child} (?:being )?adopted "
        r"(?:(?:in|during|over) the (?:last|past)|last year|this year|between|(?:in|during|since) {date})",
    ),
    ("adoptions", r"number of children adopted[^.;\d]{0,40}? (?:is|was) {n}\b(?!\s*%)"),
    (
        "adoptions",
        r"{n} {child} (?:have been |were |had been )?made (?:the )?subjects? (?:to|of) (?:an )?adoption orders?",
    ),
    ("adoptions", r"{n} adoption orders (?:had been |have been |were )?(?:made|granted)"),
    ("adoptions", r"resulted in {n} adoption orders"),
    (
        "adoptions",
        r"number of (?:children )?(?:made subject to an adoption order|adoptions|adoption orders|children adopted)"
        r"[^.;()\d]{0,60}\({n}(?: compared (?:to|with) {m}{in date})?\)",
    ),
    (
        "adoptions",
        r"number of (?:adoptions|adoption orders|children (?:being )?adopted)\b[^.;\d%]{0,60}"
        r"from {n}{in date}[^.;\d%]{0,20}? to {m}(?!\s*%)",
    ),
    (
        "special-guardianship-orders",
        r"{n0} {child}(?: who)? (?:became|become|have become|had become|were made) (?:the )?subjects? (?:of|to) "
        r"(?:an? )?{sgo}",
    ),
    ("special-guardianship-orders", r"{n} {sgo} (?:were |have been |had been )?(?:made|granted)"),
    (
        "special-guardianship-orders",
        r"{n} {child} (?:have |had )?(?:left care|achieved permanenc\w+|secured permanenc\w+|"
        r"ceased to be looked after) (?:through|via|by|on|under|subject to) (?:an? |the granting of )?{sgo}",
    ),
    ("special-guardianship-orders", r"adoption orders,? (?:and )?{n} {sgo}"),
    (
        "special-guardianship-orders",
        r"(?:use|number|rise) (?:of|in)[^.;\d]{0,60}?{sgo}[^.;\d%]{0,60}? from {n}{in date}[^.;\d%]{0,20}? to "
        r"{m}(?!\s*%)",
    ),
    ("special-guardianship-orders", r"subject to {sgo} from {n}{in date}[^.;\d%]{0,20}? to {m}(?!\s*%)"),
    (
        "referrals",
        r"number of referrals(?: to (?:children[’']s )?social care| received| recorded| made)?"
        r"(?: (?:between|from) {date} (?:and|to) {date})? (?:was|is|were|stood at) {about}{n}(?!\s*%)",
    ),
    (
        "referrals",
        r"{n} referrals (?:were |have been |had been )?(?:made |received )?(?:to|by) (?:the )?"
        r"(?:children[’']s social care|social care|children[’']s services|local authority)",
    ),
)
IN_THE_PERIOD = r"^\W*(?P<n>{count}) adoptions?\b\W*$"  # under "In the last 12 months:" alone

# ---------------------------------------------------------------- where children live

PLACED = (
    r"{n}(?: {child})?(?: looked after)?(?:\s*\((?:or )?{p}\)|,? or {q})?(?: of)?(?: {cared for}| {child})? {lives} "
    r"{outside}",
    r"{n}(?: {cared for}| {child})?(?:\s*\((?:or )?{p}\))(?: of)?(?: {cared for}| {child})? {live} {outside}",
    r"{n} (?:{cared for}|{child} currently) {live} {outside}",
    r"{p}(?:\s*\({n}\))? of (?:[A-Z]\w+ |the |all |its )?{cared for}[^.;,%\d]{0,30}? {live} {outside}",
    r"{p}(?:\s*\({n}\))?\s?\W?\s?of the (?:looked[ -]after|care) population {lives} {outside}",
    r"{p} of {child} {live} {outside}",
    r"{p}(?:\s*\({n}\)) of {child}(?: and young people)? looked after {live} {outside}",
    r"proportion\s*\({p}\) of (?:{cared for}|{child})[^.;,%\d]{0,40}? {outside}",
    r"proportion of (?:{cared for}|{child})[^.;,%\d]{0,40}? {outside}\s*\({p}\)",
    r"{cared for} in [A-Z]\w+\s*\({p}\) {live} {outside}",
)

# ---------------------------------------------------------------- population and shares of children

POPULATION = (
    r"{n spaced}\s*children(?: and young people)? (?:who are )?{age}",
    r"{n}\s*children(?: and young people)? (?:live|living) in",
    r"child population (?:of|is|was|stands at) {about}{n}\b",
)
SHARE = (
    r"{makes up} {about}{p}(?: {population}\b(?! (?:under|aged))| of the population| of (?:the )?total)",
    r"child population (?:has |had )?(?:increased|risen|rose|grown|fallen|decreased) from {p}(?: {population})? "
    r"to {q}",
)
ETHNICITY = (
    r"{ethnic}[^.;%\d]{0,60}?(?:account for|accounted for|accounting for|make up|represent|constitute|comprise|"
    r"form) {about}{p}",
    r"{p} of the (?:school|pupil|child|children[’']s)[^.;%\d]{0,20} population[^.;%\d]{0,60}"
    r"(?:ethnic group other than White British|{ethnic}|not White British|other than White British)",
    r"{p} of (?:all )?(?:the )?(?:local authority[’']s |area[’']s |borough[’']s )?(?:children|{child}|pupils)"
    r"[^.;,%\d]{0,40}?(?:are|were|come|came|is)?(?: from)?(?: an?)? {ethnic} "
    r"(?:groups?|backgrounds?|communit\w+|heritage)",
)
POVERTY = (
    r"{p}(?: of)? (?:the )?{whose}children(?: and young people)?(?: aged under| under)?[^.;%]{0,40}?"
    r"(?:are|were|is)?(?: currently)? (?:living|live) in (?:poverty|low[- ]income|income[- ]deprived)",
)

# ---------------------------------------------------------------- rates, staff, timeliness

RATES = (
    r"rate(?: {per})? of (?:children )?{in care}[^.;%\d]{0,60}?(?:{date}[^.;%\d]{0,20}?)?"
    r"(?:,? at| of| is| was|\(|,|stands at) {about}{r} {per}",
    r"rate of (?:children )?{in care}[^.;%\d]{0,60}?from {r}{in date}(?: {per})?[^.;%\d]{0,30}? to {s} {per}",
    r"{r} {per}(?: children)?, the (?:rate|proportion|number) of {in care}",
)
RATE_ALONE = r"\brate is (?P<r>{rate}) {per}"
RATE_IN_BRACKETS = r"^[^.;()]{0,120}?\((?:a |at a )?(?:rate of )?(?P<r>{rate}) {per}"

CASELOADS = (
    r"caseloads?[^.;\d]{0,90}? {at} (?:[a-z]+ ){0,3}?{n}(?! (?:months|weeks|days|per|%)){to m}"
    r"(?: (?:children|cases|young people))?",
    r"(?:working with|work with|responsible for|responsibility for|hold|holding|carry|carrying|allocated|had|have) "
    r"(?:an average of )?(?:between )?{about}{n}{to m} (?:children|cases)"
    r"(?= (?:each|at any|per|and families)|[.,;]|, and)",
    r"workloads? (?:of|to between|at|[^.;\d]{0,40}?(?:to|at|of)(?: between)?) {about}{n}{to m} (?:children|cases)",
    r"caseloads?[^.;\d]{0,40}?from an average of {n}{in date} to an average of {m}",
    r"(?<=and\s)(?:some )?(?:as many as |up to ){n} (?:children|cases)",
)
VACANCY = (
    r"vacanc(?:y|ies)(?: rates?| levels?)(?: for social work(?:er)?s?)?"
    r"(?:(?!turnover|agency|sickness|absence)[^.;%\d]){0,70}? "
    r"(?:is|was|were|of|at|still|now|low|currently) {about}{p}",
    r"vacan(?:cy|cies|t)[^.;%\d]{0,60}? from {p}{in date}[^.;%]{0,25}? to {q}",
    r"{p}\)? of (?:[a-z]+ ){0,3}social work(?:er)? posts (?:are|were|is|was|remain(?:ed)?) (?:currently )?vacant",
    r"{p} (?:social work(?:er)? )?vacancy rate",
)
TIMELY = (
    r"{p}(?:\s*\({count}\))?(?: of)?{assessed} assessments? "
    r"(?:(?:are|were|was|is|being|had been|have been|now|currently) ){0,2}completed(?: [a-z]+){0,2}? {in time}",
    r"of the (?:{count} )?(?:completed )?assessments[^.;%]{0,80}?{p}(?:\s*\({count}\))? (?:were|had been|are) "
    r"completed {in time}",
    r"(?:timely completion|timeliness)(?: rate)?(?: of)?(?: the)?(?: completion)?(?: of)?{assessed} assessments?"
    r"[^.;%\d]{0,80}? from {p}{in date}[^.;%]{0,25}? to {q}",
    r"{completed in}[^.;%\d]{0,60}? (?:is|was|at|to|of|stands at|were) {about}{p}",
    r"{completed in}[^.;%\d]{0,60}? from {p}{in date}[^.;%]{0,25}? to {q}",
)
