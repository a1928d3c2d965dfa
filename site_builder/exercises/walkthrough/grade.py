"""A guided way through the screens of an interface, with explanations in their places and decisions to be made.

Scoring: one point for each decision, earned by an option (or a typed value) that its author calls right; several
options of one decision may be right. A decision that was not made earns nothing and counts as open, never as wrong. It
is done when every decision is right and the learner has come to the end of the way, which is the row of screens that
follow each other without detours. Explanations that were skipped on purpose count as passed; decisions cannot be
skipped, because each of them lies on every way to the end (`check.py` walks all of them).

Where an option leads to a screen of its own, the page learns of it with the feedback, so that the way there tells
nothing beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored
from site_builder.grading.text import dumps, fold

SEEN = "seen"
_TYPED = ("number", "text")
"""The looks of decisions that are typed and not picked."""
_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,15})?", re.ASCII)
_LONGEST = 200


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets the screens with all explanations; the key knows what is right, why, and where options lead."""
    screens = content["screens"]
    way = _way(screens)
    decisions = [step for screen in screens for step in screen["steps"] if "options" in step]
    options = [option for decision in decisions for option in decision["options"]]
    public = {
        "id": content["id"],
        "prompt": content["prompt"],
        "app": content["app"],
        "screens": [_shown(screen, way, screens) for screen in screens],
    }
    key = {
        "way": len(way),
        "decisions": [_judged(decision) for decision in decisions],
        "texts": {f"{'right' if item['right'] else 'wrong'}:{item['id']}": item["feedback"] for item in options},
    }
    return public, key


def _following(screens: Sequence[Data]) -> dict[str, str]:
    """For each screen the one that comes next; empty: the end."""
    ids = [*(screen["id"] for screen in screens), ""]
    return {screen["id"]: screen.get("next", ids[place + 1]) for place, screen in enumerate(screens)}


def _way(screens: Sequence[Data]) -> list[str]:
    """The screens from the first one to the end, without what only an option leads to."""
    following = _following(screens)
    way: list[str] = []
    screen = screens[0]["id"]
    while screen and screen not in way:
        way.append(screen)
        screen = following[screen]
    return way


def _shown(screen: Data, way: Sequence[str], screens: Sequence[Data]) -> dict[str, Any]:
    """A screen as a page may hold it; `place` counts from 1, and is 0 beside the way. Steps count on along the way."""
    kept = {name: screen[name] for name in ("id", "title", "menu", "trail")}
    drawn = {name: screen.get(name) for name in ("image", "alt", "parts")}
    place = way.index(screen["id"]) + 1 if screen["id"] in way else 0
    before = [step for other in screens if other["id"] in way[: max(place - 1, 0)] for step in other["steps"]]
    steps = [_explained(step, number) for number, step in enumerate(screen["steps"], len(before) + 1)]
    return {**kept, **drawn, "steps": steps, "place": place, "next": _following(screens)[screen["id"]]}


def _explained(step: Data, number: int) -> dict[str, Any]:
    shown = {name: step.get(name) for name in ("at", "spot", "title", "text", "tip")}
    if "options" not in step:
        return {**shown, "number": number, "decision": None}
    typed = step["look"] in _TYPED
    options = [{name: option[name] for name in ("id", "label", "about")} for option in step["options"] if not typed]
    if step["order"] == "hashed":
        options.sort(key=lambda option: option["id"])
    decision = {"id": step["id"], "question": step["question"], "look": step["look"], "unit": step["unit"]}
    return {**shown, "number": number, "decision": {**decision, "options": options}}


def _judged(decision: Data) -> dict[str, Any]:
    names = ("id", "right", "next", "from", "to", "says")
    options = [{name: option[name] for name in names if name in option} for option in decision["options"]]
    return {"id": decision["id"], "look": decision["look"], "options": options}


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """The screens, in the same order for all."""
    return [screen["id"] for screen in public["screens"]]


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:  # noqa: ARG001
    """Judges `{"decisions": {decision: option}, "typed": {decision: text}, "seen": screens passed on the way}`."""
    given = _read(answer, _picked(key["decisions"]), key["way"])
    if isinstance(given, Invalid):
        return given
    made, seen = given
    chosen = {item["id"]: _chosen(item, made[item["id"]]) for item in key["decisions"] if item["id"] in made}
    right = [decision for decision, option in chosen.items() if option["right"]]
    total = points(key)
    met = {item["id"]: item["id"] in right for item in key["decisions"]} | {SEEN: seen == key["way"]}
    return Scored(
        earned=len(right),
        total=total,
        done=all(met.values()),
        parts=tuple(Part(rule, met[rule]) for rule in rules(key)),
        feedback=tuple(_feedback(chosen, total - len(chosen), key["way"] - seen)),
    )


def _picked(decisions: Sequence[Data]) -> dict[str, list[str]]:
    """What can be picked at each decision; nothing where something is typed."""
    return {
        item["id"]: [] if item["look"] in _TYPED else [option["id"] for option in item["options"]] for item in decisions
    }


def _read(answer: Any, picked: Mapping[str, Sequence[str]], way: int) -> tuple[dict[str, str], int] | Invalid:
    """What was decided, and how many screens were passed; or why it cannot be judged."""
    if not items.has_keys(answer, ("decisions", SEEN), ("typed",)):
        return Invalid("malformed")
    decisions, texts, seen = answer["decisions"], answer.get("typed", {}), answer[SEEN]
    if not isinstance(decisions, dict) or not isinstance(texts, dict):
        return Invalid("malformed")
    fits = all(name in picked and option in picked[name] for name, option in decisions.items())
    written = all(_is_typed(picked.get(name), text) for name, text in texts.items())
    if not fits or not written or type(seen) is not int or not 0 <= seen <= way:
        return Invalid("malformed")
    filled = {name: items.one_line(text) for name, text in texts.items() if items.one_line(text)}
    return ({**decisions, **filled}, seen) if decisions or filled or seen else Invalid("unanswered")


def _is_typed(options: Sequence[str] | None, text: Any) -> bool:
    return options is not None and not options and isinstance(text, str) and len(text) <= _LONGEST


def _chosen(decision: Data, value: str) -> Data:
    """The option that a value means; of a typed decision the first that accepts it, or else the one that takes all."""
    if decision["look"] not in _TYPED:
        return next(option for option in decision["options"] if option["id"] == value)
    fitting = [option for option in decision["options"] if _accepts(option, value)]
    return fitting[0] if fitting else next(option for option in decision["options"] if _takes_all(option))


def _takes_all(option: Data) -> bool:
    return not {"from", "to", "says"} & set(option)


def _accepts(option: Data, value: str) -> bool:
    if "says" in option:
        return fold(value) in [fold(items.one_line(text)) for text in option["says"]]
    if _takes_all(option) or not _NUMBER.fullmatch(value):
        return False
    number = float(value.replace(",", "."))
    return bool(option.get("from", number) <= number <= option.get("to", number))


def _feedback(chosen: Mapping[str, Data], undecided: int, unseen: int) -> Iterator[Feedback]:
    for decision, option in chosen.items():
        data = {"decision": decision, **({"next": option["next"]} if "next" in option else {})}
        if option["right"]:
            yield Feedback("right", option["id"], "good", data)
        else:
            yield Feedback("wrong", option["id"], "bad", data)
    if undecided:
        yield Feedback("to_decide", data={"n": undecided})
    elif unseen and all(option["right"] for option in chosen.values()):
        yield Feedback("to_see", data={"n": unseen})


def points(key: Data) -> int:
    """The decisions, one point each."""
    return len(key["decisions"])


def rules(key: Data) -> list[str]:
    """Every decision, and that the way was gone to its end."""
    return [*(decision["id"] for decision in key["decisions"]), SEEN]


def solution(key: Data) -> dict[str, Any]:
    """The first right option of every decision, at the end of the way."""
    right = {item["id"]: next(option for option in item["options"] if option["right"]) for item in key["decisions"]}
    typed = [item["id"] for item in key["decisions"] if item["look"] in _TYPED]
    return {
        "decisions": {name: option["id"] for name, option in right.items() if name not in typed},
        "typed": {name: _example(right[name]) for name in typed},
        SEEN: key["way"],
    }


def _example(option: Data) -> str:
    """A value that a typed option accepts."""
    return str(option["says"][0]) if "says" in option else dumps(option.get("from", option.get("to")))


def _decisions(public: Data) -> list[Data]:
    """All decisions, as the page has them."""
    steps = [step for screen in public["screens"] for step in screen["steps"]]
    return [step["decision"] for step in steps if step["decision"]]


def _made(public: Data, answer: Any) -> tuple[dict[str, str], int]:
    """What was decided and passed; nothing where the answer cannot be read."""
    given = _read(answer, _picked(_decisions(public)), ranges(public)[SEEN] - 1)
    return ({}, 0) if isinstance(given, Invalid) else given


def describe(public: Data, answer: Any) -> Interaction:
    """What was decided, question by question."""
    made, _ = _made(public, answer)
    labels = {option["id"]: items.plain(option["label"]) for item in _decisions(public) for option in item["options"]}
    taken = {item["id"]: items.plain(item["question"]) for item in _decisions(public) if item["id"] in made}
    return Interaction(
        "performance",
        tuple(f"{decision}.{made[decision]}" for decision in taken),
        "; ".join(f"{taken[decision]}: {labels.get(made[decision], made[decision])}" for decision in taken),
    )


def ranges(public: Data) -> dict[str, int]:
    """Each decision that is picked has one of its options or none; and how many screens were passed."""
    picked = {item["id"]: len(item["options"]) + 1 for item in _decisions(public) if item["options"]}
    return {**picked, SEEN: len([screen for screen in public["screens"] if screen["place"]]) + 1}


def pack(public: Data, answer: Any) -> Packed:
    """For each decision the number of its option, from 1 on, 0 for none; typed values as texts."""
    made, seen = _made(public, answer)
    options = {item["id"]: ["", *_numbered(item)] for item in _decisions(public)}
    digits = {name: options[name].index(made.get(name, "")) for name in ranges(public) if name != SEEN}
    texts = {item["id"]: made[item["id"]] for item in _decisions(public) if not item["options"] and item["id"] in made}
    return Packed({**digits, SEEN: seen}, texts)


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """What was decided and passed."""
    decisions = {}
    for item in _decisions(public):
        digit = packed.digits.get(item["id"], 0)
        if 0 < digit <= len(item["options"]):
            decisions[item["id"]] = _numbered(item)[digit - 1]
    typed = {item["id"]: packed.texts[item["id"]] for item in _decisions(public) if item["id"] in packed.texts}
    return {"decisions": decisions, "typed": typed, SEEN: packed.digits.get(SEEN, 0)}


def _numbered(decision: Data) -> list[str]:
    """The options as they are numbered: their author may put them into another order."""
    return sorted(option["id"] for option in decision["options"])
