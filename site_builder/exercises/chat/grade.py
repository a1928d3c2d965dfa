"""A conversation: the learner picks or types messages, the partner answers, and the learner judges each answer.

Scoring: one point for each different reply judged as its author judges it, out of the number that the exercise asks
for; more replies than that cannot earn more. It is done when that many different replies were judged, rightly or not:
the aim is to explore, and each judgement is explained. When a reply is judged twice, the later judgement counts. A
typed message that the partner does not know gets the fallback reply, or that of the exercise's simulation, if it names
one; such replies are neither judged nor counted. What a simulation said is kept with the turn, so that the
conversation stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from site_builder.grading.contract import Data
from site_builder.grading.items import has_keys, one_line, plain
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored
from site_builder.grading.text import words


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets the messages and the possible judgements; the key has the replies and the author's judgements."""
    messages, judgements = content["messages"], content["judgements"]
    public = {
        "id": content["id"],
        "prompt": content["intro"],
        "learner": content["learner"],
        "partner": content["partner"],
        "needed": content["needed"],
        "typing": content["typing"],
        "messages": _sorted({"id": message["id"], "text": message["text"]} for message in messages),
        "judgements": _sorted({"id": judgement["id"], "label": judgement["label"]} for judgement in judgements),
    }
    texts = {f"{code}:{item['id']}": item["feedback"] for item in messages for code in ("judged_right", "judged_wrong")}
    texts |= {f"mistaken:{item['id']}": item["mistaken"] for item in judgements if "mistaken" in item}
    key = {
        "messages": [{field: item[field] for field in ("id", "reply", "expect")} for item in messages],
        "lines": _lines(public),
        "judgements": [judgement["id"] for judgement in judgements],
        "needed": content["needed"],
        "fallback": content["fallback"],
        "texts": texts,
    }
    return public, {**key, **_simulation(content)} if "simulation" in content else key


def _simulation(content: Data) -> dict[str, Any]:
    """What to run, what it has to give, and a message to try it with."""
    seed = {"seed": content["seed"]} if "seed" in content else {}
    trial = {"text": content["messages"][0]["text"]}
    return {"simulation": content["simulation"], "gives": {"texts": ["reply"]}, "trial": trial, **seed}


def _sorted(items: Iterator[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(items, key=lambda item: item["id"])


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """The messages as they stand in the page."""
    return [message["id"] for message in public["messages"]]


def respond(key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:  # noqa: ARG001
    """Looks the message up; nothing that was said before matters.

    What it does not find was answered already, or is for the simulation: `simulate` says so.
    """
    turn = message if isinstance(message, dict) else {}
    asked = _message(key["lines"], turn)
    if asked is None and isinstance(turn.get("reply"), str):
        return state, {"message": None, "text": turn["reply"], "fallback": True}
    replies = {item["id"]: item["reply"] for item in key["messages"]}
    reply = {"message": asked, "text": replies.get(asked, key["fallback"]), "fallback": asked is None}
    return state, {**reply, "simulate": True} if asked is None and "simulation" in key else reply


def read_params(key: Data, params: Data) -> Data | Invalid:  # noqa: ARG001
    """What was typed, for the simulation."""
    text = params["text"] if has_keys(params, ("text",)) else None
    return params if isinstance(text, str) and 0 < len(one_line(text)) <= _LONGEST else Invalid("malformed")


_LONGEST = 500
"""How many characters of a message the simulation gets at most; the field of the page takes no more."""


_FIRST = 2
"""The digit of a message judged in the first way; 0 is not said, 1 said but not judged."""


def _lines(public: Data) -> dict[str, list[str]]:
    """Message id -> its words."""
    return {message["id"]: words(message["text"]) for message in public["messages"]}


def _message(lines: Mapping[str, list[str]], turn: Data) -> str | None:
    """The message that a turn says, picked or typed; None for words that the partner does not know."""
    picked, typed = turn.get("message"), turn.get("text")
    if isinstance(picked, str):
        return picked if picked in lines else None
    said = words(typed) if isinstance(typed, str) else []
    return next((message for message, line in lines.items() if said and line == said), None)


def _read_turns(answer: Any, messages: Mapping[str, Any], judgements: list[str]) -> list[dict[str, Any]] | Invalid:
    if not has_keys(answer, ("turns",)) or not isinstance(answer["turns"], list):
        return Invalid("malformed")
    for turn in answer["turns"]:
        picked = (
            has_keys(turn, ("message",), ("judgement",))
            and isinstance(turn["message"], str)
            and turn["message"] in messages
        )
        typed = (
            has_keys(turn, ("text",), ("judgement", "reply"))
            and isinstance(turn["text"], str)
            and isinstance(turn.get("reply", ""), str)
            and one_line(turn["text"])
        )
        if not (picked or typed) or ("judgement" in turn and turn["judgement"] not in judgements):
            return Invalid("malformed")
    return answer["turns"] or Invalid("unanswered")


def _judged(lines: Mapping[str, list[str]], turns: list[dict[str, Any]]) -> dict[str, str]:
    """Message id -> the latest judgement of its reply."""
    judged = {}
    for turn in turns:
        message = _message(lines, turn)
        if message is not None and "judgement" in turn:
            judged[message] = turn["judgement"]
    return judged


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:  # noqa: ARG001
    """Judges `{"turns": [{"message": id} or {"text": text}, each with an optional "judgement": id]}`.

    A typed turn may hold the "reply" of the simulation as well.
    """
    lines = key["lines"]
    turns = _read_turns(answer, lines, key["judgements"])
    if isinstance(turns, Invalid):
        return turns
    judged = _judged(lines, turns)
    parts = [Part(item["id"], judged[item["id"]] == item["expect"]) for item in key["messages"] if item["id"] in judged]
    return Scored(
        earned=min(len([part for part in parts if part.met]), key["needed"]),
        total=points(key),
        done=len(judged) >= key["needed"],
        parts=tuple(parts),
        feedback=tuple(_feedback(key, judged, parts)),
    )


def _feedback(key: Data, judged: dict[str, str], parts: list[Part]) -> Iterator[Feedback]:
    for part in parts:
        yield Feedback("judged_right", part.id, "good") if part.met else Feedback("judged_wrong", part.id, "bad")
    mistaken = {judged[part.id] for part in parts if not part.met}
    for judgement in key["judgements"]:
        if judgement in mistaken and f"mistaken:{judgement}" in key["texts"]:
            yield Feedback("mistaken", judgement)
    to_do = key["needed"] - len(judged)
    if to_do > 0:
        yield Feedback("to_do", data={"n": to_do})


def points(key: Data) -> int:
    """The number of answers to judge, one point each."""
    return int(key["needed"])


def rules(key: Data) -> list[str]:
    """The author's judgement of each reply; only the replies that were judged are parts of an outcome."""
    return [message["id"] for message in key["messages"]]


def solution(key: Data) -> dict[str, Any]:
    """Every message, judged as the author judges its reply."""
    return {"turns": [{"message": message["id"], "judgement": message["expect"]} for message in key["messages"]]}


def describe(public: Data, answer: Any) -> Interaction:
    """The judged replies, in the order in which their messages were first said."""
    labels = {judgement["id"]: plain(judgement["label"]) for judgement in public["judgements"]}
    texts = {message["id"]: message["text"] for message in public["messages"]}
    judged = _public_judged(public, answer)
    return Interaction(
        "performance",
        tuple(f"{message}[.]{judgement}" for message, judgement in judged.items()),
        "; ".join(f"{texts[message]} - {labels[judgement]}" for message, judgement in judged.items()),
    )


def _public_turns(public: Data, answer: Any) -> list[dict[str, Any]]:
    turns = _read_turns(answer, _lines(public), [judgement["id"] for judgement in public["judgements"]])
    return [] if isinstance(turns, Invalid) else turns


def _public_judged(public: Data, answer: Any) -> dict[str, str]:
    return _judged(_lines(public), _public_turns(public, answer))


def ranges(public: Data) -> dict[str, int]:
    """Each message is not said, said, or said and judged in one of the possible ways."""
    return {message["id"]: _FIRST + len(public["judgements"]) for message in public["messages"]}


def pack(public: Data, answer: Any) -> Packed:
    """One digit for each message, and the typed messages that the partner did not know, one a line, with replies."""
    lines = _lines(public)
    turns = _public_turns(public, answer)
    judged = _judged(lines, turns)
    said = {_message(lines, turn) for turn in turns}
    order = [judgement["id"] for judgement in public["judgements"]]
    digits = {
        message: _FIRST + order.index(judged[message]) if message in judged else int(message in said)
        for message in lines
    }
    unknown = [turn for turn in turns if _message(lines, turn) is None]
    typed = "\n".join(one_line(turn["text"]) for turn in unknown)
    replied = "\n".join(one_line(turn.get("reply", "")) for turn in unknown)
    return Packed(digits, {"typed": typed, "replied": replied} if replied.strip("\n") else {"typed": typed})


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The turns in the order of the page, each message once; the unknown ones come last."""
    order = [judgement["id"] for judgement in public["judgements"]]
    turns: list[dict[str, Any]] = []
    for message in (message["id"] for message in public["messages"]):
        digit = packed.digits.get(message, 0)
        judgement = {"judgement": order[digit - _FIRST]} if _FIRST <= digit < _FIRST + len(order) else {}
        if digit:
            turns.append({"message": message, **judgement})
    typed = packed.texts.get("typed", "").split("\n")
    replied = packed.texts.get("replied", "").split("\n")
    for text, reply in zip_longest(typed, replied[: len(typed)], fillvalue=""):
        if text:
            turns.append({"text": text, "reply": reply} if reply else {"text": text})
    return {"turns": turns}
