"""What is particular to `compare`, told by a small exercise made here."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from site_builder.exercises.compare import grade as compare
from site_builder.grading.code import Unfit
from site_builder.grading.outcome import Inputs, Invalid, Outcome, Packed, Scored
from site_builder.grading.seeds import fingerprint

SAID = {"a": {"old": "I see.", "new": "I am sorry."}, "b": {"old": "No.", "new": ""}}
CONTENT: dict[str, Any] = {
    "id": "e",
    "prompt": "?",
    "exhibits": [],
    "queries": [
        {"id": "a", "text": "My  cat\nis ill.", "answers": {"old": {"text": SAID["a"]["old"]}}},
        {
            "id": "b",
            "text": "Help?",
            "answers": {"old": {"text": "No.", "marks": {"tone": {"points": 0, "reasons": []}}}},
        },
    ],
    "models": [{"id": "old", "label": "<em>Old</em>"}, {"id": "new", "label": "New &amp; better"}],
    "scales": [
        {"id": "tone", "label": "Tone", "about": "", "points": 5},
        {"id": "use", "label": "Use", "about": "", "points": 3},
    ],
    "reasons": {},
    "needed": 3,
    "within": 1,
    "comment_words": 2,
    "missing": "",
    "own": "",
    "simulation": "s",
}
CONTENT["queries"][1]["answers"]["old"]["marks"]["use"] = {"points": 1, "reasons": []}
PUBLIC, KEY = compare.split(CONTENT)
WHY = {"code": "sorry", "points": 2, "words": "sorry"}


def marks(text: str, query: str) -> dict[str, Any]:
    """5 and 3 for an answer that says sorry, else 2 and 1; the query is in the reason."""
    reasons = [WHY] if "sorry" in text else []
    return {
        "tone": {"points": 5 if reasons else 2, "reasons": reasons},
        "use": {"points": 3 if reasons else 1, "reasons": [{"code": "of", "points": 0, "words": query}]},
    }


def known(answers: Any = SAID, marks: Any = marks, **exercises: Any) -> Inputs:
    """Inputs with code that gives these answers, and marks by these rules."""
    return Inputs(0, exercises, SimpleNamespace(answers=lambda _: answers, marks=marks))


def rated(*, comments: Any = None, texts: Any = None, **scores: tuple[int, int]) -> dict[str, Any]:
    """An answer with scores for tone and use, by query and model, such as `a_old`."""
    ratings: dict[str, Any] = {}
    for name, (tone, use) in scores.items():
        query, model = name.split("_")
        ratings.setdefault(query, {})[model] = {"tone": tone, "use": use}
    more = {"comments": comments, "texts": texts}
    return {"ratings": ratings, **{name: value for name, value in more.items() if value}}


ALL = {"a_old": (2, 1), "a_new": (5, 3), "b_old": (0, 1), "b_new": (2, 1)}


def judged(answer: Any, inputs: Inputs | None = None) -> Scored:
    """The outcome of an answer that can be judged."""
    outcome = compare.grade(KEY, answer, inputs or known())
    assert isinstance(outcome, Scored)
    return outcome


def codes(outcome: Outcome) -> list[str]:
    """The feedback as proofs write it."""
    assert isinstance(outcome, Scored)
    return [f"{item.code}:{item.part}" if item.part else item.code for item in outcome.feedback]


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ((5, 3), "near"),
        ((4, 2), "near"),
        ((3, 3), "far"),  # two marks on one scale are too many, however near the other is
        ((5, 1), "far"),
    ],
)
def test_an_answer_agrees_within_the_marks_on_every_scale(scores: tuple[int, int], verdict: str) -> None:
    """The scorer gives 5 and 3."""
    outcome = judged(rated(a_new=scores))
    assert codes(outcome)[1] == f"{verdict}:a-new"
    told = outcome.feedback[1].data["scales"]
    assert [told[scale]["far"] for scale in told] == [abs(scores[0] - 5) > 1, abs(scores[1] - 3) > 1]
    assert told["tone"] == {"own": scores[0], "points": 5, "far": abs(scores[0] - 5) > 1, "reasons": [WHY]}


@pytest.mark.parametrize(("comment", "verdict"), [("too harsh", "explained"), ("harsh", "far"), (" , ! ", "far")])
def test_a_comment_of_enough_words_settles_an_answer(comment: str, verdict: str) -> None:
    """What is no word does not count."""
    outcome = judged(rated(a_new=(0, 0), comments={"a": {"new": comment}}))
    assert codes(outcome)[1] == f"{verdict}:a-new"
    assert outcome.earned == (verdict == "explained")


@pytest.mark.parametrize(
    ("left_out", "result"), [((), (3, True)), (("a_old",), (3, True)), (("a_old", "b_new"), (2, False))]
)
def test_as_many_as_are_needed_are_enough(left_out: tuple[str, ...], result: tuple[int, bool]) -> None:
    """More earn no more; what is left is counted aloud."""
    outcome = judged(rated(**{name: scores for name, scores in ALL.items() if name not in left_out}))
    assert (outcome.earned, outcome.done) == result
    assert outcome.total == compare.points(KEY) == 3
    assert ("to_settle" in codes(outcome)) is not outcome.done
    assert [part.met for part in outcome.parts] == [name not in left_out for name in ALL]


def test_marks_of_what_is_not_scored_are_not_told() -> None:
    """Nor of what is scored on one scale alone."""
    answer = rated(a_old=(2, 1))
    answer["ratings"]["a"]["new"] = {"tone": 5}
    outcome = judged(answer)
    assert codes(outcome) == ["near:a-old", "unscored:a-new", "unscored:b-old", "unscored:b-new", "to_settle"]
    assert [bool(item.data) for item in outcome.feedback[:4]] == [True, False, False, False]


def test_what_the_exercise_states_is_not_asked_of_the_code() -> None:
    """The code is told which query an answer is to."""
    scales = {item.part: item.data["scales"] for item in judged(rated(**ALL)).feedback}
    assert scales["b-old"]["use"] == {"own": 1, "far": False, "points": 1, "reasons": []}
    assert [scales[part]["use"]["reasons"][0]["words"] for part in ("a-old", "a-new", "b-new")] == ["a", "a", "b"]


def test_scores_count_for_the_text_that_was_scored() -> None:
    """A text that the exercise states cannot change."""
    right, wrong = fingerprint(SAID["a"]["new"])[:8], "00000000"
    assert codes(judged(rated(a_new=(5, 3), texts={"a": {"new": right}})))[1] == "near:a-new"
    assert codes(judged(rated(a_new=(5, 3), texts={"a": {"new": wrong}})))[1] == "changed:a-new"
    assert codes(judged(rated(a_old=(2, 1), texts={"a": {"old": wrong}})))[0] == "near:a-old"


@pytest.mark.parametrize("said", [{}, {"a": {}}, {"a": {"new": "Sorry."}}])
def test_without_all_answers_nothing_is_judged(said: Any) -> None:
    """Which is told as what it is: nothing was wrong."""
    assert compare.grade(KEY, rated(**ALL), known(said)) == Invalid("no_answers")


@pytest.mark.parametrize(
    "answer",
    [{"ratings": {}}, {"ratings": {"a": {"new": {"tone": 5}}}}, {"ratings": {}, "comments": {"a": {"old": "?"}}}],
)
def test_what_scores_no_answer_is_unanswered(answer: Any) -> None:
    """The code is not even asked."""
    assert compare.grade(KEY, answer, Inputs()) == Invalid("unanswered")


def test_a_comment_has_its_limit() -> None:
    """Of which the learner is told."""
    answer = rated(a_old=(2, 1), comments={"a": {"old": "x" * 2001}})
    assert compare.grade(KEY, answer, known()) == Invalid("comment_too_long", {"n": 2000})


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"ratings": []},
        {"ratings": {"c": {}}},
        {"ratings": {"a": []}},
        {"ratings": {"a": {"best": {}}}},
        {"ratings": {"a": {"old": 3}}},
        {"ratings": {"a": {"old": {"taste": 3}}}},
        {"ratings": {"a": {"old": {"tone": 6}}}},
        {"ratings": {"a": {"old": {"use": -1}}}},
        {"ratings": {"a": {"old": {"use": True}}}},
        {"ratings": {"a": {"old": {"use": 1.5}}}},
        {"ratings": {}, "comments": {"a": {"old": 1}}},
        {"ratings": {}, "texts": {"a": {"old": "short"}}},
        {"ratings": {}, "texts": {"a": {"old": "XYZXYZXY"}}},
        {"ratings": {}, "more": {}},
    ],
)
def test_other_shapes_are_refused(answer: Any) -> None:
    """What the page cannot have sent is malformed."""
    assert compare.grade(KEY, answer, known()) == Invalid("malformed")


@pytest.mark.parametrize(
    ("answers", "found", "function"),
    [
        (None, marks, "answers"),
        ({"a": "text"}, marks, "answers"),
        ({"a": {"new": 7}}, marks, "answers"),
        (SAID, lambda _text, _query: None, "marks"),
        (SAID, lambda _text, _query: {"tone": {"points": 1, "reasons": []}}, "marks"),
        (SAID, lambda _text, _query: {"tone": {"points": 1.5, "reasons": []}}, "marks"),
        (SAID, lambda _text, _query: {"tone": {"points": 6, "reasons": []}}, "marks"),
        (SAID, lambda _text, _query: {"tone": {"points": 1, "reasons": [{"code": "x"}]}}, "marks"),
        (SAID, lambda _text: {}, "marks"),
    ],
)
def test_code_that_gives_something_else_is_unfit(answers: Any, found: Any, function: str) -> None:
    """So that its author reads which function, and how."""
    with pytest.raises(Unfit) as unfit:
        compare.grade(KEY, rated(**ALL), known(answers, found))
    assert unfit.value.function == function


def test_the_page_gets_the_answers_of_the_code() -> None:
    """Each with the mark of its text, and which of the scores belong to another one."""
    answer = rated(a_new=(5, 3), b_new=(2, 1), texts={"a": {"new": "00000000"}, "b": {"new": fingerprint("")[:8]}})
    _, reply = compare.respond(KEY, None, {"answer": answer}, known())
    assert reply == {
        "answers": {
            "a-new": {"text": "I am sorry.", "mark": fingerprint("I am sorry.")[:8]},
            "b-new": {"text": "", "mark": fingerprint("")[:8]},
        },
        "missing": False,
        "changed": ["a-new"],
    }
    _, reply = compare.respond(KEY, None, {"answer": "damaged"}, known({"a": {"new": "Sorry."}}))
    assert (list(reply["answers"]), reply["missing"], reply["changed"]) == (["a-new"], True, [])


def test_answers_to_own_queries_are_marked() -> None:
    """Where the code has marks; the query has no id."""
    _, reply = compare.respond(KEY, None, {"own": {"old": "sorry", "new": 7}}, known())
    assert reply == {"marks": {"old": marks("sorry", "")}}
    assert compare.respond(KEY, None, {"own": {"old": "sorry"}}, Inputs()) == (None, {"marks": {}})


@pytest.mark.parametrize("message", [None, 7, {}, {"own": 7}, {"own": {}, "answer": {}}])
def test_other_messages_are_met_with_silence(message: Any) -> None:
    """The state is not used, and goes back as it came."""
    assert compare.respond(KEY, {"a": 1}, message, known()) == ({"a": 1}, {})


@pytest.mark.parametrize(
    ("params", "read"),
    [
        ({"text": "  Is it\n open? "}, {"text": "Is it open?"}),
        ({"text": " \n"}, Invalid("own_empty")),
        ({"text": 7}, Invalid("own_empty")),
        ({}, Invalid("own_empty")),
        ({"text": "x" * 301}, Invalid("own_too_long", {"n": 300})),
    ],
)
def test_own_queries_have_one_line(params: Any, read: Any) -> None:
    """Which is not empty, and not long."""
    assert compare.read_params(KEY, params) == read


def test_a_solution_is_shown_where_the_exercise_states_all() -> None:
    """What the code gives is not known without the inputs."""
    assert compare.solution(KEY) is None
    stated = {"text": "No.", "marks": {"tone": {"points": 0, "reasons": []}, "use": {"points": 1, "reasons": []}}}
    queries = [{**query, "answers": dict.fromkeys(("old", "new"), stated)} for query in CONTENT["queries"]]
    _, key = compare.split({**CONTENT, "queries": queries})
    solution = compare.solution(key)
    assert solution == rated(**dict.fromkeys(ALL, (0, 1)))
    outcome = compare.grade(key, solution, Inputs())
    assert isinstance(outcome, Scored)
    assert outcome.done


def test_packing_keeps_scores_texts_and_comments() -> None:
    """Every range is as small as what it stands for; comments that were dropped are missing."""
    answer = rated(**ALL, comments={"b": {"new": "Nothing is said."}}, texts={"a": {"new": "00000000"}})
    del answer["ratings"]["a"]["old"]["use"]
    packed = compare.pack(PUBLIC, answer)
    assert compare.unpack(PUBLIC, packed) == answer
    assert compare.unpack(PUBLIC, Packed(packed.digits)) == {**answer, "comments": {}}
    assert compare.unpack(PUBLIC, Packed()) == {"ratings": {}, "comments": {}, "texts": {}}
    ranges = compare.ranges(PUBLIC)
    assert len(ranges) == 4 * 3
    assert [ranges[f"a-new.{name}"] for name in ("text", "scale.tone", "scale.use")] == [2**32 + 1, 7, 5]


def test_reports_get_scores_in_words() -> None:
    """Of each answer that was scored; the comments are in the response."""
    told = compare.describe(PUBLIC, rated(a_new=(5, 3), comments={"a": {"new": "Kind."}}))
    assert told.text == "My cat is ill. - New & better: Tone 5, Use 3"
    assert told.response == ("a-new[.]tone=5", "a-new[.]use=3", "a-new[.]Kind.")
