"""What is particular to `dashboard`, told by a small exercise and figures made here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from site_builder.exercises.dashboard import grade as dashboard
from site_builder.grading.code import Unfit
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Packed, Part, Scored

METRIC = {"about": "?", "simulated": "", "unit": "", "decimals": 1}
PLACES = [{"value": "all", "label": "All"}, {"value": "sea", "label": "S"}]
CONTENT: dict[str, Any] = {
    "id": "e",
    "prompt": "?",
    "metrics": [
        {**METRIC, "name": "warm", "label": "<em>Warmth</em>", "unit": "°C", "min": -10, "max": 40},
        {**METRIC, "name": "wet", "label": "Rain &amp; snow", "simulated": "a + b", "decimals": 2},
    ],
    "filters": [
        {
            "name": "place",
            "label": "Place",
            "options": [{"value": "all", "label": "All"}, {"value": "sea", "label": "S"}],
        }
    ],
    "tiles": [
        {"name": "mean", "label": "Mean", "signed": False},
        {"name": "change", "label": "Change", "signed": True, "decimals": 0},
        {"name": "count", "label": "Days", "signed": False, "decimals": 0, "unit": "d"},
    ],
    "series": [{"name": "now", "label": "This year"}],
    "labels": {"by_place": "{metric} by place", "where": "Where"},
    "notes": {"few": "Few."},
}
PUBLIC, KEY = dashboard.split(CONTENT)
ALL = {"looked": ["warm", "wet"]}


def knowing(figures: Callable[..., Any] | None = None, **exercises: Any) -> Inputs:
    """What the grader knows: these exercises, and code with this function."""
    return Inputs(
        0, exercises, SimpleNamespace(figures=figures or (lambda *_: {"tiles": [{"name": "mean", "value": 1}]}))
    )


def asked(figures: Any, metric: str = "warm", looked: Any = (), **changes: Any) -> dict[str, Any]:
    """The reply to somebody who looks at a metric for which the code gives these figures."""
    message = {"metric": metric, "filters": {"place": "all"}, "looked": list(looked), **changes}
    _, reply = dashboard.respond(KEY, None, message, knowing(lambda *_: figures))
    return reply


def test_the_code_gets_exercises_metric_and_filters() -> None:
    """By the names that the author gave."""
    seen: list[Any] = []

    def figures(exercises: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
        seen.append((exercises, question))
        return {}

    message = {"metric": "wet", "filters": {"place": "sea"}, "looked": []}
    dashboard.respond(KEY, None, message, knowing(figures, other=5))
    assert seen == [({"other": 5}, {"metric": "wet", "place": "sea"})]


@pytest.mark.parametrize(
    ("name", "value", "spelled", "unit"),
    [
        ("mean", 2.55, "2.5", "°C"),
        ("mean", -2, "\u22122.0", "°C"),
        ("mean", -0.01, "0.0", "°C"),
        ("change", 3.4, "+3", "°C"),
        ("change", -3.4, "\u22123", "°C"),
        ("change", 0.2, "0", "°C"),
        ("count", 12, "12", "d"),
        ("other", 1, "1.0", "°C"),
    ],
)
def test_figures_get_digits_sign_and_unit(name: str, value: float, spelled: str, unit: str) -> None:
    """The tile's own, or else those of the metric; never a zero with a minus."""
    (tile,) = asked({"tiles": [{"name": name, "value": value}]})["view"]["tiles"]
    assert (tile["value"], tile["unit"]) == (spelled, unit)


def test_names_get_their_words() -> None:
    """Titles, kinds of bars, categories, columns and cells; what has no words is shown as it is, never as HTML."""
    shown = asked(
        {
            "chart": {"title": "by_place", "categories": ["sea", "Lake <b>"], "series": {"now": [1, 2.25]}},
            "table": {"columns": ["where", "mean", "why"], "rows": [["sea", 1, "far"], ["Lake <b>", 2.25, ""]]},
            "notes": ["few"],
        }
    )["view"]
    assert shown["chart"] == {
        "title": "Warmth by place",
        "unit": "°C",
        "ends": [-10, 40],
        "categories": ["S", "Lake <b>"],
        "series": [{"label": "This year", "values": [1, 2.25], "said": ["1.0", "2.2"]}],
    }
    assert shown["table"] == {
        "columns": ["Where", "Mean", "why"],
        "numeric": [False, True, False],
        "rows": [["S", "1.0", "far"], ["Lake <b>", "2.2", ""]],
    }
    assert shown["notes"] == ["few"]


def test_a_chart_without_title_is_called_like_its_metric() -> None:
    """And one without a stated range has no ends."""
    chart = asked({"chart": {"series": {}}}, "wet")["view"]["chart"]
    assert (chart["title"], chart["ends"], chart["categories"]) == ("Rain & snow", [], [])


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (None, "it gives no mapping"),
        ({"tiles": {"mean": 1}}, "its `tiles` are no list"),
        ({"tiles": [{"name": "mean", "value": "1"}]}, "one of its tiles has no `name`"),
        ({"tiles": [{"name": "mean", "value": float("nan")}]}, "one of its tiles has no `name`"),
        ({"tiles": [5]}, "one of its tiles has no `name`"),
        ({"notes": ["many"]}, "the exercise has no words for its note 'many'"),
        ({"notes": 5}, "its `notes` are no list"),
        ({"chart": []}, "its chart has no `series`"),
        ({"chart": {"categories": ["a"], "series": {"now": []}}}, "its series 'now' has not one number for each"),
        ({"chart": {"categories": ["a"], "series": {"now": [True]}}}, "its series 'now' has not one number for each"),
        ({"chart": {"categories": ["a"], "series": {"now": 7}}}, "its `series 'now'` are no list"),
        ({"table": 5}, "its table is no mapping"),
        ({"table": {"rows": []}}, "its `columns` are no list"),
        ({"table": {"columns": ["a"], "rows": [[1, 2]]}}, "a row of its table has not one cell for each column"),
        ({"table": {"columns": ["a"], "rows": [5]}}, "a row of its table has not one cell for each column"),
    ],
)
def test_figures_of_another_shape_are_told_to_the_author(figures: Any, words: str) -> None:
    """The check of the proofs catches what is raised, and names the function."""
    with pytest.raises(Unfit, match=words) as raised:
        asked(figures)
    assert raised.value.function == "figures"


@pytest.mark.parametrize(
    "message",
    [
        None,
        {},
        {"metric": "warm"},
        {"metric": "cold", "filters": {"place": "all"}, "looked": []},
        {"metric": "warm", "filters": {"place": "moon"}, "looked": []},
        {"metric": "warm", "filters": {}, "looked": []},
        {"metric": "warm", "filters": {"place": "all", "more": 1}, "looked": []},
        {"metric": "warm", "filters": {"place": "all"}, "looked": 5},
        {"metric": ["warm"], "filters": {"place": "all"}, "looked": []},
        {"metric": "warm", "filters": {"place": ["all"]}, "looked": []},
    ],
)
def test_other_questions_are_met_with_silence(message: Any) -> None:
    """The code is not even asked."""
    assert dashboard.respond(KEY, 7, message, Inputs()) == (7, {})


@pytest.mark.parametrize(
    ("tiles", "looked", "complete"), [(1, ["wet"], True), (1, [], False), (0, ["wet"], False), (1, ["cold", 5], False)]
)
def test_python_says_when_all_was_looked_at(tiles: int, looked: list[Any], complete: bool) -> None:
    """A metric that shows nothing is not looked at."""
    assert asked({"tiles": [{"name": "mean", "value": 1}] * tiles}, looked=looked)["complete"] == complete


def test_it_is_done_when_every_metric_was_looked_at() -> None:
    """There are no points; what is left is counted."""
    assert dashboard.grade(KEY, ALL, knowing()) == Scored(0, 0, done=True, parts=(Part("looked", met=True),))
    assert dashboard.grade(KEY, {"looked": ["wet"]}, knowing()) == Scored(
        0, 0, done=False, parts=(Part("looked", met=False),), feedback=(Feedback("to_see", data={"n": 1}),)
    )


def test_what_shows_nothing_does_not_count() -> None:
    """Whoever clicks through a dashboard without results has seen nothing."""
    assert dashboard.grade(KEY, ALL, knowing(lambda *_: {"notes": ["few"]})) == Invalid("no_results")
    half = knowing(lambda _, question: {"tiles": [{"name": "mean", "value": 1}] * (question["metric"] == "wet")})
    outcome = dashboard.grade(KEY, ALL, half)
    assert isinstance(outcome, Scored)
    assert not outcome.done


@pytest.mark.parametrize("bad", [None, {}, {"looked": "warm"}, {"looked": ["cold"]}, {"looked": ["warm", "warm"]}])
def test_other_shapes_are_malformed(bad: Any) -> None:
    """What the page cannot have sent."""
    assert dashboard.grade(KEY, bad, knowing()) == Invalid("malformed")


def test_nothing_looked_at_is_unanswered_whatever_there_is_to_see() -> None:
    """The code is not asked."""
    assert dashboard.grade(KEY, {"looked": []}, Inputs()) == Invalid("unanswered")


def test_packing_keeps_which_were_looked_at() -> None:
    """In the author's order."""
    packed = dashboard.pack(PUBLIC, {"looked": ["wet"]})
    assert packed == Packed({"warm": 0, "wet": 1})
    assert dashboard.unpack(PUBLIC, packed) == {"looked": ["wet"]}
    assert dashboard.ranges(PUBLIC) == {"warm": 2, "wet": 2}


def test_reports_get_the_names_of_what_was_looked_at() -> None:
    """In words without HTML."""
    told = dashboard.describe(PUBLIC, ALL)
    assert (told.text, told.response) == ("Warmth; Rain & snow", ("warm", "wet"))
