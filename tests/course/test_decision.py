"""What is defensible follows from what the learner's model got; every row of the table is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.fake_answers import answered, faked, model

Code = Callable[[str], Any]
OPTIONS = {"deploy", "more-data", "adjust", "keep-base"}
GOOD = {
    "train_loss": 0.4,
    "val_loss": 1.0,
    "base_val_loss": 8.0,
    "rise": 0.2,
    "fall": 1.0,
    "worst": 40.0,
    "politeness": 4.6,
    "base_politeness": 2.0,
    "examples": 60,
    "bad": 0,
}
OFF_TOPIC = answered(**{f"refunds_{number}": "p5 h1 orders" for number in (1, 2)})


@pytest.fixture(scope="module")
def fake() -> Iterator[Code]:
    """The course's Python with answers whose marks are known."""
    with faked() as load:
        yield load


def decided(fake: Code, outputs: Any = None, **changes: float) -> tuple[str | None, dict[str, Any]]:
    """The finding about a model that is good but for these figures, and the decision."""
    inputs = model(outputs, **{**GOOD, **changes})
    return fake("decision").finding(inputs), fake("decision").decide(inputs)


@pytest.mark.parametrize(
    ("changes", "outputs", "finding", "right"),
    [
        ({}, None, "good", ["deploy"]),
        ({"worst": 140.0, "politeness": 0.1}, None, "diverged", ["adjust", "keep-base"]),
        ({"bad": 12}, None, "bad_data", ["more-data"]),
        ({"bad": 6}, None, "bad_data", ["more-data"]),
        ({"bad": 5}, None, "good", ["deploy"]),
        ({"rise": 3.0}, None, "overfit", ["adjust", "more-data"]),
        ({"fall": 15.0}, None, "underfit", ["adjust"]),
        ({"val_loss": 5.0, "train_loss": 3.5}, None, "underfit", ["adjust"]),
        ({"val_loss": 5.0, "train_loss": 0.5}, None, "plateau", ["more-data", "adjust"]),
        ({"examples": 20}, None, "few_data", ["more-data"]),
        ({}, OFF_TOPIC, "off_topic", ["more-data", "adjust"]),
        ({"politeness": 2.4}, None, "no_gain", ["more-data", "adjust"]),
        # of several the most urgent one
        ({"worst": 140.0, "bad": 30, "rise": 9.0}, None, "diverged", ["adjust", "keep-base"]),
        ({"bad": 30, "rise": 9.0}, None, "bad_data", ["more-data"]),
    ],
)
def test_results_decide(fake: Code, changes: dict[str, float], outputs: Any, finding: str, right: list[str]) -> None:
    """Each option gets the key of a text that says why or why not."""
    found, decision = decided(fake, outputs, **changes)
    assert found == finding
    assert decision["right"] == right
    assert set(decision["why"]) == OPTIONS
    assert all(decision["why"].values())


def test_every_row_of_the_table_is_tried_above(fake: Code) -> None:
    """And each option is right somewhere, and wrong somewhere."""
    findings = fake("decision").FINDINGS
    assert set(findings) == {
        "diverged", "bad_data", "overfit", "underfit", "few_data", "plateau", "off_topic", "no_gain", "good",
    }  # fmt: skip
    rights = [set(row.right) for row in findings.values()]
    for option in OPTIONS:
        assert 0 < len([right for right in rights if option in right]) < len(rights)


def test_the_decision_outlives_the_answers(fake: Code) -> None:
    """Where they were dropped for space, the figures of the run decide."""
    assert decided(fake, {})[0] == "good"
    assert decided(fake, {}, on_topic=60.0)[0] == "off_topic"
    assert decided(fake, {}, on_topic=86.0, base_on_topic=95.0)[0] == "off_topic"


@pytest.mark.parametrize("inputs", [{}, None, {"your-model": None}, {"your-model": {"metrics": {"a": "b"}}}])
def test_without_a_model_nothing_is_right(fake: Code, inputs: Any) -> None:
    """There is nothing to decide about."""
    assert fake("decision").decide(inputs) == {"right": [], "why": dict.fromkeys(OPTIONS, "no_model")}
