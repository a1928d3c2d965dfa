"""The type `assessment`: draws cover every part, grades follow from the seed, and guessing is reckoned exactly."""

from __future__ import annotations

import copy
from collections import Counter
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
import yaml

from site_builder.exercises.assessment import check, grade
from site_builder.grading.outcome import Inputs, Invalid, Scored
from tests.support.examples import Example, examples, load

KITCHEN, PLANETS = (item for item in examples() if item.row.name == "assessment")
SUBJECTS = [pytest.param(item, id=item.name) for item in (KITCHEN, PLANETS)]
SEEDS = range(300)


def bank(*questions: tuple[str, str, int], drawn: int = 1, multiple: bool = False) -> dict[str, Any]:
    """A bank of one part; a question is its text, its options (apart by `|`), and how many of them are right."""
    return {
        "id": "bank",
        "intro": "",
        "parts": [{"id": "all", "title": "All", "draw": drawn}],
        "questions": [
            {
                "id": f"q{n}",
                "part": "all",
                "kind": "knowledge",
                "text": text,
                "multiple": multiple,
                "explanation": f"e{n}",
                "options": [
                    {"id": f"q{n}-{place}", "text": option, "right": place < right, "feedback": f"f{n}{place}"}
                    for place, option in enumerate(options.split("|"))
                ],
            }
            for n, (text, options, right) in enumerate(questions)
        ],
    }


def graded(content: dict[str, Any], seed: int, *chosen: str) -> Any:
    """The outcome of an answer."""
    return grade.grade(grade.split(content)[1], {"seed": seed, "chosen": list(chosen)}, Inputs())


@pytest.mark.parametrize("example", SUBJECTS)
def test_each_draw_covers_each_part(example: Example) -> None:
    """As many questions of each part as its author says, in the order of the parts, with all of their options."""
    public = example.exercise.public
    part_of = {question["id"]: question["part"] for question in public["questions"]}
    wanted = [part["id"] for part in public["parts"] for _ in range(part["draw"])]
    for seed in SEEDS:
        order = grade.arrange(public, seed)
        asked = [item for item in order if item in part_of]
        assert [part_of[item] for item in asked] == wanted
        options = [option["id"] for q in asked for option in grade_question(example, q)["options"]]
        assert sorted(order) == sorted([*asked, *options])
        assert asked == grade.drawn(example.exercise.key, seed)


def grade_question(example: Example, name: str) -> Any:
    """A question of the public half."""
    return next(question for question in example.exercise.public["questions"] if question["id"] == name)


def test_chance_is_fair() -> None:
    """Over many seeds each question is drawn about as often as the others, and each option stands everywhere."""
    public = grade.split(bank(*[("?", "a|b|c", 1)] * 6, drawn=2))[0]
    drawn = Counter(question for seed in range(3000) for question in grade.drawn(public, seed))
    assert all(900 < times < 1100 for times in drawn.values())
    assert len(drawn) == 6
    places = Counter(grade.arrange(public, seed)[1][3:] for seed in range(3000))
    assert all(900 < times < 1100 for times in places.values())


def test_a_draw_outlives_edits_of_the_bank() -> None:
    """A further question changes only the draws that it gets into, and a text none."""
    small, large = (bank(*[("?", "a|b|c", 1)] * n, drawn=2) for n in (5, 6))
    same = 0
    for seed in SEEDS:
        before, after = (grade.drawn(grade.split(content)[0], seed) for content in (small, large))
        same += before == after
        assert before == after or "q5" in after
    assert same > len(SEEDS) / 2


@pytest.mark.parametrize(
    ("right", "chosen", "points"),
    [
        (2, "01", 2),
        (2, "0", 1),
        (2, "012", 1),
        (2, "0123", 0),
        (2, "02", 0),
        (2, "23", 0),
        (3, "012", 2),
        (3, "01", 1),
        (3, "0123", 1),
        (3, "0", 0),
        (3, "01234", 0),
        (1, "0", 2),
        (1, "01", 0),
    ],
)
def test_half_points_follow_the_rule(right: int, chosen: str, points: int) -> None:
    """Half of them where right picks minus wrong picks make at least half of the right options."""
    content = bank(("?", "a|b|c|d|e", right), multiple=True)
    outcome = graded(content, 0, *(f"q0-{place}" for place in chosen))
    assert (outcome.earned, outcome.total) == (points, 2)


def test_a_pass_mark_is_met_exactly_or_missed() -> None:
    """4 of 5 are 80 %; two thirds are less than 67 %, and shown as 66."""
    content = {**bank(*[("?", "a|b|c", 1)] * 5, drawn=5), "pass": 80}
    answer = [f"q{n}-0" for n in range(4)]
    assert graded(content, 0, *answer, "q4-1").done
    assert not graded(content, 0, *answer[:3], "q3-1", "q4-1").done
    thirds = {**bank(*[("?", "a|b|c", 1)] * 3, drawn=3), "pass": 67}
    outcome = graded(thirds, 0, "q0-0", "q1-0", "q2-1")
    assert (outcome.done, outcome.feedback[0].code, outcome.feedback[0].data["percent"]) == (False, "failed", 66)


def test_only_what_was_drawn_is_judged() -> None:
    """An option of another question is refused, and so is an answer that leaves questions out."""
    content = bank(*[("?", "a|b|c", 1)] * 4, drawn=2)
    first, second = grade.drawn(grade.split(content)[0], 1)
    other = next(f"q{n}" for n in range(4) if f"q{n}" not in (first, second))
    assert isinstance(graded(content, 1, f"{first}-0", f"{second}-1"), Scored)
    assert graded(content, 1, f"{first}-0", f"{second}-1", f"{other}-0") == Invalid("not_drawn")
    assert graded(content, 1, f"{first}-0", f"{other}-0") == Invalid("not_drawn")
    assert graded(content, 1, f"{first}-0") == Invalid("incomplete", {"n": 1})
    assert graded(content, 1, f"{first}-0", f"{first}-1", f"{second}-0") == Invalid("malformed")
    assert graded(content, 1) == Invalid("unanswered")


@pytest.mark.parametrize("seed", [None, "1", 1.0, True, -1, 2**52, [1]])
def test_refuses_what_is_no_seed(seed: Any) -> None:
    """A seed is a whole number of at most 52 bits."""
    key = grade.split(bank(("?", "a|b|c", 1)))[1]
    assert grade.grade(key, {"seed": seed, "chosen": ["q0-0"]}, Inputs()) == Invalid("malformed")


def test_the_largest_seed_survives_packing() -> None:
    """It takes two digits."""
    public = grade.split(bank(("?", "a|b|c", 1)))[0]
    answer = {"seed": 2**52 - 1, "chosen": ["q0-2"]}
    packed = grade.pack(public, answer)
    assert packed.digits["seed-high"] == packed.digits["seed-low"] == 2**26 - 1
    assert grade.unpack(public, packed) == answer


def reckoned(content: dict[str, Any], name: str) -> tuple[Fraction, list[str]]:
    """What a strategy gets, and where it does better than chance."""
    return check.guessed(content, check.STRATEGIES[name])


def test_strategies_are_reckoned_exactly() -> None:
    """Longest, shortest, most shared words, one position; ties are broken evenly."""
    content = bank(
        ("Which word is longest?", "the longest word|a|b|c", 1),
        ("Which one?", "aa|bb|c|d", 1),
        ("What is it?", "a|bb|ccc|dddd", 1),
    )
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    assert reckoned(content, "the longest option") == ((1 + half + 0) / 3, ["q0", "q1"])
    assert reckoned(content, "the shortest option") == (Fraction(0 + 0 + 1, 3), ["q2"])
    assert reckoned(content, "the option with most words of the question") == ((1 + quarter + quarter) / 3, ["q0"])
    assert reckoned(content, "the option at one position") == (quarter, [])


@pytest.mark.parametrize(("options", "right"), [(3, 1), (4, 2), (4, 3), (5, 2)])
def test_one_position_is_what_all_orders_give_on_average(options: int, right: int) -> None:
    """The reckoning by ties equals the mean over every order of the options."""
    texts = "|".join("abcde"[:options])
    content = bank(("?", texts, right), multiple=right > 1)
    judged = {"multiple": right > 1, "right": [f"q0-{n}" for n in range(right)]}
    ids = [f"q0-{n}" for n in range(options)]
    orders = list(permutations(ids))
    ways = range(1, options + 1) if right > 1 else (1,)
    points = [sum(grade.earned(judged, list(order[:n]), 2) for order in orders) for n in ways]
    assert reckoned(content, "the option at one position")[0] == Fraction(max(points), 2 * len(orders))


def test_a_part_counts_as_often_as_it_is_drawn() -> None:
    """Two of three questions of a draw come from the part in which the longest option is right."""
    content = bank(*[("?", "aaa|b|c", 1)] * 4, *[("?", "a|bbb|c", 1)] * 8, drawn=2)
    content["parts"].append({"id": "rest", "title": "Rest", "draw": 1})
    for question in content["questions"][4:]:
        question["part"] = "rest"
    assert reckoned(content, "the longest option")[0] == Fraction(2, 3)


def test_missing_proofs_are_offered_as_a_small_set() -> None:
    """What `check` offers to a bank without proofs shows everything, when it is pasted."""
    for example in (KITCHEN, PLANETS):
        content = {**copy.deepcopy(dict(example.content)), "proofs": []}
        _, problems = load(content)
        (problem,) = problems
        offered = yaml.safe_load(problem.hint.partition("\n")[2])
        assert len(offered) <= 12
        _, problems = load({**content, "proofs": offered})
        assert list(problems) == []


def tries(content: dict[str, Any]) -> list[list[str]]:
    """What is chosen in the answers of which `check` offers some as proofs."""
    return [answer["chosen"] for answer in check.answers(grade.split(content)[1])]


def test_a_question_of_right_options_alone_cannot_be_answered_wrong() -> None:
    """It is left out of the answer in which its part is all wrong."""
    right, wrong = tries(bank(("?", "a|b|c", 3), ("?", "a|b|c", 2), drawn=2, multiple=True))
    assert sorted(right) == ["q0-0", "q0-1", "q0-2", "q1-0", "q1-1"]
    assert wrong == ["q1-2"]


def test_what_no_draw_that_is_looked_at_holds_is_not_waited_for() -> None:
    """In a bank of which each learner sees little: the search ends, and nothing was tried twice."""
    content = bank(*[("?", "a|b|c", 1)] * 150)
    shown = Counter(option for chosen in tries(content)[1:] for option in chosen)
    assert max(shown.values()) == 1
    assert 60 <= len(shown) < 300


@pytest.mark.parametrize("example", SUBJECTS)
def test_nothing_in_the_page_tells_what_is_right(example: Example) -> None:
    """By place or id a right option is found no more often than by chance: at most one in two of the questions."""
    key = {question["id"]: question for question in example.exercise.key["questions"]}
    for place in (0, -1):
        hits = [
            question["options"][place]["id"] in key[question["id"]]["right"]
            for question in example.exercise.public["questions"]
        ]
        assert sum(hits) <= len(hits) / 2 + 1
