"""Steps of which the learner makes a sequence; some may not belong, and prerequisites may allow several sequences.

Scoring: the steps that can stay where they are, minus the steps that do not belong, never below 0, out of all steps
that belong. "Can stay" is the largest set of placed steps of which no two are in the wrong order; all others have to
move. Where one sequence alone is right, this is the longest correct subsequence, as Parsons problems have been graded
since js-parsons (Karavirta, Helminen and Ihantola, "A Mobile Learning Application for Parsons Problems with Automatic
Feedback", Koli Calling 2012). With prerequisites it is the rule of Proof Blocks: the number of steps less the smallest
number of moves to a right sequence (Poulsen, Kulkarni, Herman and West, "Efficient Feedback and Partial Credit Grading
for Proof Blocks Problems", 2022). Of several largest sets, the one counts that keeps the earlier places. It is done
when all steps that belong stand in a right sequence and nothing else does.

Feedback: each place gets its verdict. Beyond that, the learner is told how many steps stay; with one hint used also up
to which place nothing has to move; with two, the first step that has to, by name and with its author's explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored

_UP_TO = 1
"""From this number of hints on, the learner is told how far the order is right."""
_BY_NAME = 2
"""From this number of hints on, the first step that has to move is named."""


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets the steps, each learner in another order; the key knows what has to come before what."""
    steps = content["steps"]
    shown, _ = items.shown(steps, "learner")
    public = {"id": content["id"], "prompt": content["prompt"], "order": "learner", "steps": shown}
    texts = {}
    for step in steps:
        for code in ("extra", "left_out") if step["extra"] else ("why",):
            if step["feedback"]:
                texts[f"{code}:{step['id']}"] = step["feedback"]
    key = {
        "steps": [step["id"] for step in steps],
        "extra": [step["id"] for step in steps if step["extra"]],
        "before": _before([step for step in steps if not step["extra"]]),
        "names": {step["id"]: items.plain(step["text"]) for step in steps},
        "texts": texts,
    }
    return public, key


def _before(steps: Sequence[Data]) -> dict[str, list[str]]:
    """For each step all that have to come earlier, also those that its prerequisites ask for."""
    ids = [step["id"] for step in steps]
    direct = {step["id"]: step["after"] for step in steps}
    if not any(direct.values()):
        return {step: ids[:place] for place, step in enumerate(ids)}
    found = {}
    for step in ids:
        earlier: list[str] = []
        asked = list(direct[step])
        while asked:
            other = asked.pop()
            if other not in earlier:
                earlier.append(other)
                asked += direct[other]
        found[step] = [other for other in ids if other in earlier]
    return found


def arrange(public: Data, seed: int) -> list[str]:
    """The steps to choose from, in an order of each learner's own."""
    return items.ordered(public, "steps", seed)


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:
    """Judges `{"order": [step ids]}`."""
    order = items.read_picked(answer, "order", key["steps"])
    if isinstance(order, Invalid):
        return order
    extra = [step for step in order if step in key["extra"]]
    kept = largest_in_order([step for step in order if step not in extra], key["before"])
    total = points(key)
    done = len(kept) == total and not extra
    return Scored(
        earned=max(0, len(kept) - len(extra)),
        total=total,
        done=done,
        parts=tuple(Part(step, step not in order if step in key["extra"] else step in kept) for step in rules(key)),
        feedback=tuple(_explanations(key, order) if done else _corrections(key, order, kept, inputs.hints)),
    )


def largest_in_order(placed: Sequence[str], before: Mapping[str, Sequence[str]]) -> list[str]:
    """The largest set of placed steps of which no two are in the wrong order; of several, that with the earlier places.

    Being in the wrong order is itself an order among the placed steps (if a has to come after b and b after c, a has to
    come after c), so the largest set without conflict has as many steps as there are chains that cover all of them
    (Dilworth), which a matching gives. So it is exact and fast for any number of steps.
    """
    late = {step: [other for other in placed[place:] if other in before[step]] for place, step in enumerate(placed)}
    left = list(placed)
    size = _largest(left, late)
    for step in placed:
        if step in left:
            fitting = [other for other in left if other not in late[step] and step not in late[other]]
            if _largest(fitting, late) == size:
                left = fitting
            else:
                left.remove(step)
    return left


def _largest(steps: Sequence[str], late: Mapping[str, Sequence[str]]) -> int:
    """How many of the steps can stay: `late` names for each step those that come after it and should not."""
    partners: dict[str, str] = {}

    def finds_partner(step: str, tried: list[str]) -> bool:
        for other in late[step]:
            if other in steps and other not in tried:
                tried.append(other)
                if other not in partners or finds_partner(partners[other], tried):
                    partners[other] = step
                    return True
        return False

    return len(steps) - len([step for step in steps if finds_partner(step, [])])


def _explanations(key: Data, order: Sequence[str]) -> Iterator[Feedback]:
    for step in order:
        yield Feedback("why" if f"why:{step}" in key["texts"] else "in_order", step, "good")
    for step in key["extra"]:
        if f"left_out:{step}" in key["texts"]:
            yield Feedback("left_out", step)


def _corrections(key: Data, order: Sequence[str], kept: Sequence[str], hints: int) -> Iterator[Feedback]:
    for step in order:
        if step in kept:
            yield Feedback("in_order", step, "good")
        else:
            yield Feedback("extra" if step in key["extra"] else "to_move", step, "bad")
    yield Feedback("staying", data={"n": len(kept), "total": len(key["before"])})
    missing = [step for step in _sequence(key) if step not in order]
    if missing:
        yield Feedback("missing", data={"n": len(missing)})
    first = next((place for place, step in enumerate(order) if step not in kept), None)
    if first is not None:
        yield from _first_wrong(key, order, first, hints)
    elif hints >= _BY_NAME:
        yield Feedback("first_missing", data={"name": key["names"][missing[0]]})


def _first_wrong(key: Data, order: Sequence[str], first: int, hints: int) -> Iterator[Feedback]:
    if hints >= _UP_TO:
        yield Feedback("up_to", data={"n": first}) if first else Feedback("from_start")
    if hints >= _BY_NAME:
        step = order[first]
        yield Feedback("first_wrong", data={"name": key["names"][step], "place": first + 1})
        if f"why:{step}" in key["texts"]:
            yield Feedback("why", step, "bad")


def points(key: Data) -> int:
    """The steps that belong, one point each."""
    return len(key["before"])


def rules(key: Data) -> list[str]:
    """Every step: it belongs and stands in order, or it does not belong and is left out."""
    return list(key["steps"])


def solution(key: Data) -> dict[str, Any]:
    """A right sequence; of several the one nearest to the author's."""
    return {"order": _sequence(key)}


def _sequence(key: Data) -> list[str]:
    placed: list[str] = []
    while len(placed) < len(key["before"]):
        open_steps = [step for step in key["steps"] if step in key["before"] and step not in placed]
        placed.append(next(step for step in open_steps if all(other in placed for other in key["before"][step])))
    return placed


def describe(public: Data, answer: Any) -> Interaction:
    """The steps in the learner's order."""
    texts = {step["id"]: items.plain(step["text"]) for step in public["steps"]}
    order = items.read_picked(answer, "order", texts)
    placed = [] if isinstance(order, Invalid) else order
    return Interaction("sequencing", tuple(placed), "; ".join(texts[step] for step in placed))


def ranges(public: Data) -> dict[str, int]:
    """Each step has a place or none."""
    return {step["id"]: len(public["steps"]) + 1 for step in public["steps"]}


def pack(public: Data, answer: Any) -> Packed:
    """For each step its place, from 1 on; 0 for none."""
    steps = list(ranges(public))
    order = items.read_picked(answer, "order", steps)
    placed = [] if isinstance(order, Invalid) else order
    return Packed({step: placed.index(step) + 1 if step in placed else 0 for step in steps})


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The steps that have a place, in order."""
    placed = [step for step in ranges(public) if packed.digits.get(step, 0) > 0]
    return {"order": sorted(placed, key=lambda step: packed.digits[step])}
