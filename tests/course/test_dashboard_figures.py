"""The figures of the dashboard follow from the answers of both models, by the rules that the course states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from site_builder.course_code import course_code
from site_builder.model import Course
from tests.support.fake_answers import IDS, answered, faked, model
from tests.support.zone import ROOT

Code = Callable[[str], Any]
METRICS = ("politeness", "helpfulness", "accuracy", "response_time", "satisfaction")


@pytest.fixture(scope="module")
def fake() -> Iterator[Code]:
    """The course's Python with answers whose marks are known."""
    with faked() as load:
        yield load


def figures(fake: Code, inputs: Any, metric: str = "politeness", topic: str = "all") -> dict[str, Any]:
    """What the dashboard shows."""
    found: dict[str, Any] = fake("figures").figures(inputs, {"metric": metric, "topic": topic})
    return found


def tiles(shown: dict[str, Any]) -> list[float]:
    """The values of both models, their difference, and the number of answers."""
    assert [tile["name"] for tile in shown["tiles"]] == ["base", "tuned", "change", "answers"]
    return [round(tile["value"], 6) for tile in shown["tiles"]]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("politeness", [2, 5, 3, 12]),
        ("helpfulness", [3, 4, 1, 12]),
        ("accuracy", [100, 100, 0, 12]),
        ("response_time", [0.55, 0.55, 0, 12]),
        ("satisfaction", [60, 76, 16, 12]),
    ],
)
def test_each_metric_is_the_mean_over_all_answers(fake: Code, metric: str, expected: list[float]) -> None:
    """Base model, the learner's model, difference, number: 40 of 100 are satisfied anyway, and 4 more a mark."""
    assert tiles(figures(fake, model(answered("p5 h4")), metric)) == expected


def test_the_metrics_of_the_table_are_these(fake: Code) -> None:
    """The names by which the exercise asks."""
    assert tuple(fake("figures").METRICS) == METRICS


def test_a_topic_is_looked_at_alone(fake: Code) -> None:
    """Its messages with both answers, one bar for each; few of them are told to be few."""
    outputs = answered(returns_1="p0 h0 refunds", orders_1="p0 h0 returns")
    shown = figures(fake, model(outputs), topic="returns")
    assert tiles(shown) == [2, 3.75, 1.75, 4]
    assert shown["chart"]["title"] == "by_message"
    assert shown["chart"]["categories"][0] == "Message 1 about returns"
    assert shown["chart"]["series"] == {"base": [2, 2, 2, 2], "tuned": [0, 5, 5, 5]}
    assert shown["table"]["columns"] == ["message", "base_answer", "base", "tuned_answer", "tuned"]
    assert shown["table"]["rows"][0] == ["Message 1 about returns", "p2 h3 returns", 2, "p0 h0 refunds", 0]
    assert shown["notes"] == ["better", "few"]


def test_all_topics_are_compared(fake: Code) -> None:
    """A bar for each topic and model, in the order of the messages; the table has the same numbers."""
    shown = figures(fake, model(answered(refunds_1="p5 h5 orders")), "accuracy")
    assert shown["chart"] == {
        "title": "by_topic",
        "categories": ["orders", "returns", "refunds"],
        "series": {"base": [100, 100, 100], "tuned": [100, 100, 75]},
    }
    assert shown["table"]["rows"][2] == ["refunds", 4, 100, 75, -25]
    assert shown["notes"] == ["worse"]


@pytest.mark.parametrize(
    ("outputs", "metric", "notes"),
    [
        (answered("p5 h5"), "politeness", ["better"]),
        (answered("p2 h3"), "politeness", ["same"]),
        (answered("p1 h3"), "politeness", ["worse"]),
        ({name: f"{text} and more words" for name, text in answered().items()}, "response_time", ["worse"]),
        (answered(**{f"orders_{n}": "p0 h0 orders" for n in range(1, 5)}), "politeness", ["better", "worse_topics"]),
    ],
)
def test_notes_say_what_the_figures_mean(fake: Code, outputs: dict[str, str], metric: str, notes: list[str]) -> None:
    """Longer answers are worse where time is measured; one topic that got worse is told of."""
    assert figures(fake, model(outputs), metric)["notes"] == notes


@pytest.mark.parametrize(
    "inputs",
    [{}, None, {"your-model": None}, {"your-model": {"outputs": {}}}, model([]), model({"orders-1": 5}), {"x": {}}],
)
def test_without_outputs_it_says_to_train_again(fake: Code, inputs: Any) -> None:
    """Answers may be gone after a record was restored, or no model was ever trained."""
    for metric in METRICS:
        assert figures(fake, inputs, metric) == {"notes": ["train_again"]}


def test_answers_to_other_messages_are_left_out(fake: Code) -> None:
    """An output that belongs to no held-out message, and a message without an output."""
    shown = figures(fake, model({**answered(ids=IDS[:6]), "other": "p0 h0 orders"}))
    assert tiles(shown) == [2, 5, 3, 6]


def test_a_topic_without_answers_shows_none(fake: Code) -> None:
    """Nothing is divided by nothing."""
    shown = figures(fake, model(answered(ids=IDS[:2])), topic="refunds")
    assert tiles(shown)[3] == 0
    assert shown["chart"]["categories"] == []


def test_the_exercise_has_words_for_all_that_the_figures_name(fake: Code) -> None:
    """Metrics, tiles, bars, columns, titles and notes; nothing is shown under the name that programs use."""
    board = yaml.safe_load((ROOT / "course/phase-4/evaluation-dashboard.yaml").read_text("utf-8"))
    assert tuple(metric["name"] for metric in board["metrics"]) == tuple(fake("figures").METRICS)
    known = {*board["labels"], *(entry["name"] for kind in ("tiles", "series") for entry in board[kind])}
    worse = answered(**{f"orders_{number}": "p0 h0 orders" for number in range(1, 5)})
    for metric in METRICS:
        for outputs in ({}, worse, answered("p0 h0"), answered("p2 h3")):
            for topic in ("all", "returns"):
                shown = figures(fake, model(outputs), metric, topic)
                assert set(shown["notes"]) <= set(board["notes"])
                names = {tile["name"] for tile in shown.get("tiles", ())} | set(
                    shown.get("table", {}).get("columns", ())
                )
                names |= {shown["chart"]["title"], *shown["chart"]["series"]} if "chart" in shown else set()
                assert names <= known


def test_every_topic_of_the_messages_can_be_chosen(course: Course) -> None:
    """And none that no message is about; simulated figures say so with their formula."""
    board = yaml.safe_load((ROOT / "course/phase-4/evaluation-dashboard.yaml").read_text("utf-8"))
    (topics,) = board["filters"]
    with course_code(course.python, "course/python") as load:
        wanted = {one.topic for one in load("held_out").HELD_OUT}
    assert topics["options"][0]["value"] == "all"
    assert sorted(option["value"] for option in topics["options"][1:]) == sorted(wanted)
    simulated = {metric["name"] for metric in board["metrics"] if metric.get("simulated")}
    assert simulated == {"response_time", "satisfaction"}
