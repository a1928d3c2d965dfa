"""An editor for JSON Lines: conversations, each a JSON object in a line of its own, looked over while they are typed.

Scoring: one point for each wanted conversation that stands in the text (with the right roles, and word for word,
however it is spaced), and one more when nothing in the whole text is wrong. Where the exercise names no conversations,
one point for each sound line up to the number that is wanted, and one more likewise. It is done with all points.

Places are told twice: `line` and `column` as people count (from 1, each sign once), `offset` and `length` as browsers
count (from 0, in UTF-16 units), so that the page can put the caret there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.exercises.jsonl.compare import Match, difference, match, spare
from site_builder.exercises.jsonl.lines import MOST, Locator, Survey, survey
from site_builder.exercises.jsonl.reader import Problem
from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored

FORMAT = "format"
LINES = "lines"
MAX_LOOK = 2_000_000
"""Longer texts do not go into the editor: browsers take minutes to show them."""

_SELECTED = 60
"""How much of a long problem is selected at most."""
_SHORT = 100
"""How much of a text a report shows in its short form."""


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets the conversations as people read them; which role each speaker has is in the key alone."""
    conversations = content["conversations"]
    public = {
        "id": content["id"],
        "prompt": content["prompt"],
        "conversations": [_shown(conversation) for conversation in conversations],
        "samples": {"list": [dict(sample) for sample in content["samples"]]},
        "start": content["start"],
        "max_look": MAX_LOOK,
    }
    key = {
        "conversations": [_wanted(conversation) for conversation in conversations],
        "lines": len(conversations) or content["lines"] or 1,
        "more": content["more"],
        "rules": dict(content["rules"]),
        "start": content["start"],
        "max_chars": content["max_chars"],
        "solution": content["solution"] or "".join(_line(conversation) for conversation in conversations),
        "texts": {},
    }
    return public, key


def _shown(conversation: Data) -> dict[str, Any]:
    """A conversation as the page may hold it."""
    turns = [{"who": message["who"], "text": message["content"]} for message in conversation["messages"]]
    return {"id": conversation["id"], "title": conversation["title"], "turns": turns}


def _wanted(conversation: Data) -> dict[str, Any]:
    """A conversation as it is compared."""
    turns = [{**message, "content": items.one_line(message["content"])} for message in conversation["messages"]]
    return {"id": conversation["id"], "title": items.plain(conversation["title"]), "turns": turns}


def _line(conversation: Data) -> str:
    """The line that the conversation is to become."""
    messages = [{name: message[name] for name in ("role", "content")} for message in conversation["messages"]]
    return json.dumps({"messages": messages}, ensure_ascii=False) + "\n"


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """The conversations, in the same order for all."""
    return [conversation["id"] for conversation in public["conversations"]]


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:  # noqa: ARG001
    """Judges `{"text": text}`."""
    text = _read(answer)
    if text is None:
        return Invalid("malformed")
    if items.one_line(text) in ("", items.one_line(key["start"])):
        return Invalid("unanswered")
    if len(text) > key["max_chars"]:
        return Invalid("too_long", {"n": len(text) - key["max_chars"], "max": key["max_chars"]})
    found = survey(text, key["rules"])
    return _judged_conversations(key, found) if key["conversations"] else _judged_lines(key, found)


def _read(answer: Any) -> str | None:
    """The text of an answer, if it is one."""
    return answer["text"] if items.has_keys(answer, ("text",)) and isinstance(answer["text"], str) else None


def _judged_conversations(key: Data, found: Survey) -> Scored:
    """The outcome where conversations are wanted."""
    wanted, matches = key["conversations"], _matches(key, found)
    strangers = [] if key["more"] else list(spare(found.entries, matches))[:MOST]
    extra = [Problem("line_extra", entry.start, entry.end) for entry in strangers]
    is_sound = not found.problems and not strangers
    exact = [one.exact for one in matches]
    locator = Locator(found.text)
    return Scored(
        earned=exact.count(True) + is_sound,
        total=points(key),
        done=all(exact) and is_sound,
        parts=(*(Part(one["id"], met) for one, met in zip(wanted, exact, strict=True)), Part(FORMAT, is_sound)),
        feedback=(
            *_told([*found.problems, *extra, *_differences(key, found, matches)], found.more, locator),
            *_on_conversations(wanted, matches, locator),
        ),
    )


def _matches(key: Data, found: Survey) -> list[Match]:
    """The entries for the wanted conversations."""
    turns = [tuple((turn["role"], turn["content"]) for turn in one["turns"]) for one in key["conversations"]]
    return match(turns, found.entries)


def _differences(key: Data, found: Survey, matches: Sequence[Match]) -> Iterator[Problem]:
    """What is wrong with the entries that are nearly a wanted conversation, unless that is told already."""
    told = [problem.start for problem in found.problems]
    for conversation, one in zip(key["conversations"], matches, strict=True):
        if one.entry and not one.exact:
            problem = difference(found.text, one.entry, conversation["turns"])
            if problem.start not in told:
                yield problem


def _on_conversations(wanted: Sequence[Data], matches: Sequence[Match], locator: Locator) -> Iterator[Feedback]:
    """Of each conversation, whether it was found."""
    for conversation, one in zip(wanted, matches, strict=True):
        data = {"title": conversation["title"], "line": locator.line(one.entry.start) if one.entry else 0}
        if one.exact:
            yield Feedback("found", conversation["id"], "good", data)
        elif one.entry:
            yield Feedback("nearly", conversation["id"], "bad", data)
        else:
            yield Feedback("missing", conversation["id"], "info", data)


def _judged_lines(key: Data, found: Survey) -> Scored:
    """The outcome where any conversations will do."""
    wanted = key["lines"]
    sound = len([entry for entry in found.entries if entry.sound])
    surplus = 0 if key["more"] else max(0, len(found.entries) - wanted)
    is_sound = not found.problems and not surplus
    counts = []
    if sound < wanted:
        counts.append(Feedback("lines_missing", data={"n": wanted - sound, "have": sound, "wanted": wanted}))
    if surplus:
        counts.append(Feedback("lines_extra", tone="bad", data={"n": surplus, "wanted": wanted}))
    return Scored(
        earned=min(sound, wanted) + is_sound,
        total=points(key),
        done=sound >= wanted and is_sound,
        parts=(Part(LINES, sound >= wanted), Part(FORMAT, is_sound)),
        feedback=(*_told(found.problems, found.more, Locator(found.text)), *counts),
    )


def _told(problems: Sequence[Problem], more: int, locator: Locator) -> Iterator[Feedback]:
    """The problems with their places, and of how many lines nothing is told."""
    for problem in sorted(problems, key=lambda problem: problem.start):
        data = dict(problem.data)
        if "first" in data:
            data["first"] = locator.line(data["first"])
        end = min(problem.end, problem.start + _SELECTED)
        yield Feedback(problem.code, "", "bad", {**data, **locator.locate(problem.start, end)})
    if more:
        yield Feedback("more", data={"n": more})


def respond(key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:  # noqa: ARG001
    """Looks over `{"text": text}` while it is being written, or says of `{"length": n}` that it is too long for that.

    The first of the feedback sums up; problems that have a place follow. What is missing is not told yet.
    """
    if items.has_keys(message, ("length",)) and isinstance(message["length"], int):
        return None, {"feedback": [Feedback("too_long_to_check", data={"n": message["length"]})]}
    text = _read(message)
    if text is None or not items.one_line(text):
        return None, {"feedback": []}
    found = survey(text, key["rules"])
    matches = _matches(key, found)
    problems = [*found.problems, *_differences(key, found, matches)]
    right = [one for one in matches if one.exact] if matches else [entry for entry in found.entries if entry.sound]
    summary = _summary(key, found, len(problems), len(right))
    return None, {"feedback": [*summary, *_told(problems, found.more, Locator(text))]}


def _summary(key: Data, found: Survey, problems: int, right: int) -> Iterator[Feedback]:
    if found.more:
        yield Feedback("summary_many", tone="bad", data={"n": problems, "lines": len(found.entries)})
    elif problems:
        yield Feedback("summary_problems", tone="bad", data={"n": problems})
    else:
        code = "summary_ready" if right >= key["lines"] else "summary_sound"
        yield Feedback(code, tone="good", data={"n": right, "wanted": key["lines"]})
    surplus = len(found.text) - key["max_chars"]
    if surplus > 0:
        yield Feedback("summary_too_long", data={"n": surplus, "max": key["max_chars"]})


def points(key: Data) -> int:
    """One for each conversation, or each line that is wanted, and one for a text without problems."""
    return int(key["lines"]) + 1


def rules(key: Data) -> list[str]:
    """Each conversation, or the number of lines; and that nothing is wrong."""
    return [*([one["id"] for one in key["conversations"]] or [LINES]), FORMAT]


def solution(key: Data) -> dict[str, Any] | None:
    """The conversations as lines, or the author's own text."""
    return {"text": key["solution"]} if key["solution"] else None


def export(key: Data, answer: Any, names: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG001
    """The conversations of all lines that nothing is wrong with, as they were written."""
    entries = survey(_read(answer) or "", key["rules"]).entries
    sound = [entry.messages for entry in entries if entry.sound and entry.messages]
    return {
        "conversations": [[{name: turn[name] for name in ("role", "content")} for turn in turns] for turns in sound]
    }


def describe(public: Data, answer: Any) -> Interaction:  # noqa: ARG001
    """The text."""
    text = _read(answer) or ""
    line = items.one_line(text)
    return Interaction("long-fill-in", (text,), line if len(line) <= _SHORT else line[: _SHORT - 1] + "…")


def ranges(public: Data) -> dict[str, int]:  # noqa: ARG001
    """None: the answer is a text."""
    return {}


def pack(public: Data, answer: Any) -> Packed:  # noqa: ARG001
    """The text."""
    return Packed({}, {"text": _read(answer) or ""})


def unpack(public: Data, packed: Packed) -> dict[str, Any]:  # noqa: ARG001
    """The answer; its text is empty where it was dropped for space."""
    return {"text": packed.texts.get("text", "")}
