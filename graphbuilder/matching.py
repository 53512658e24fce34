"""Labels of the concept schemes and the reference data → known names in a text.

The Turtle under `ontology/` is the gazetteer. One pass of an Aho-Corasick automaton finds every label; the text
is folded character by character, so that offsets hold: case, curly quotes, and hyphens against spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import ClassVar, NamedTuple

import ahocorasick
from rapidfuzz import fuzz, process

from .model import Mention
from .phrases import lowered
from .vocabulary import slug, triples

SKOS = "http://www.w3.org/2004/02/skos/core#"
BASE = "https://w3id.org/graphbuilder/"
_LABELS = {f"{SKOS}prefLabel": "pref", f"{SKOS}altLabel": "alt", f"{SKOS}hiddenLabel": "hidden"}
# Schemes whose labels are looked for in running text, and the path of their IRIs below BASE.
_SCHEMES = {
    "service-type": "service-type/",
    "agency-type": "agency-type/",
    "post": "post/",
    "measure": "measure/",
    "authority": "id/authority/",
    "agency": "id/agency/",
}
_NAMES = ("authority", "agency")  # proper names: their case counts
_SIMILAR = 92  # least similarity, of 100, at which a printed name is taken for a known one
_MARGIN = 4  # and by how much it must beat the next best

# After these words a council's name is part of another name ("Northumberland Park", "Kent Police").
_OTHER_NAME = re.compile(
    r"\s+(?:Park|Road|Street|Lane|House|Hall|Green|Hospital|Infirmary|University|College|School|Academy|Centre|Prison|"
    r"Airport|Town|United|Rovers|Football|Police|Constabulary|Probation|Fire|Magistrates|Crown Court|Family Court|"
    r"NHS|CCG|Clinical|Healthcare|Foundation Trust|Primary Care|PCT|Partnership NHS|Mental Health|Women.s|"
    r"Youth Trust)\b"
)
_POSTCODE = re.compile(r"\s+[A-Z]{1,2}\d{1,2}[A-Z]?\s+\d[A-Z]{2}\b")
_UNIVERSITY = re.compile(r"\bUniversit(?:y|ies)\s+of\s+$")
_WORDS_TOO = frozenset({"reading"})  # names that are words of the language as well


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    scheme: str
    concept: str
    kind: str  # "pref", "alt", "hidden"
    any_case: bool  # words; abbreviations and proper names match in their own case


def folded(text: str) -> str:
    """`text` for comparison, of the same length: lower case, straight quotes, spaces for hyphens."""
    return _folded(lowered(text))


def _folded(small: str) -> str:
    for char, plain in _ASCII_FOLDS if small.isascii() else _FOLDS:  # replace is many times quicker than translate
        small = small.replace(char, plain)
    return small


_FOLDS = tuple(
    [(char, " ") for char in "-\u2010\u2011\u2012\u2013\u2014\u00a0\u2212"]
    + [(char, "'") for char in "\u2018\u2019\u02bc`\u00b4"]
)
_ASCII_FOLDS = tuple((char, plain) for char, plain in _FOLDS if char.isascii())


@cache
def labels() -> tuple[Label, ...]:
    """Every label of the searched schemes, in the order of the files."""
    return tuple(_all_labels())


def _all_labels() -> Iterator[Label]:
    for subject, predicate, value in triples():
        kind = _LABELS.get(predicate)
        if kind:
            for scheme, path in _SCHEMES.items():
                if subject.startswith(BASE + path):
                    any_case = scheme not in _NAMES and not value.isupper()
                    yield Label(value, scheme, subject[len(BASE + path) :], kind, any_case)


@cache
def preferred(scheme: str) -> dict[str, str]:
    """Slug → prefLabel of a searched scheme."""
    return {label.concept: label.text for label in labels() if label.scheme == scheme and label.kind == "pref"}


@cache
def bodies() -> dict[str, str]:
    """Slug of each name that always means one body of the reference data → slug of that body."""
    return {
        slug(label.text): label.concept for label in labels() if label.scheme == "agency" and label.kind != "hidden"
    }


@cache
def boards() -> frozenset[str]:
    """Slugs of the names that every council's own safeguarding board bears."""
    return frozenset(
        slug(label.text)
        for label in labels()
        if label.scheme == "service-type" and label.concept in ("lscb", "lscp") and label.kind != "hidden"
    )


@cache
def predecessors() -> dict[str, frozenset[str]]:
    """Slug of a council → slugs of those that it replaced."""
    path = f"{BASE}id/authority/"
    found: defaultdict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples():
        if predicate == "http://purl.org/dc/terms/replaces" and subject.startswith(path):
            found[subject.removeprefix(path)].add(value.removeprefix(path))
    return {council: frozenset(replaced) for council, replaced in found.items()}


def first_day(authority: str) -> str:
    """The day on which a council took over from others (ISO 8601); "" where that is not known."""
    return _first_days().get(authority, "")


@cache
def _first_days() -> dict[str, str]:
    path, since = f"{BASE}id/authority/", f"{BASE}ontology#validFrom"
    return {
        subject.removeprefix(path): value
        for subject, predicate, value in triples()
        if predicate == since and subject.startswith(path)
    }


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every label in `text`, sorted by start; within a scheme the longest, none inside another.

    A council's name inside the name of an agency, or followed by a word that makes it another name, is no mention.
    """
    hits = _looked_through(text, len(Cues.known)).hits
    longest = {scheme: _longest(scheme, found) for scheme, found in hits.items()}
    agencies = _spelled_out(longest.pop("agency", []))
    councils = [
        mention
        for mention in longest.pop("authority", [])
        if _is_council(text, mention) and not _covered(mention, agencies)
    ]
    kept = agencies + councils + [mention for found in longest.values() for mention in found]
    return tuple(sorted(kept, key=lambda mention: (mention.start, -mention.end, mention.scheme)))


_Hit = tuple[int, int, bool, str]  # start, -end, topic, concept: sorted as they stand, the longest first


def _spelled_out(agencies: list[Mention]) -> list[Mention]:
    """A short name that could be a word ("Aspire") is a body's only where its full name is printed too."""
    full = {mention.concept for mention in agencies if not mention.topic}
    return [mention for mention in agencies if not mention.topic or mention.concept in full]


def _right_boundary(haystack: str, end: int) -> int | None:
    """Where a name ends that a letter or digit follows: behind a plural "s"; None inside a word."""
    rest = haystack[end : end + 4]
    if rest[0] == "s" and not rest[1:2].isalnum() and haystack[end - 1] != "s":
        return end + 1
    return end if haystack[end - 1].isalpha() and re.match(r"\d{1,2}(?!\w)", rest) else None  # a footnote's mark


def _case_fits(label: Label, printed: str) -> bool:
    """True where an abbreviation or a proper name is printed in its own case."""
    if label.scheme in _NAMES:
        return all(
            there[:1].isupper()
            for here, there in zip(_words(label.text), _words(printed), strict=False)
            if here[:1].isupper()
        ) and (not label.text.isupper() or printed.isupper())
    small_s = printed.endswith("s") and printed[:-1].isupper()  # "CAMHs"
    return printed == label.text or (small_s and printed.upper() == label.text)


def _words(text: str) -> list[str]:
    return re.split(r"[\s\-\u2010-\u2015]+", text)


def _longest(scheme: str, hits: list[_Hit]) -> list[Mention]:
    """The hits of a scheme that no longer one overlaps, nor one before them."""
    kept: list[Mention] = []
    clear = 0  # up to here the text is taken
    for start, minus_end, topic, concept in sorted(hits):
        if start >= clear:
            clear = -minus_end
            kept.append(Mention(start, clear, scheme, concept, topic))
    return kept


def _covered(mention: Mention, others: list[Mention]) -> bool:
    return any(other.start <= mention.start and mention.end <= other.end for other in others)


def _is_council(text: str, mention: Mention) -> bool:
    if _OTHER_NAME.match(text, mention.end) or _POSTCODE.match(text, mention.end):
        return False
    if _UNIVERSITY.search(text, max(0, mention.start - 20), mention.start):
        return False
    word = text[mention.start : mention.end].lower()
    return word not in _WORDS_TOO or bool(re.match(r"\s+(?:Borough|Council)|[’']s\b|[,.;)]", text[mention.end :]))


# ---------------------------------------------------------------- one pass over a text


class _Found(NamedTuple):
    """What one pass over a text finds."""

    hits: dict[str, list[_Hit]]  # of labels, by their scheme
    cues: list[list[int]]  # where the words of each cue end


@lru_cache(maxsize=2)  # a report, and the part of it that is its cover
def _looked_through(text: str, count: int) -> _Found:
    """The labels that stand in a text as words of their own, and the words of the first `count` cues."""
    haystack = folded(text)
    hits: defaultdict[str, list[_Hit]] = defaultdict(list)
    cues: list[list[int]] = [[] for _ in range(count)]
    for last, (length, known, holders) in _automaton(count).iter(haystack):
        for number in holders:
            cues[number].append(last)
        start, end = last - length + 1, last + 1
        if not known or (start and haystack[start - 1].isalnum()):
            continue
        stop = _right_boundary(haystack, end) if haystack[end : end + 1].isalnum() else end
        if stop is None:
            continue
        for label in known:
            fits = label.any_case or _case_fits(label, text[start:end])
            if fits and (stop == end or label.scheme != "authority"):  # no "Suttons"
                hits[label.scheme].append((start, -stop, label.kind == "hidden", label.concept))
    return _Found(hits, cues)


@lru_cache(maxsize=1)
def _automaton(count: int) -> ahocorasick.Automaton:
    """Every label and the words of the first `count` cues, folded → its length, whose label it is, whose cue."""
    words: dict[str, tuple[int, list[Label], list[int]]] = {}
    for label in labels():
        text = folded(label.text)
        words.setdefault(text, (len(text), [], []))[1].append(label)
    for number, cues in enumerate(Cues.known[:count]):
        for word in dict.fromkeys(map(folded, cues.words)):
            words.setdefault(word, (len(word), [], []))[2].append(number)
    return _automaton_of(words)


def _automaton_of(words: Mapping[str, object]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word, value in words.items():
        automaton.add_word(word, value)
    automaton.make_automaton()
    return automaton


# ---------------------------------------------------------------- words that a rule needs


class Cues:
    """Words of which a sentence must hold one before the patterns of a rule are worth trying.

    Reports are long, and few of their sentences state a fact: one pass over a text finds the words of all rules.
    """

    known: ClassVar[list[Cues]] = []

    def __init__(self, *words: str) -> None:
        self.words = words
        self._number = len(self.known)
        self.known.append(self)

    def offsets(self, text: str) -> list[int]:
        """Where the cues end in a whole report, sorted; parts of words count."""
        return _looked_through(text, len(self.known)).cues[self._number]

    def first_near(self, pattern: re.Pattern[str], text: str, before: int, after: int) -> re.Match[str] | None:
        """The first match between `before` characters in front of a cue's last one and `after` behind it."""
        matches = (pattern.search(text, max(0, at - before), at + after) for at in self.offsets(text))
        return next(filter(None, matches), None)


class Hints:
    """Words that tell which of many patterns are worth trying on one sentence."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = _automaton_of({folded(word): word for word in words})

    def found_in(self, small: str) -> set[str]:
        """The words that stand in a sentence in small letters, as they were given; parts of words count."""
        return {word for _, word in self._automaton.iter(_folded(small))}


# ---------------------------------------------------------------- names as headings and parameters


_TITLES = re.compile(
    r"\b(?:london borough of|royal borough of|metropolitan borough of|metropolitan district of|borough of|city of|"
    r"county of|council of the|the council of|council|metropolitan|borough|county|city|district|unitary|"
    r"local authority|children's services|mbc|the)\b"
)


def authority_named(name: str) -> str | None:
    """The slug of the authority with this printed name, alias or title; None where no name is near enough.

    Folded names are compared first; else the most similar one is taken when it is very similar and no other is.
    """
    known = _authority_names()
    wanted = _plain(name)
    if slug := known.get(folded(name).strip()) or known.get(wanted):
        return slug
    best = process.extract(wanted, known.keys(), scorer=fuzz.ratio, limit=5) if len(wanted) > 3 else []
    if not best or best[0][1] < _SIMILAR:
        return None
    rivals = [score for text, score, _ in best if known[text] != known[best[0][0]]]
    return known[best[0][0]] if not rivals or best[0][1] - rivals[0] >= _MARGIN else None


def nearest_authorities(name: str, count: int = 3) -> list[str]:
    """The short names most like `name`, for a message that offers them."""
    names = preferred("authority")
    found = process.extract(_plain(name), {slug: _plain(text) for slug, text in names.items()}, limit=count)
    return [names[slug] for _, _, slug in found]


def _plain(name: str) -> str:
    """A council's name without its title: "London Borough of Sutton" → "sutton"."""
    text = folded(name).replace("&", " and ").replace(".", " ")
    return " ".join(_TITLES.sub(" ", text).split())


@cache
def _authority_names() -> dict[str, str]:
    """Folded name → slug: full names first, then names without titles where they are not ambiguous."""
    known: dict[str, str] = {}
    plain: defaultdict[str, set[str]] = defaultdict(set)
    for label in labels():
        if label.scheme == "authority":
            known.setdefault(folded(label.text).strip(), label.concept)
            plain[_plain(label.text)].add(label.concept)
    for text, slugs in plain.items():
        if len(slugs) == 1 and text:
            known.setdefault(text, next(iter(slugs)))
    return known
