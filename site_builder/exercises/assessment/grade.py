"""A bank of questions, of which each attempt draws some from every part of it.

The draw follows from a seed, which is part of the answer: the same answer is judged alike wherever it is judged, and
one to questions that were not drawn is refused. Nothing is judged before every question has an answer.

Scoring: all questions weigh the same. One with a single right option earns all or nothing. One with several earns
all for exactly the right options, half where right picks minus wrong picks (see `net_correct`) make at least half
of the right options, else nothing; a bank that has such questions counts in half points, so that points stay whole.
Passed is whoever has `pass` percent of the points. Without `pass` whatever is handed in is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.numbers import total
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored
from site_builder.grading.seeds import derive

_HALF = 1 << 26
_SEEDS = _HALF * _HALF
"""All seeds are below: see `derive`."""
_SEED = ("seed-high", "seed-low")
"""The two digits of a packed seed."""


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets all questions with their options; the key knows which are right, and the texts of the review."""
    questions = content["questions"]
    public = {
        "id": content["id"],
        "intro": content["intro"],
        "pass": content.get("pass", 0),
        "parts": [dict(part) for part in content["parts"]],
        "questions": sorted(map(_shown, questions), key=lambda question: question["id"]),
    }
    key = {
        "pass": content.get("pass", 0),
        "parts": [{"id": part["id"], "draw": part["draw"]} for part in content["parts"]],
        "questions": [_judged(question) for question in questions],
        "weight": 2 if any(question["multiple"] for question in questions) else 1,
        "texts": {code: text for question in questions for code, text in _texts(question)},
    }
    return public, key


def _shown(question: Data) -> dict[str, Any]:
    shown, _ = items.shown(question["options"], "hashed")
    return {**{name: question[name] for name in ("id", "part", "kind", "text", "multiple")}, "options": shown}


def _judged(question: Data) -> dict[str, Any]:
    options = question["options"]
    return {
        **{name: question[name] for name in ("id", "part", "multiple")},
        "options": [option["id"] for option in options],
        "right": [option["id"] for option in options if option["right"]],
        "misconceptions": {option["id"]: option["misconception"] for option in options if "misconception" in option},
    }


def _texts(question: Data) -> Iterator[tuple[str, str]]:
    """The explanation, whatever becomes of the question, and what is said of each wrong option."""
    for code in ("right", "partly", "wrong") if question["multiple"] else ("right", "wrong"):
        yield f"{code}:{question['id']}", question["explanation"]
    for option in question["options"]:
        if not option["right"]:
            yield f"mistaken:{option['id']}", option["feedback"]


def arrange(public: Data, seed: int) -> list[str]:
    """The questions that are drawn with this seed, part by part, each followed by its options."""
    options = {question["id"]: question["options"] for question in public["questions"]}
    order = []
    for question in drawn(public, seed):
        order.append(question)
        order += _ranked((option["id"] for option in options[question]), seed)
    return order


def drawn(bank: Data, seed: int) -> list[str]:
    """The questions of a draw; `bank` is the public half or the key."""
    order: list[str] = []
    for part in bank["parts"]:
        own = (question["id"] for question in bank["questions"] if question["part"] == part["id"])
        order += _ranked(own, seed)[: part["draw"]]
    return order


def _ranked(ids: Iterable[str], seed: int) -> list[str]:
    """The ids in an order by chance. Another one among them moves none past another, so that draws outlive edits."""
    return sorted(ids, key=lambda item: derive(seed, item))


def seed_of(answer: Any) -> int:
    """The seed with which was drawn what this answer is about."""
    seed: int = answer["seed"]
    return seed


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:  # noqa: ARG001
    """Judges `{"seed": seed of the draw, "chosen": [option ids]}`."""
    chosen = _read(key, answer)
    if isinstance(chosen, Invalid):
        return chosen
    weight = key["weight"]
    asked = [question for question, _ in chosen]
    gained = [earned(question, picked, weight) for question, picked in chosen]
    parts = tuple(
        Part(part["id"], all(n == weight for question, n in zip(asked, gained, strict=True) if _is_of(question, part)))
        for part in key["parts"]
    )
    done = total(gained) * 100 >= key["pass"] * points(key)
    feedback = (*_results(key, asked, gained), *_reviews(chosen, gained, weight))
    return Scored(total(gained), points(key), done, parts, feedback)


def _read(key: Data, answer: Any) -> list[tuple[Data, list[str]]] | Invalid:
    """The drawn questions, each with the options that were chosen, or why the answer cannot be judged."""
    if not items.has_keys(answer, ("seed", "chosen")) or not _is_seed(answer["seed"]):
        return Invalid("malformed")
    known = {question["id"]: question for question in key["questions"]}
    asked = [known[question] for question in drawn(key, answer["seed"])]
    options = {option for question in key["questions"] for option in question["options"]}
    picked = items.read_picked({"chosen": answer["chosen"]}, "chosen", options)
    if isinstance(picked, Invalid):
        return picked
    chosen = [[option for option in question["options"] if option in picked] for question in asked]
    if total(map(len, chosen)) < len(picked):
        return Invalid("not_drawn")
    if any(len(own) > 1 and not question["multiple"] for question, own in zip(asked, chosen, strict=True)):
        return Invalid("malformed")
    left = chosen.count([])
    return Invalid("incomplete", {"n": left}) if left else list(zip(asked, chosen, strict=True))


def _is_seed(value: Any) -> bool:
    return type(value) is int and 0 <= value < _SEEDS


def earned(question: Data, picked: list[str], weight: int) -> int:
    """The points of one question, out of `weight`."""
    right = question["right"]
    if set(picked) == set(right):
        return weight
    return weight // 2 if question["multiple"] and items.net_correct(picked, right) * 2 >= len(right) else 0


def _is_of(question: Data, part: Data) -> bool:
    return bool(question["part"] == part["id"])


def _results(key: Data, asked: list[Data], gained: list[int]) -> Iterator[Feedback]:
    """How it went as a whole, and in each part. Percents are rounded down: 79.9 is not yet 80."""
    weight, full = key["weight"], points(key)
    data = {"percent": total(gained) * 100 // full, "pass": key["pass"]}
    if not key["pass"]:
        yield Feedback("handed_in", data=data)
    elif total(gained) * 100 >= key["pass"] * full:
        yield Feedback("passed", tone="good", data=data)
    else:
        yield Feedback("failed", tone="bad", data=data)
    for part in key["parts"]:
        own = [n for question, n in zip(asked, gained, strict=True) if _is_of(question, part)]
        percent = total(own) * 100 // (part["draw"] * weight)
        counts = {"right": own.count(weight), "n": part["draw"], "percent": percent}
        yield Feedback("part", part["id"], "good" if own.count(weight) == len(own) else "info", counts)


def _reviews(chosen: list[tuple[Data, list[str]]], gained: list[int], weight: int) -> Iterator[Feedback]:
    """Each question with its right options and its explanation, and what is wrong with each wrong choice."""
    for (question, picked), n in zip(chosen, gained, strict=True):
        right = {"right": list(question["right"])}
        if n == weight:
            yield Feedback("right", question["id"], "good", right)
        else:
            yield Feedback("partly" if n else "wrong", question["id"], "info" if n else "bad", right)
        for option in picked:
            if option not in question["right"]:
                known = question["misconceptions"]
                yield Feedback("mistaken", option, "bad", {"misconception": known[option]} if option in known else {})


def points(key: Data) -> int:
    """One point for each question that is drawn, or two."""
    draws: list[int] = [part["draw"] for part in key["parts"]]
    return total(draws) * int(key["weight"])


def rules(key: Data) -> list[str]:
    """The parts: each is met when all its questions are answered rightly."""
    return [part["id"] for part in key["parts"]]


def solution(key: Data) -> None:
    """None: each attempt is asked something else, and the review tells what was right."""


def describe(public: Data, answer: Any) -> Interaction:
    """The chosen options, in the order in which the questions were asked."""
    texts = {option["id"]: items.plain(option["text"]) for option in _options(public)}
    seed, chosen = _parts_of(public, answer)
    picked = [item for item in arrange(public, seed) if item in chosen] if chosen else []
    return Interaction("choice", tuple(picked), "; ".join(texts[option] for option in picked))


def ranges(public: Data) -> dict[str, int]:
    """The seed in two digits; each option is chosen or not."""
    return {**dict.fromkeys(_SEED, _HALF), **{option["id"]: 2 for option in _options(public)}}


def pack(public: Data, answer: Any) -> Packed:
    """A digit for each half of the seed and for each option of the bank."""
    seed, chosen = _parts_of(public, answer)
    seeds = dict(zip(_SEED, divmod(seed, _HALF), strict=True))
    return Packed({**seeds, **{option["id"]: int(option["id"] in chosen) for option in _options(public)}})


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The seed and the chosen options, by id."""
    high, low = (packed.digits.get(digit, 0) for digit in _SEED)
    chosen = [option["id"] for option in _options(public) if packed.digits.get(option["id"]) == 1]
    return {"seed": high * _HALF + low, "chosen": chosen}


def _options(public: Data) -> list[Data]:
    return [option for question in public["questions"] for option in question["options"]]


def _parts_of(public: Data, answer: Any) -> tuple[int, list[str]]:
    """The seed and the options of an answer of any shape, as far as they can be read."""
    if not items.has_keys(answer, ("seed", "chosen")):
        return 0, []
    known = {option["id"] for option in _options(public)}
    chosen = items.read_picked({"chosen": answer["chosen"]}, "chosen", known)
    seed = answer["seed"] if _is_seed(answer["seed"]) else 0
    return seed, [] if isinstance(chosen, Invalid) else chosen
