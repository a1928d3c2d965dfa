"""The answers of several models to the same queries, which the learner scores and then sees as a scorer scores them.

Scoring: one point for each answer that is settled, out of `needed`; more than that cannot earn more. An answer is
settled when it is scored on every scale, and no score is more than `within` marks from the scorer's, or else a comment
of some words says why. It is done when `needed` answers are settled. The scorer's marks of an answer are told only when
the learner has scored it.

Texts and marks stand in the exercise, or come from its `code`, which is asked for what does not:

- `answers(exercises) -> {query id: {model id: text}}`, where `exercises` are the inputs; what is not known is left out
- `marks(text, query id) -> {scale id: {"points", "reasons": [{"code", "points", "words"}]}}`; the query id is empty
  where the learner has asked something else

Scores belong to a text: beside the scores of an answer that comes from the code, the page keeps the mark of its text.
When the model says something else later, they no longer count, and the answer is to be scored again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from site_builder.exercises.compare import asked
from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored
from site_builder.grading.seeds import fingerprint
from site_builder.grading.text import words

_MARK = 8
"""The length of the mark of a text, in hexadecimal digits."""
_HEX = "0123456789abcdef"
_TEXTS = 0x1_0000_0000
"""How many marks there are."""
_COMMENT = 2_000
"""The longest comment, in characters."""
_OWN = 300
"""The longest query of the learner's own."""

Place = tuple[str, str]
"""The ids of a query and of a model: an answer."""


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets all but the marks; the key needs no more than what is judged by."""
    queries, models, scales = content["queries"], content["models"], content["scales"]
    setup = {
        "queries": [{"id": query["id"], "text": items.one_line(query["text"])} for query in queries],
        "models": [_labelled(model) for model in models],
        "scales": [{**_labelled(scale), "points": scale["points"]} for scale in scales],
    }
    texts = {query["id"]: _stated(query, "text") for query in queries}
    shown = ("models", "scales", "exhibits", "reasons", "own", "missing", "needed", "within")
    public = {
        "id": content["id"],
        "prompt": content["prompt"],
        "setup": setup,
        "compare": {
            **{name: content[name] for name in shown},
            "queries": [{**query, "answers": texts[query["id"]]} for query in setup["queries"]],
            "asks": "simulation" in content,
        },
    }
    key = {
        "queries": [query["id"] for query in queries],
        "models": [model["id"] for model in models],
        "scales": {scale["id"]: scale["points"] for scale in scales},
        "stated": texts,
        "marks": {query["id"]: _stated(query, "marks") for query in queries},
        **{name: content[name] for name in ("needed", "within", "comment_words")},
        "texts": {},
    }
    if "simulation" not in content:
        return public, key
    return public, {**key, "simulation": content["simulation"], "trial": {"text": setup["queries"][0]["text"]}}


def _labelled(item: Data) -> dict[str, str]:
    return {"id": item["id"], "label": items.plain(item["label"])}


def _stated(query: Data, name: str) -> dict[str, Any]:
    """What the exercise itself says of the answers to a query, by model."""
    return {model: answer[name] for model, answer in query["answers"].items() if name in answer}


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """Nothing to arrange."""
    return []


def rules(key: Data) -> list[str]:
    """Every answer."""
    return [_part(place) for place in _places(key)]


def points(key: Data) -> int:
    """The answers to settle, one point each."""
    return int(key["needed"])


def solution(key: Data) -> dict[str, Any] | None:
    """The scorer's own marks, where the exercise states all of them, and all texts."""
    marks = key["marks"]
    if any(_is_free(key, place) or not _at(marks, place) for place in _places(key)):
        return None
    return {
        "ratings": {
            query: {
                model: {scale: mark["points"] for scale, mark in marks[query][model].items()} for model in key["models"]
            }
            for query in key["queries"]
        }
    }


def _places(key: Data) -> list[Place]:
    return [(query, model) for query in key["queries"] for model in key["models"]]


def _part(place: Place) -> str:
    """The name of an answer as a part of the outcome."""
    return "-".join(place)


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:
    """Judges `{"ratings": {query: {model: {scale: points}}}, "comments": {query: {model: text}}, "texts": ...}`."""
    if not _is_answer(key, answer):
        return Invalid("malformed")
    if not any(_is_scored(key, answer, place) for place in _places(key)):
        return Invalid("unanswered")
    if any(len(_comment(answer, place)) > _COMMENT for place in _places(key)):
        return Invalid("comment_too_long", {"n": _COMMENT})
    texts = _texts(key, inputs)
    if len(texts) < len(_places(key)):
        return Invalid("no_answers")
    feedback = [_verdict(key, answer, place, texts[place], inputs) for place in _places(key)]
    settled = [item.part for item in feedback if item.tone == "good"]
    left = max(key["needed"] - len(settled), 0)
    return Scored(
        earned=key["needed"] - left,
        total=points(key),
        done=not left,
        parts=tuple(Part(part, part in settled) for part in rules(key)),
        feedback=(*feedback, *([Feedback("to_settle", data={"n": left})] if left else [])),
    )


def _verdict(key: Data, answer: Data, place: Place, text: str, inputs: Inputs) -> Feedback:
    """How the scores of one answer compare with the scorer's; `scales` has both, and the reasons."""
    part = _part(place)
    if not _is_scored(key, answer, place):
        return Feedback("unscored", part)
    if _is_changed(key, answer, place, text):
        return Feedback("changed", part)
    own = _at(answer["ratings"], place)
    marks = _marks(key, place, text, inputs)
    apart = {scale: abs(own[scale] - marks[scale]["points"]) > key["within"] for scale in key["scales"]}
    scales = {scale: {"own": own[scale], "far": apart[scale], **marks[scale]} for scale in key["scales"]}
    explained = len(words(_comment(answer, place))) >= key["comment_words"]
    code = "near" if not any(apart.values()) else "explained" if explained else "far"
    return Feedback(code, part, "bad" if code == "far" else "good", {"scales": scales})


def _at(by_query: Data, place: Place) -> Any:
    query, model = place
    return by_query.get(query, {}).get(model, {})


def _comment(answer: Data, place: Place) -> str:
    return _at(answer.get("comments", {}), place) or ""


def _is_scored(key: Data, answer: Data, place: Place) -> bool:
    """Whether an answer is scored on every scale."""
    return len(_at(answer["ratings"], place)) == len(key["scales"])


def _is_changed(key: Data, answer: Data, place: Place, text: str) -> bool:
    """Whether the model said something else when the answer was scored; a proof need not say what it said."""
    scored = _at(answer.get("texts", {}), place)
    return bool(scored) and _is_free(key, place) and scored != _mark_of(text)


def _is_free(key: Data, place: Place) -> bool:
    """Whether the text of an answer comes from the code, so that it can change."""
    query, model = place
    return model not in key["stated"][query]


def _mark_of(text: str) -> str:
    return fingerprint(text)[:_MARK]


def _is_answer(key: Data, answer: Any) -> bool:
    def is_scores(scores: Any) -> bool:
        return isinstance(scores, dict) and all(
            scale in key["scales"] and type(score) is int and 0 <= score <= key["scales"][scale]
            for scale, score in scores.items()
        )

    def is_text(text: Any) -> bool:
        return isinstance(text, str)

    def is_mark(mark: Any) -> bool:
        return isinstance(mark, str) and len(mark) == _MARK and all(sign in _HEX for sign in mark)

    fits = {"ratings": is_scores, "comments": is_text, "texts": is_mark}
    return items.has_keys(answer, ("ratings",), ("comments", "texts")) and all(
        _is_by_place(key, by_query, fits[name]) for name, by_query in answer.items()
    )


def _is_by_place(key: Data, by_query: Any, fits: Callable[[Any], bool]) -> bool:
    """Whether it is `{query: {model: value}}`, with values that fit."""
    return isinstance(by_query, dict) and all(
        query in key["queries"]
        and isinstance(by_model, dict)
        and all(model in key["models"] and fits(value) for model, value in by_model.items())
        for query, by_model in by_query.items()
    )


def _texts(key: Data, inputs: Inputs) -> dict[Place, str]:
    """The answers that are known, from the exercise or from its code."""
    texts = {place: _at(key["stated"], place) for place in _places(key) if not _is_free(key, place)}
    free = [place for place in _places(key) if _is_free(key, place)]
    if not free:
        return texts
    found = asked.answers(inputs)
    return texts | {place: _at(found, place) for place in free if place[1] in found.get(place[0], {})}


def _marks(key: Data, place: Place, text: str, inputs: Inputs) -> dict[str, Any]:
    """The scorer's marks of an answer: scale -> points and reasons."""
    stated = _at(key["marks"], place)
    return dict(stated) if stated else asked.marks(inputs, text, place[0], key["scales"])


def respond(key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
    """Gives the answers that come from the code, for `{"answer": ...}`; or the marks of others, for `{"own": ...}`.

    Of the given answer it says as well which scores belong to another text. `own` is `{model: text}`.
    """
    if items.has_keys(message, ("answer",)):
        return state, _known(key, message["answer"], inputs)
    if items.has_keys(message, ("own",)) and isinstance(message["own"], dict):
        return state, {"marks": _marks_of(key, message["own"], inputs)}
    return state, {}


def _marks_of(key: Data, own: Data, inputs: Inputs) -> dict[str, Any]:
    """The marks of answers to something else, by model; none where the code has no marks."""
    if getattr(inputs.code, "marks", None) is None:
        return {}
    texts = {model: text for model, text in own.items() if isinstance(text, str)}
    return {model: asked.marks(inputs, text, "", key["scales"]) for model, text in texts.items()}


def _known(key: Data, answer: Any, inputs: Inputs) -> dict[str, Any]:
    """Answers with the marks of their texts, whether some are missing, and the scores of other texts."""
    texts = _texts(key, inputs)
    free = {place: text for place, text in texts.items() if _is_free(key, place)}
    sound = _is_answer(key, answer)
    return {
        "answers": {_part(place): {"text": text, "mark": _mark_of(text)} for place, text in free.items()},
        "missing": len(texts) < len(_places(key)),
        "changed": [_part(place) for place, text in free.items() if sound and _is_changed(key, answer, place, text)],
    }


def read_params(key: Data, params: Data) -> Data | Invalid:  # noqa: ARG001
    """The learner's own query `{"text": ...}`."""
    text = params.get("text") if items.has_keys(params, ("text",)) else None
    if not isinstance(text, str) or not items.one_line(text):
        return Invalid("own_empty")
    return Invalid("own_too_long", {"n": _OWN}) if len(text) > _OWN else {"text": items.one_line(text)}


def describe(public: Data, answer: Any) -> Interaction:
    """The scores and comments, answer by answer."""
    key = _public_key(public)
    if not _is_answer(key, answer):
        return Interaction("performance", (), "")
    response = [
        f"{_part(place)}[.]{scale}={score}"
        for place in _places(key)
        for scale, score in _at(answer["ratings"], place).items()
    ]
    response += [f"{_part(place)}[.]{_comment(answer, place)}" for place in _places(key) if _comment(answer, place)]
    return Interaction("performance", tuple(response), "; ".join(_told(public["setup"], answer)))


def _told(setup: Data, answer: Data) -> Iterator[str]:
    """The scores in words."""
    for query in setup["queries"]:
        for model in setup["models"]:
            own = _at(answer["ratings"], (query["id"], model["id"]))
            scores = [f"{scale['label']} {own[scale['id']]}" for scale in setup["scales"] if scale["id"] in own]
            if scores:
                yield f"{query['text']} - {model['label']}: {', '.join(scores)}"


def _public_key(public: Data) -> dict[str, Any]:
    """The ids and numbers of the key that the page has as well."""
    setup = public["setup"]
    return {
        "queries": [query["id"] for query in setup["queries"]],
        "models": [model["id"] for model in setup["models"]],
        "scales": {scale["id"]: scale["points"] for scale in setup["scales"]},
    }


def ranges(public: Data) -> dict[str, int]:
    """For each answer the mark of its text and the score on each scale, each of them with 0 for none."""
    key = _public_key(public)
    sizes = {"text": 1 + _TEXTS, **{f"scale.{scale}": most + 2 for scale, most in key["scales"].items()}}
    return {f"{_part(place)}.{name}": size for place in _places(key) for name, size in sizes.items()}


def pack(public: Data, answer: Any) -> Packed:
    """Scores and marks as digits, comments as texts."""
    key = _public_key(public)
    digits = dict.fromkeys(ranges(public), 0)
    if not _is_answer(key, answer):
        return Packed(digits)
    for place in _places(key):
        for scale, score in _at(answer["ratings"], place).items():
            digits[f"{_part(place)}.scale.{scale}"] = 1 + score
        mark = _at(answer.get("texts", {}), place)
        digits[f"{_part(place)}.text"] = 1 + int(mark, 16) if mark else 0
    return Packed(digits, {_part(place): _comment(answer, place) for place in _places(key) if _comment(answer, place)})


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The answer; comments that were dropped for space are gone."""
    key = _public_key(public)
    answer: dict[str, Any] = {"ratings": {}, "comments": {}, "texts": {}}
    for place in _places(key):
        query, model = place
        part = _part(place)
        digits = {scale: packed.digits.get(f"{part}.scale.{scale}", 0) for scale in key["scales"]}
        found = {
            "ratings": {scale: digit - 1 for scale, digit in digits.items() if digit},
            "comments": packed.texts.get(part, ""),
            "texts": _unpacked_mark(packed.digits.get(f"{part}.text", 0)),
        }
        for name, value in found.items():
            if value:
                answer[name].setdefault(query, {})[model] = value
    return answer


def _unpacked_mark(digit: int) -> str:
    return f"{digit - 1:0{_MARK}x}" if digit else ""
