"""The state of a service at the time of the inspection, from the words that touch its name.

`new`, `pilot` and the like must stand in the noun phrase of the body itself, and a verb must follow it directly:
"a new chair of the board" says nothing about the board, "new referrals to the hub" nothing about the hub.
"""

from __future__ import annotations

import re
from datetime import date

from ..phrases import MONTH, MONTHS, lowered
from ._aboutness import ABBREVIATION, governor

PLANNED, NEW, RECOMMISSIONED, ENDED = "planned", "newly-established", "being-recommissioned", "ended"
# Where a report says several, the first of these is the one that it is read for.
PRIORITY = (RECOMMISSIONED, PLANNED, NEW, ENDED)
RECENT_MONTHS = 12  # a start in the twelve months before the inspection makes a service new

_WORD = r"[\w’'‘“”-]+"
# Words between "new" and the name: its adjectives, no verb or preposition that begins another phrase.
_MODIFIERS = (
    r"(?:(?!(?:of|for|to|in|and|with|by|on|from|at|the|a|an|through|within|into|across|has|have|is|are)\b)"
    rf"{_WORD},?\s+){{0,4}}"
)
_DETERMINER = r"(?:(?:a|an|the|its|their|this|these|two|three|four)\s+)?"
_BEGIN = r"(?:establish|introduc|launch|creat|set(?:ting)?\s+up|implement|open|form|found|pilot)\w*"
_DONE = (
    r"(?:established|formed|created|introduced|launched|implemented|set[\s-]up|developed|commissioned|opened|"
    r"constituted|piloted)"
)

_NEW_BEFORE = re.compile(
    rf"(?:\b(?:brand[\s-]new|new|pilot|piloting|newly[\s-]{_DONE}|(?:very\s+)?recently[\s-]{_DONE})\s+"
    rf"|\b(?:introduction|creation|formation|(?:re-?)?establishment|reinstatement|launch(?:ing)?|"
    rf"piloting)\s+of\s+{_DETERMINER}"
    rf"|\b(?:recently|newly|just)\s+{_DONE}\s+{_DETERMINER}"
    rf"|\bpilot\s+(?:of|for)\s+{_DETERMINER}|\bnew\s+arrangements\s+for\s+{_DETERMINER}"
    rf"|\b(?:has|have)\s+(?:now\s+|also\s+)?(?:launched|introduced)\s+{_DETERMINER})"
    rf"{_MODIFIERS}(?:(?:advocacy|fostering|adoption|missing)\s+and\s+)?$"
)
_NEW_AFTER = re.compile(
    rf"\s*,?\s*(?:(?:which|that)\s+)?(?:pilot\b|(?:was|were|has\s+been|have\s+been|had\s+been)\s+"
    rf"(?:(?:only\s+)?(?:very\s+)?(?:recently|newly|just)\s+{_DONE}|{_DONE}\s+(?:very\s+|only\s+)?recently|"
    rf"(?:recently\s+)?launched)|(?:is|are)\s+now\s+in\s+place|(?:is|are)\s+(?:\w+ly\s+)?new(?!\s+\w)|"
    rf"(?:has|have)\s+recently\s+(?:opened|become\s+(?:operational|an?\b)|been\s+{_DONE})|"
    rf"(?:is|are)\s+(?:still\s+)?in\s+(?:its|their)\s+infancy)"
)
_PLANNED_BEFORE = re.compile(
    rf"(?:\b(?:planned|proposed|forthcoming)\s+(?:{_BEGIN}\s+of\s+{_DETERMINER})?{_MODIFIERS}"
    rf"|\b(?:plans?|planning|intend(?:s|ed)?|intention|proposals?|proposes|preparing|preparations|yet|decision|about|"
    rf"working|ready|agreement|secured\s+funding|will|is|are)\s+(?:(?:well\s+)?advanced\s+|in\s+place\s+|under\s*way\s+|"
    rf"currently\s+|shortly\s+|soon\s+|"
    rf"(?:have\s+)?(?:now\s+)?been\s+made\s+|have\s+now\s+been\s+made\s+)?"
    rf"(?:(?:to|for|towards)\s+)?(?:\w+ly\s+)?(?:(?!pilot){_BEGIN}|develop(?:ing)?|join(?:ing)?)\s+(?:of\s+)?(?:an?|"
    rf"its\s+own|new|their\s+own)\s+{_MODIFIERS}"
    rf"|\b(?:planning|plans)\s+for\s+(?:an?|its\s+own|their\s+own)\s+(?:new\s+)?{_MODIFIERS}"
    rf"|\b(?:(?:current|planned|imminent|proposed|forthcoming)\s+move|(?:is|are|be)\s+moving|"
    rf"prior\s+to)\s+(?:(?:to|into|towards)\s+)?(?:an?\s+|the\s+)?{_MODIFIERS})$"
)
_PLANNED_AFTER = re.compile(
    rf"\s*(?:,\s*)?(?:(?:which|that)\s+)?(?:(?:is|are)\s+(?:currently\s+|also\s+|now\s+|being\s+)?(?:planned|"
    rf"proposed)\b|"
    rf"(?:is|are)\s+(?:due|shortly|about)\s+to\s+(?:be\s+{_DONE}|become|open|launch|start|begin|go\s+live|commence)|"
    rf"(?:is|are)\s+(?:currently\s+|still\s+)?in\s+development\b|(?:is|are)\s+to\s+be\s+{_DONE}|will\s+(?:shortly\s+|soon\s+|"
    rf"also\s+)?(?:be\s+{_DONE}|be\s+operational|be\s+in\s+place|"
    rf"become\s+operational|open\b|launch\b|go\s+live|commence\b)|(?:has|have)\s+(?:recently\s+)?been\s+agreed\b|"
    rf"(?:has|have)\s+yet\s+to\s+be\s+{_DONE}|(?:has|have)\s+not\s+yet\s+been\s+{_DONE}|(?:is|"
    rf"are)\s+not\s+yet\s+(?:operational|in\s+place|established))"
)
_SCHEDULED = re.compile(
    r"[^.;]{0,50}\b(?:scheduled|due|expected|set)\s+to\s+(?:become|go\s+live|open|launch|begin|come\s+into)\b"
)
_RECOMMISSIONED_AFTER = re.compile(
    r"\s*(?:,\s*)?(?:(?:which|that|and|but)\s+)?(?:(?:is|are)\s+(?:currently\s+|now\s+|also\s+|"
    r"in\s+the\s+process\s+of\s+)?"
    r"(?:being|about\s+to\s+be|due\s+to\s+be|to\s+be|due\s+for)|will\s+(?:shortly\s+|soon\s+)?be|going\s+to\s+be)\s+"
    r"re-?\s?(?:commission(?:ed|ing)|tender(?:ed|ing)|procured)\b"
)
_RECOMMISSIONED_LATER = re.compile(  # a second verb of the same subject: "... serves ... but is about to be ..."
    r"\b(?:and|but)\s+(?:is|are)\s+(?:currently\s+|now\s+)?(?:being|about\s+to\s+be|"
    r"due\s+to\s+be)\s+re-?\s?commissioned\b"
)
_RECOMMISSIONED_BEFORE = re.compile(
    rf"\b(?:(?:is|are)\s+(?:currently\s+)?re-?commissioning|(?:plans?|due|about|intends?)\s+to\s+re-?commission|"
    rf"(?:planned|proposed|current|forthcoming|imminent)\s+re-?commissioning\s+of)\s+{_DETERMINER}{_MODIFIERS}$"
)
_RECOMMISSIONING = ("commission", "tender", "procured")  # one stands in all that these three find
_ENDED_AFTER = re.compile(
    r"\s*(?:,\s*)?(?:which\s+)?(?:(?:was|were|has\s+been|have\s+been|had\s+been)\s+(?:recently\s+|"
    r"subsequently\s+|since\s+|now\s+)?"
    r"(?:replaced|discontinued|closed\s+(?:in|down|due|at|and|by|following)|disbanded|decommissioned|"
    r"abolished|dissolved|superseded|stood\s+down)\b|"
    r"(?:has|have)\s+(?:now\s+|since\s+)?(?:ended|ceased|closed)\b|ceased\s+to\b|no\s+longer\s+(?:exists?|"
    r"operates?|meets?)\b)"
)
_ENDED_BEFORE = re.compile(
    rf"\b(?:(?:closure|disbanding|discontinuation|decommissioning|dissolution|replacement|(?<=in )place)"
    rf"\s+of|replac(?:e|es|ed|"
    rf"ing))\s+(?:the|its|an?)\s+{_MODIFIERS}$"
)
_STARTED = re.compile(
    rf"[’']?s?(?:\s+offer)?\s*,?\s*(?:(?:which|that|and)\s+)?(?:(?:was|were|has\s+been|have\s+been|"
    rf"had\s+been)\s+)?(?:reviewed\s+and\s+)?(?:only\s+|first\s+|formally\s+|fully\s+)?"
    rf"(?:(?:re-?)?{_DONE}|commenced|started|began|went\s+live|(?:became|been)\s+(?:operational|in\s+place)|"
    rf"came\s+into\s+(?:operation|being|effect))(?:\s+as\s+part\s+of\s+(?:[\w’'-]+\s+){{1,5}}?)?"
    rf"\s*\b(?:in|since|from|on|at|during)\s+"
    rf"(?:the\s+(?:start|end|beginning)\s+of\s+|(?:early|late|mid)[\s-]+|\d{{1,2}}\s+)?(?:({MONTH})\s+)?(\d{{4}})\b"
)
DATED = re.compile(
    rf"\b(?:in|since|from|on)\s+(?:(?:early|late|mid)[\s-]+|\d{{1,2}}\s+)?(?:({MONTH})\s+)?(\d{{4}})\b", re.IGNORECASE
)
# An aside between a name and its verb: "the partnership, replacing the board, is in its infancy".
_ASIDE = re.compile(r"\s*,\s+\w+ing\s[^,.;:]{2,90},(?=\s+(?:is|are|was|were|has|have|will)\b)")
_SOME = re.compile(r"\b(?:some|several|two|three|four|five|six|many|most|number\s+of|\d+)\s+(?:[\w’'-]+\s+){0,2}$")
# The name ends its noun phrase: "the new hub is", not "the new hub manager".
_HEAD_ENDS = re.compile(
    r"(?:\s+(?:teams?|services?|meetings?|arrangements))?\s*(?:[,.;:)]|$|(?:is|are|was|were|has|have|had|which|that|and|to|in|for|with|who|will|of|at|by|on|as|but|while|"
    r"from|where|led|based|managed|since|earlier|during|last|this|began|"
    r"started|separate|alongside|together|offer|within|across|so|pilot|chaired|commissioned|provided|delivered|covering|jointly|"
    r"(?:provid|offer|ensur|help|work|support|mean|enabl|deliver|bring|giv|mak|tak|target|focus|shar|meet|respond|"
    r"overse|operat|creat|strengthen|improv|combin|allow|reduc)(?:e?s|ing))\b)"
)
_THE_SERVICE = re.compile(
    r"(?:However,\s+|Although\s+)?(?:The|This|the|this)\s+(?:service|team|hub|scheme|project|panel|board|"
    r"group|contract|arrangement)\b"
)


# "which is shortly to become the |partnership"
_BECOMES = re.compile(r"\b(?:shortly|soon|due|about)\s+to\s+become\s+(?:(?:an?|the)\s+)?$")


def state_said(sentence: str, start: int, end: int, inspected: date | None) -> str | None:
    """The state that `sentence` gives the body named at `start`..`end`; None where it says none.

    `inspected` is the first day of the inspection: a start in the year before it makes a service new.
    """
    sentence = lowered(sentence)
    near, after = sentence[:start][-140:], sentence[end:]
    abbreviation = ABBREVIATION.match(after)
    if abbreviation:
        after = after[abbreviation.end() :]
    after = after.removeprefix(")")
    aside = _ASIDE.match(after)
    if aside:
        after = after[aside.end() :]
    heads = bool(_HEAD_ENDS.match(after))
    subject = governor(near) in ("", "and") or not near.strip()
    if any(word in sentence for word in _RECOMMISSIONING):
        if (subject and _RECOMMISSIONED_AFTER.match(after)) or (heads and _RECOMMISSIONED_BEFORE.search(near)):
            return RECOMMISSIONED
        if len(near) < 30 and _RECOMMISSIONED_LATER.search(after[:240]):
            return RECOMMISSIONED
    if (
        ("become" in near and _BECOMES.search(near))
        or (subject and _PLANNED_AFTER.match(after))
        or _SCHEDULED.match(after)
        or (heads and _PLANNED_BEFORE.search(near))
    ):
        return PLANNED
    if (subject and _ENDED_AFTER.match(after) and not _SOME.search(near)) or (heads and _ENDED_BEFORE.search(near)):
        return ENDED
    started = _STARTED.match(after) if governor(near) != "of" else None
    if started:
        return NEW if is_recent(started, inspected) else None
    if (subject and _NEW_AFTER.match(after)) or (heads and _NEW_BEFORE.search(near)):
        dated = DATED.search(sentence)
        return None if dated and not is_recent(dated, inspected) else NEW
    return None


# "These services, while relatively new, are ...": of all that the sentence before names
_THESE_ARE_NEW = re.compile(
    r"(?:These|Both)\s+(?:services|teams|panels|projects|boards|hubs),?\s+(?:are|while|although|though)\s+"
    r"(?:\w+ly\s+)?(?:still\s+)?new\b(?!\s+\w)"
)


def says_these_are_new(sentence: str) -> bool:
    """True where a sentence calls all the services that the one before it names new."""
    return bool(_THESE_ARE_NEW.match(sentence))


def state_of_the_service(sentence: str, inspected: date | None) -> str | None:
    """The state that a sentence gives "the service" or "this team" at its beginning, whatever was named before it."""
    named = _THE_SERVICE.match(sentence)
    if not named:
        return None
    after = lowered(sentence)[named.end() :]
    if _RECOMMISSIONED_AFTER.match(after):
        return RECOMMISSIONED
    started = _STARTED.match(after)
    return NEW if _NEW_AFTER.match(after) or (started and is_recent(started, inspected)) else None


def is_recent(match: re.Match[str], inspected: date | None) -> bool:
    """True where the printed month or year lies in the twelve months before the inspection, or later."""
    if inspected is None:
        return False
    year = int(match.group(2))
    if not match.group(1):
        return year >= inspected.year or (year == inspected.year - 1 and inspected.month <= 6)
    month = MONTHS[match.group(1).lower().rstrip(".")]
    return (inspected.year - year) * 12 + inspected.month - month <= RECENT_MONTHS
