"""What an LMS keeps of a learner: everything that progress follows from, packed into a short text.

It starts with the format and the version of the slots (see `slots`), so that a later course can read it, and holds a
check sum, so that what was cut or changed on the way, or written with other slots, is known as such. Then come one
large number (see `digits`) and the texts of answers that there is room for, pressed (see `state_texts`): first those
that other exercises read, then the newest, and at last the outputs of simulations, which can be made again. Without its
texts a state keeps every verdict, status, score and gate; it says which texts it has left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from site_builder.grading import digits
from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.digits import ALPHABET, Carrier, Measure, Pen, Reader, spelled
from site_builder.grading.instants import seconds
from site_builder.grading.judge import Judge
from site_builder.grading.marks import OUTPUTS
from site_builder.grading.outcome import Packed
from site_builder.grading.record import Attempt
from site_builder.grading.seeds import fingerprint
from site_builder.grading.slots import Slots
from site_builder.grading.state_facts import BLANK, SPAN, TEXTS, Facts, carry, facts_of
from site_builder.grading.state_texts import pressed, unpressed

FORMAT = 1
PARTS = "."
"""Between format, version and the rest, and before each text."""
DAMAGED, NEWER = "damaged", "newer"

_WRITTEN = re.compile(r"([1-9][0-9]{0,3})\.([0-9]{1,6})\.(.{4})(.*)", re.ASCII | re.DOTALL)
_MOMENTS = 1 << 34
"""Seconds since 1970 that can be told: more than five hundred years."""
_SEEDS = 1 << 53
_CHECK = 4
_CHECK_DIGITS = 6
"""So many hexadecimal digits fit into the check sum."""
_BETWEEN = "\x1f"
"""Between the names and the texts of an answer."""


@dataclass(frozen=True)
class State:
    """What a text says, by the ids of the course that wrote it. Times are seconds since 1970; 0: never."""

    version: int
    begun: int
    seed: int
    visits: Mapping[str, int]
    facts: Mapping[str, Facts]
    pressed: Mapping[str, str]
    """Exercise -> the texts of its last answer."""

    @property
    def base(self) -> int:
        """The first moment of all."""
        moments = [self.begun, *self.visits.values(), *(time for one in self.facts.values() for time in one.times)]
        return min((moment for moment in moments if moment), default=0)


NOTHING = State(0, 0, 0, {}, {}, {})


def state(course: CompiledCourse, situation: Situation, limit: int) -> dict[str, Any]:
    """The text for an LMS, with as many texts of answers as fit, and the exercises whose texts were left out."""
    packed = {name: _packed(course.judges[name], one.last) for name, one in situation.standings.items()}
    bare = _bare(course, situation, packed)
    texts = {name: answer.texts for name, answer in packed.items() if any(answer.texts.values())}
    room = limit - len(_written(course, bare))
    kept: dict[str, str] = {}
    for name in _by_worth(course, bare, texts):
        text = pressed(_BETWEEN.join(_pairs(texts[name])), room - len(PARTS))
        if text is not None:
            kept[name] = text
            room -= len(PARTS + text)
    facts = {name: replace(one, texts=TEXTS) if name in kept else one for name, one in bare.facts.items()}
    left = [name for name in course.slots.exercises(bare.version) if name in texts and name not in kept]
    return {"text": _written(course, replace(bare, facts=facts, pressed=kept)), "left_out": left}


def _bare(course: CompiledCourse, situation: Situation, packed: Mapping[str, Packed]) -> State:
    """The state without texts; `packed` are the last answers."""
    begun, seed = course.beginning(situation)
    facts = {name: facts_of(course.judges[name], one, packed[name]) for name, one in situation.standings.items()}
    visits = {page: seconds(time) for page, time in course.visited(situation).items()}
    return State(course.slots.version, seconds(begun), seed, visits, facts, {})


def _packed(judge: Judge, last: Attempt | None) -> Packed:
    return judge.pack(last.row["answer"]) if last else Packed()


def _by_worth(course: CompiledCourse, bare: State, texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The exercises with texts: first those that others read, then the newest; last what can be made again."""
    read = {name for judge in course.judges.values() for name in judge.exercise["settings"]["inputs"]}
    made = {name for name, own in texts.items() if all(text.startswith(f"{OUTPUTS}.") for text in own)}
    return sorted(texts, key=lambda name: (name in made, name not in read, -bare.facts[name].last, name))


def _pairs(texts: Mapping[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        yield name
        yield text.replace(_BETWEEN, " ")


def _written(course: CompiledCourse, found: State) -> str:
    """The state as text."""
    pen = Pen()
    _carry(pen, found, course.slots)
    texts = [found.pressed[name] for name in course.slots.exercises(found.version) if name in found.pressed]
    return _sealed(course, found.version, PARTS.join([spelled(pen.number()), *texts]))


def _sealed(course: CompiledCourse, version: int, body: str) -> str:
    """With format, version and check sum; another course, or another table of slots, has another sum."""
    places = course.slots.mark(version)
    mark = int(fingerprint([course.id, version, places, body])[:_CHECK_DIGITS], 16)
    check = spelled(mark).ljust(_CHECK, ALPHABET[0])[:_CHECK]
    return f"{FORMAT}{PARTS}{version}{PARTS}{check}{body}"


def read_state(course: CompiledCourse, text: str) -> State | str:
    """What a text says, or the code of the reason why it cannot be read; nothing says nothing."""
    if not text:
        return NOTHING
    found = _WRITTEN.fullmatch(text)
    if not found:
        return DAMAGED
    version = int(found[2])
    if int(found[1]) != FORMAT or version > course.slots.version:
        return NEWER
    if _sealed(course, version, found[4]) != text:
        return DAMAGED
    main, *parts = found[4].split(PARTS)
    number = digits.read(main) or 0
    carried = _carry(Reader(number), replace(NOTHING, version=version), course.slots)
    named = [name for name, one in carried.facts.items() if one.texts == TEXTS]
    return replace(carried, pressed=dict(zip(named, parts, strict=True))) if len(named) == len(parts) else DAMAGED


def texts_of(found: State, exercise: str) -> dict[str, str]:
    """The texts of an answer; none where there are none."""
    parts = (unpressed(found.pressed.get(exercise, "")) or "").split(_BETWEEN)
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _carry(carrier: Carrier, found: State, slots: Slots) -> State:
    """Passes a state through: the order of everything, in writing, in reading and in measuring."""
    base = carrier.digit(found.base, _MOMENTS)
    begun = seed = 0
    if carrier.digit(int(bool(found.begun)), 2):
        begun = base + carrier.digit(found.begun - base, SPAN)
        seed = carrier.digit(found.seed, _SEEDS)
    visits = {}
    for unit in slots.units(found.version):
        if carrier.digit(int(unit in found.visits), 2):
            visits[unit] = base + carrier.digit(found.visits.get(unit, 0) - base, SPAN)
    facts = {
        name: carry(carrier, found.facts.get(name, BLANK), slots.digits(name, found.version), base)
        for name in slots.exercises(found.version)
    }
    return State(found.version, begun, seed, visits, facts, {})


def largest(slots: Slots) -> int:
    """How many signs a state without texts has at most, whatever the learner did."""
    measure = Measure()
    _carry(measure, replace(NOTHING, version=slots.version), slots)
    return len(f"{FORMAT}{PARTS}{slots.version}{PARTS}") + _CHECK + len(spelled(measure.count - 1))


def largest_number(slots: Slots, exercise: str) -> int:
    """How many different things a state can say of one exercise."""
    measure = Measure()
    carry(measure, BLANK, slots.digits(exercise, slots.version), 0)
    return measure.count
