"""A state that an LMS kept, as rows that are added to the record.

The rows are those of a learner who stands where the state says. A row is added only where it tells more than the record
does, and its id follows from what it holds, so that the same state adds it once. Nothing that the learner has reached
is ever taken back: of two results the better one counts, of two answers the later one is shown, and of two numbers of
attempts the larger one holds. So record and state may come in either order, from however many devices.

Answers are judged anew. Where that gives something else, because a text is missing or the exercise has changed, the
result stands that the state tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.instants import instant, seconds
from site_builder.grading.judge import Judge
from site_builder.grading.marks import marks
from site_builder.grading.outcome import Inputs, Outcome, Packed, Scored, to_json
from site_builder.grading.record import Attempt, Record, Row
from site_builder.grading.seeds import derive, fingerprint
from site_builder.grading.standing import UNCOUNTED, Standing
from site_builder.grading.state import State, read_state, texts_of
from site_builder.grading.state_facts import TEXTS_LEFT, Facts, mark_of

_EDITED = "edited"
"""The version of an attempt at an earlier version, which is judged anew."""
_SECOND = 1000


def restore(course: CompiledCourse, situation: Situation, text: str) -> dict[str, Any]:
    """The rows that a state adds to the record, and the exercises whose texts it has not brought."""
    found = read_state(course, text)
    if isinstance(found, str):
        return {"record": {"attempts": [], "events": []}, "missing": [], "problem": found}
    events = [_named(event) for event in _events(course, situation, found)]
    attempts: list[Row] = []
    missing = []
    for name, last in _last_rows(course, situation, found).items():
        facts, standing = found.facts[name], situation.standings[name]
        rows = _attempts(course.judges[name], standing, facts, last)
        attempts += [_named(row, number) for number, row in enumerate(rows)]
        if facts.texts == TEXTS_LEFT and _is_later(facts, standing):
            missing.append(name)
    added = {"attempts": _oldest_first(attempts), "events": _oldest_first(events)}
    return {"record": added, "missing": missing, "problem": None}


def _known(course: CompiledCourse, found: State) -> list[tuple[str, Facts]]:
    """The exercises of a state that the course still has."""
    return [(name, facts) for name, facts in found.facts.items() if name in course.judges]


def _named(row: Row, number: int = 0) -> Row:
    """A row with an id that follows from all of it; `number` tells it apart from others like it."""
    return {"id": f"state-{fingerprint([number, row])}", **row}


def _oldest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row["time"]))


def _events(course: CompiledCourse, situation: Situation, found: State) -> Iterator[Row]:
    begun, _ = course.beginning(situation)
    if found.begun and (not begun or found.begun < seconds(begun)):
        yield _event("begin", course.id, found.begun, {"seed": found.seed})
    visited = course.visited(situation)
    for page, time in found.visits.items():
        if page in course.pages and (page not in visited or time < seconds(visited[page])):
            yield _event("visit", page, time, {})
    for name, facts in _known(course, found):
        standing = situation.standings[name]
        if facts.hints > standing.hints:
            yield _event("hint", name, found.base, {"n": facts.hints})
        if facts.revealed and not standing.revealed:
            yield _event("reveal", name, facts.since or facts.last or found.base, {})


def _event(kind: str, target: str, time: int, data: Mapping[str, Any]) -> Row:
    return {"kind": kind, "target": target, "time": instant(time), "data": data}


def _last_rows(course: CompiledCourse, situation: Situation, found: State) -> dict[str, Row]:
    """For each exercise that was tried the row of its last attempt.

    It is judged with what the state tells of the others, but only where it is to be shown.
    """
    seed = found.seed if found.begun else course.beginning(situation)[1]
    rows = {
        name: _row(course.judges[name], facts, _answer(course, found, name, situation.standings[name]), seed)
        for name, facts in _known(course, found)
        if facts.tried
    }
    world = [_remembered(situation.standings[name].last, found.facts[name], row) for name, row in rows.items()]
    there = course.situation(Record(tuple(world))).standings
    shown = [name for name in rows if _is_later(found.facts[name], situation.standings[name])]
    judged = {name: _judged(course.judges[name], found.facts[name], rows[name], there[name].inputs) for name in shown}
    return {**rows, **judged}


def _is_later(facts: Facts, standing: Standing) -> bool:
    """Whether the last attempt that the state tells of came after that of the record."""
    return standing.last is None or facts.last > _moment(standing.last)


def _moment(attempt: Attempt) -> int:
    return seconds(str(attempt.row["time"]))


def _is_here(last: Attempt | None, facts: Facts) -> bool:
    """Whether the last attempt that the state tells of is that of the record."""
    return last is not None and facts.last == _moment(last)


def _remembered(last: Attempt | None, facts: Facts, row: Row) -> Attempt:
    """The attempt, or that of the record where it is the same, or has the texts that the state had no room for."""
    return last if last and (_is_here(last, facts) or facts.texts == TEXTS_LEFT) else Attempt(row, row["outcome"])


def _answer(course: CompiledCourse, found: State, name: str, standing: Standing) -> Any:
    """The last answer; an empty one where its digits do not mean any more what they meant."""
    if _is_here(standing.last, found.facts[name]):
        return None  # the record has it
    judge = course.judges[name]
    carried, now = found.facts[name].digits, judge.ranges()
    same = course.slots.unchanged(name, found.version)
    changed = [place for place in course.slots.digits(name, found.version) if place not in same]
    if any(place in now or carried.get(place) for place in changed):
        return _empty(judge, now)
    return judge.unpack(Packed({place: carried.get(place, 0) for place in now}, texts_of(found, name)))


def _empty(judge: Judge, places: Iterable[str]) -> Any:
    """An answer that says nothing; None where each says something."""
    blank = judge.unpack(Packed(dict.fromkeys(places, 0)))
    return None if isinstance(judge.grade(blank, Inputs()), Scored) else blank


def _row(judge: Judge, facts: Facts, answer: Any, seed: int) -> Row:
    drawn = judge.seed_of(answer)
    return {
        "exercise": judge.name,
        "fingerprint": judge.exercise["fingerprint"],
        "seed": derive(seed, judge.name) if drawn is None else drawn,
        "inputs": {},
        "time": instant(facts.last),
        "answer": answer,
        "outcome": _told(judge, facts.earned, done=facts.done),
        "hints": facts.hints,
        "revealed": facts.late,
        "duration": 0,
    }


def _told(judge: Judge, earned: int, *, done: bool) -> Row:
    """A result of which only the points are known."""
    return to_json(Scored(min(earned, judge.points), judge.points, done))


def _judged(judge: Judge, facts: Facts, row: Row, inputs: Mapping[str, Any]) -> Row:
    """The row with the inputs that it followed from, and with its whole result where that is as the state tells."""
    known = marks(inputs)
    outcome = judge.grade(row["answer"], Inputs(facts.hints, inputs))
    return {
        **row,
        "inputs": dict.fromkeys(known or [""], "") if facts.stale else known,
        "outcome": to_json(outcome) if _is_told(judge, facts, outcome) else row["outcome"],
    }


def _is_told(judge: Judge, facts: Facts, outcome: Outcome) -> bool:
    if not isinstance(outcome, Scored) or outcome.total != judge.points:
        return False
    return (outcome.earned, outcome.done) == (facts.earned, facts.done)


def _attempts(judge: Judge, standing: Standing, facts: Facts, last: Row) -> list[Row]:
    """The attempts that the record lacks: the last and the best one, and as many more as there were."""
    version = UNCOUNTED
    if facts.mark != mark_of(judge):
        facts = replace(facts, attempts=0, older=facts.attempts + facts.older)
        version = UNCOUNTED if facts.texts == TEXTS_LEFT else _EDITED
    rows = [last] if _is_later(facts, standing) else []
    if _is_better(judge, facts, standing) and not (rows and _covers(last, facts)):
        rows.append(_best(judge, standing, facts, last, done=not (rows and _is_first_done(facts))))
    lacking = max(0, facts.attempts - standing.attempts)
    older = max(0, facts.older - (standing.tries - standing.attempts))
    early = max(0, min(facts.since or facts.last, facts.last) - 1)
    rows += [_without_answer(judge, last, early, 0, done=False)] * (lacking + older - len(rows))
    counted = [row if number < lacking else {**row, "fingerprint": version} for number, row in enumerate(rows)]
    spent = max(0, facts.spent * _SECOND - standing.spent)
    return [{**row, "duration": 0 if number else spent} for number, row in enumerate(counted)]


def _without_answer(judge: Judge, last: Row, time: int, earned: int, *, done: bool) -> Row:
    """An attempt of which no more than the result is known."""
    outcome = _told(judge, earned, done=done)
    unknown: Row = {"answer": None, "inputs": {}, "hints": 0, "revealed": False}
    return {**last, **unknown, "time": instant(time), "outcome": outcome}


def _is_better(judge: Judge, facts: Facts, standing: Standing) -> bool:
    """Whether the state tells of a better result, or of an earlier one that is done."""
    if facts.status == "done" and (standing.status != "done" or facts.since < seconds(standing.since)):
        return True
    return facts.best * standing.total > standing.earned * judge.points


def _covers(last: Row, facts: Facts) -> bool:
    """Whether the last attempt is the best one as well."""
    counted = 0 if facts.late else last["outcome"]["earned"]
    return _is_first_done(facts) and bool(counted >= facts.best)


def _is_first_done(facts: Facts) -> bool:
    """Whether the last attempt is the first one that was done, if there is such."""
    return facts.status != "done" or (facts.done and facts.since == facts.last)


def _best(judge: Judge, standing: Standing, facts: Facts, last: Row, *, done: bool) -> Row:
    """The best attempt; where something else was `done`, that as well. It must not come last: that would be shown."""
    done = done and facts.status == "done"
    newest = max(facts.last, _moment(standing.last) if standing.last else 0)
    time = min(facts.since if done else facts.last, newest - 1)
    return _without_answer(judge, last, max(0, time), facts.best, done=done)
