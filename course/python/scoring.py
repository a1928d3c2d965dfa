"""How polite and how helpful an answer is, from 0 to 5 each, by rules that anyone can check by hand.

Both look for phrases and count; neither understands. `courtesy` and `usefulness` list the phrases. A mark is the sum of
its reasons, and each reason names the words of the answer that it is about.

**Politeness** starts at 2: an answer that is neither polite nor rude. One more each, once, for words that

- take notice of how the person feels or of what went wrong for them ("I'm sorry", "I understand")
- are kind: greet, thank, praise, or take up the wish ("Thank you", "Of course")
- offer to do something ("I'll", "Let me")
- ask kindly or wish well ("Could you", "Have a lovely day")

up to 5. Two less for an insult, one less for words that send away, blame or talk down.

**Helpfulness** starts at 0. It is given

- 3 for the first step or fact that the answer tells, and 1 for each further one
- 3 for asking for what is needed to go on ("Could you tell me your order number?")
- 2 for taking the matter in hand ("I'll check it")
- 2 for sending the customer elsewhere for the answer ("See the guide"), where it tells nothing itself
- 1 for offering help in general, where it does nothing else

up to 5. One less for words that send away, and one less for more than 120 words.

Of both marks one is taken for an answer that stops in the middle, and one for an answer that says something again for
no reason. An answer without words gets 0.

Where it is known what the customer's message is about, an answer about something else has at most 1 for helpfulness.
`topics` tells what an answer is about; one that is about nothing in particular keeps its mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

from course_code import courtesy, topics, usefulness
from course_code.reading import Text, read, repeated, unfinished

MOST = 5
NEUTRAL = 2
"""The politeness that an answer starts with."""
LONG = 120
"""Nobody reads more words in a chat window."""
OFF_TOPIC = 1
"""The most helpfulness that an answer about something else can have."""
SHOWN = 120
"""A reason shows so many characters of an answer."""

REASONS = MappingProxyType(
    {
        "silent": "It says nothing.",
        "neutral": "It starts in the middle: neither polite nor rude.",
        "feelings": "It takes notice of how the person feels, or of what went wrong: “{words}”",
        "kindness": "It has a kind word: “{words}”",
        "offers": "It offers to do something: “{words}”",
        "asks": "It asks kindly, or wishes well: “{words}”",
        "insults": "It insults: “{words}”",
        "dismisses": "It sends away, blames, or talks down: “{words}”",
        "tells": "It tells a step or a fact: “{words}”",
        "tells_more": "It tells one more: “{words}”",
        "asks_for": "It asks for what it needs to go on: “{words}”",
        "takes_on": "It takes the matter in hand: “{words}”",
        "elsewhere": "It only says where else to look: “{words}”",
        "general": "It offers help, but does nothing yet: “{words}”",
        "useless": "It does nothing about the matter.",
        "long": "It is too long for a chat.",
        "unfinished": "It stops in the middle: “{words}”",
        "repeats": "It says something again: “{words}”",
        "off_topic": "It is about something else, so it has 1 at most.",
    }
)
"""What a learner reads for the code of a reason."""


class Reason(NamedTuple):
    """A rule that applied: what it gives or takes, and the words of the answer that it is about."""

    code: str
    points: int
    words: str


class Mark(NamedTuple):
    """From 0 to 5; the sum of its reasons."""

    points: int
    reasons: tuple[Reason, ...]


class _Tally:
    """Adds up reasons. The sum stays between 0 and 5: a reason that would lead beyond counts for less, or not."""

    def __init__(self) -> None:
        self.points = 0
        self._reasons: list[Reason] = []

    def add(self, code: str, points: int, words: str) -> None:
        given = max(min(points, MOST - self.points), -self.points)
        if given or not points:
            self.points += given
            shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}\u2026"
            self._reasons.append(Reason(code, given, shown))

    def mark(self) -> Mark:
        return Mark(self.points, tuple(self._reasons))


_MANNERS = (
    ("feelings", courtesy.FEELINGS, 1),
    ("kindness", courtesy.KINDNESS, 1),
    ("offers", courtesy.OFFERS, 1),
    ("asks", courtesy.ASKS, 1),
    ("insults", courtesy.INSULTS, -2),
    ("dismisses", courtesy.DISMISSIVE, -1),
)


def politeness(answer: str) -> Mark:
    """How the answer treats the person."""
    text, tally = read(answer), _Tally()
    if not text.words:
        return Mark(0, (Reason("silent", 0, ""),))
    tally.add("neutral", NEUTRAL, "")
    for code, phrases, points in _MANNERS:
        found = phrases.first(text)
        if found:
            tally.add(code, points, found)
    _take_faults(tally, text)
    return tally.mark()


def helpfulness(answer: str, topic: str | None = None) -> Mark:
    """Whether the answer brings the customer nearer to what they need; `topic` is what their message is about."""
    text, tally = read(answer), _Tally()
    if not text.words:
        return Mark(0, (Reason("silent", 0, ""),))
    found = [one for sentence in text.sentences for one in _useful(sentence)]
    for code, points, words in _worth(found):
        tally.add(code, points, words)
    if not tally.points:
        offer = courtesy.OFFERS.first(text)
        tally.add(*(("general", 1, offer) if offer else ("useless", 0, "")))
    sent_away = courtesy.AWAY.first(text)
    if sent_away:
        tally.add("dismisses", -1, sent_away)
    if len(text.words) > LONG:
        tally.add("long", -1, "")
    _take_faults(tally, text)
    if topic and topics.topic(answer) not in ("", topic) and tally.points > OFF_TOPIC:
        tally.add("off_topic", OFF_TOPIC - tally.points, "")
    return tally.mark()


def _take_faults(tally: _Tally, text: Text) -> None:
    for code, words in (("unfinished", unfinished(text)), ("repeats", repeated(text))):
        if words:
            tally.add(code, -1, words)


class _Useful(NamedTuple):
    """What a sentence or a clause does: `tells`, `explains`, `asks_for`, `takes_on` or `elsewhere`."""

    kind: str
    words: str


def _worth(found: list[_Useful]) -> Iterator[tuple[str, int, str]]:
    told = [one for one in found if one.kind == "tells"]
    more = [one for one in found if one.kind in ("tells", "explains")] if told else []
    for place, one in enumerate(sorted(more, key=lambda one: one is not told[0])):
        yield ("tells_more", 1, one.words) if place else ("tells", 3, one.words)
    for kind, points in (("asks_for", 3), ("takes_on", 2), ("elsewhere", 2)):
        first = next((one.words for one in found if one.kind == kind), "")
        if first and not (told and kind == "elsewhere"):
            yield kind, points, first


def _useful(sentence: Text) -> Iterator[_Useful]:
    words = sentence.written.strip(" \t")
    is_question = "?" in words[-3:]
    takes_on = bool(usefulness.WILLING.first(sentence) and usefulness.DEEDS.first(sentence))
    if takes_on:
        yield _Useful("takes_on", words)
    if _is_request(sentence, is_question=is_question):
        yield _Useful("asks_for", words)
    elif not is_question and not takes_on:
        kinds = ((_kind(clause), clause.written) for clause in sentence.parts(usefulness.CLAUSE))
        yield from (_Useful(kind, clause.strip(" \t")) for kind, clause in kinds if kind)


def _is_request(sentence: Text, *, is_question: bool) -> bool:
    if courtesy.DISMISSIVE.first(sentence):
        return False  # "Did you even read it?" asks for nothing
    if usefulness.REQUESTS.first(sentence):
        return bool(usefulness.DETAILS.first(sentence))
    return is_question and usefulness.QUESTIONS.search(sentence.folded) is not None


def _kind(clause: Text) -> str:
    """What a clause does for the customer; empty for nothing."""
    lead = usefulness.LEAD_INS.match(clause.folded)
    step = clause.part(lead.end() if lead else 0, len(clause.folded))
    if usefulness.STEPS.begins(step):
        return "elsewhere" if usefulness.ELSEWHERE.first(step) else "tells"
    if any(sign.search(clause.folded) for sign in (usefulness.PATH, usefulness.PLACE, usefulness.ANSWERS)):
        return "tells"
    if usefulness.IDLE.first(clause) or courtesy.FEELINGS.first(clause):
        return ""
    return "tells" if usefulness.FIGURE.search(clause.folded) else _statement(clause)


def _statement(clause: Text) -> str:
    """What a clause without numbers states."""
    idle = (courtesy.KINDNESS, courtesy.DISMISSIVE)
    if not usefulness.STATES.first(clause) or any(phrases.first(clause) for phrases in idle):
        return ""
    if usefulness.ELSEWHERE.first(clause):
        return "elsewhere"
    return "tells" if usefulness.MATTERS.first(clause) else "explains"
