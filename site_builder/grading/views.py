"""What the page shows of an outcome and of an exercise: codes become the words of the author or the type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from site_builder.grading.contract import Data
from site_builder.grading.judge import Judge
from site_builder.grading.outcome import Feedback, Invalid, Outcome, Scored
from site_builder.grading.record import read_scored
from site_builder.grading.seeds import derive
from site_builder.grading.standing import Standing
from site_builder.grading.text import fill

_UNTOLD = "crashed"  # the code whose message stands in for one that has none


def reply(texts: Data, exercise: Data, outcome: Outcome, *, late: bool = False) -> dict[str, Any]:
    """An outcome in words; `texts` are the messages of the types and the common ones.

    `late`: the answer had been shown before, so that the points do not count, which is said.
    """
    if isinstance(outcome, Invalid):
        reason = Feedback(outcome.code, data=outcome.data)
        return {
            "kind": "invalid",
            "tone": "info",
            "headline": _message(texts, exercise, reason) or _message(texts, exercise, Feedback(_UNTOLD)),
            "earned": 0,
            "total": 0,
            "done": False,
            "feedback": [],
        }
    code, tone = _verdict(outcome)
    notes = [Feedback("late")] if late and outcome.total else []
    verdict = Feedback(code, data={"earned": outcome.earned, "total": outcome.total})
    return {
        "kind": "scored",
        "tone": tone,
        "headline": _message(texts, exercise, verdict),
        "earned": outcome.earned,
        "total": outcome.total,
        "done": outcome.done,
        "feedback": shown(texts, exercise, (*outcome.feedback, *notes)),
    }


def revealed(texts: Data, exercise: Data, outcome: Outcome, standing: Standing) -> dict[str, Any]:
    """The outcome of the answer that is shown, in words: its explanations, but not as if the learner had found it.

    Where it can still be given, the learner reads that this is what comes next, and what counts.
    """
    told = reply(texts, exercise, outcome)
    headline = _message(texts, exercise, Feedback("revealed"))
    next_step = shown(texts, exercise, [Feedback("own_turn")] if can_check(standing) else [])
    return {**told, "tone": "info", "headline": headline, "feedback": [*told["feedback"], *next_step]}


def shown(texts: Data, exercise: Data, feedback: Iterable[Feedback]) -> list[dict[str, Any]]:
    """Feedback in words, with its data for widgets that show more than words; what has no words is left out."""
    items = [(item, _message(texts, exercise, item)) for item in feedback]
    return [
        {"code": item.code, "part": item.part, "tone": item.tone, "html": html, "data": dict(item.data)}
        for item, html in items
        if html
    ]


def spoken(texts: Data, exercise: Data, reply: Any) -> Any:
    """What a type says back, its feedback (if it gives any) in words."""
    if not isinstance(reply, dict) or "feedback" not in reply:
        return reply
    items = [item for item in reply["feedback"] if isinstance(item, Feedback)]
    return {**reply, "feedback": shown(texts, exercise, items)}


def view(texts: Data, judge: Judge, standing: Standing, learner: int) -> dict[str, Any]:
    """An exercise as the page shows it; `learner` is the seed from which the order of a first attempt follows."""
    hints = judge.exercise["settings"]["hints"]
    last = standing.last
    seed = last.row["seed"] if last else derive(learner, judge.name)
    answer = last.row["answer"] if last else None
    return {
        "status": standing.status,
        "attempts": standing.attempts,
        "left": standing.left,
        "seed": seed,
        "order": judge.arrange(seed),
        "draw": _draw(judge, standing, learner),
        "hints": {"used": standing.hints, "total": len(hints), "html": hints[: standing.hints]},
        "can_check": can_check(standing),
        "can_hint": can_hint(judge, standing),
        "can_reveal": can_reveal(judge, standing),
        "stale": standing.stale,
        "answer": answer,
        "reply": reply(texts, judge.exercise, read_scored(last.outcome), late=standing.late) if last else None,
        "solution": judge.solution() if standing.revealed else None,
        **_turns(texts, judge, standing, answer),
    }


def _draw(judge: Judge, standing: Standing, learner: int) -> dict[str, Any] | None:
    """What the next attempt is asked, where each is asked something else: it follows from the last, or the learner."""
    if not judge.draws or not can_check(standing):
        return None
    seed = derive(standing.last.row["seed"] if standing.last else learner, judge.name)
    return {"seed": seed, "order": judge.arrange(seed)}


def can_check(standing: Standing) -> bool:
    """Whether an answer is judged now."""
    return standing.status != "closed" and standing.left != 0


def can_hint(judge: Judge, standing: Standing) -> bool:
    """Whether there is one more hint to give."""
    return standing.status in ("new", "tried") and standing.hints < len(judge.exercise["settings"]["hints"])


def can_reveal(judge: Judge, standing: Standing) -> bool:
    """Whether the answer may be shown: after the set number of attempts, when no attempt is left, or once more."""
    if standing.status == "done" or judge.solution() is None:
        return False
    needed = judge.exercise["settings"]["reveal"]
    return standing.revealed or standing.status == "closed" or bool(needed and standing.attempts >= needed)


def _verdict(outcome: Scored) -> tuple[str, str]:
    if outcome.done:
        return "done", "good"
    if not outcome.total:
        return "unfinished", "info"
    return ("partly", "partly") if outcome.earned else ("wrong", "bad")


def _message(texts: Data, exercise: Data, item: Feedback) -> str:
    """The author's words for this item, or else for this code, or else the type's, or else the common ones."""
    own: Mapping[str, str] = exercise["key"].get("texts", {})
    for name in (f"{item.code}:{item.part}", item.code):
        if name in own:
            return own[name]
    for source in (texts.get(exercise["type"], {}), texts["common"]):
        if item.code in source:
            return fill(source[item.code], item.data)
    return ""


def _turns(texts: Data, judge: Judge, standing: Standing, answer: Any) -> dict[str, Any]:
    """The replies to the turns of an answer, for the types that talk back."""
    turns = answer.get("turns") if isinstance(answer, dict) else None
    replies = judge.replies(turns, standing.known) if isinstance(turns, list) else None
    return {} if replies is None else {"turns": [spoken(texts, judge.exercise, reply) for reply in replies]}
