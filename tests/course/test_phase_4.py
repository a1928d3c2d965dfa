"""The course holds what the specification asks of Phase 4, word for word where it gives the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from site_builder.build import THEMES
from site_builder.grading.items import plain
from site_builder.model import Course, Exercise
from site_builder.theme import load_theme

GOALS = ("Evaluate model improvements", "Understand evaluation metrics", "Make deployment decisions")
QUERY = "I'm having trouble with my order and need immediate help!"
SAMPLE = (
    (
        "Base Model Response",
        "Check your order status in your account dashboard.",
        ("Politeness Score: 2/5", "Helpfulness Score: 3/5"),
    ),
    (
        "Fine-Tuned Model Response",
        (
            "I completely understand your concern about your order! I'm here to help you resolve this immediately. "
            "Let me look into your order status right away. Could you please provide your order number so I can give "
            "you specific updates?"
        ),
        ("Politeness Score: 5/5", "Helpfulness Score: 5/5"),
    ),
)
DECISION = "Based on these results, what should be the next step?"
OPTIONS = {
    "deploy": "Deploy fine-tuned model immediately",
    "more-data": "Collect more training data",
    "adjust": "Adjust training parameters",
    "keep-base": "Continue with base model",
}
QUESTIONS = {
    "better-where": "In which scenarios did the fine-tuned model perform significantly better?",
    "base-adequate": "Are there any cases where the base model was adequate?",
    "improve-further": "What additional improvements could be made?",
}
KINDS = {"knowledge", "scenario", "best-practice"}


def exercise(course: Course, name: str) -> Exercise:
    """The exercise of that id."""
    return next(found for _, found in course.exercises() if found.id == name)


def test_phase_4_is_the_last_of_four(course: Course) -> None:
    """Title and goals, word for word; nothing is announced any more."""
    assert (len(course.phases), course.planned) == (4, ())
    phase = course.phases[3]
    assert (phase.number, plain(phase.title)) == (4, "Compare Base vs Fine-Tuned Performance")
    assert tuple(map(plain, phase.goals)) == GOALS


def test_the_sample_comparison_stands_above_word_for_word(course: Course) -> None:
    """Query, answers and marks, word for word, and labelled as a sample."""
    shown = exercise(course, "compare-models").public["compare"]
    (exhibit,) = shown["exhibits"]
    assert "sample" in plain(exhibit["title"]).lower()
    assert plain(exhibit["query"]) == QUERY
    assert (
        tuple(
            (plain(answer["label"]), plain(answer["text"]), tuple(map(plain, answer["marks"])))
            for answer in exhibit["answers"]
        )
        == SAMPLE
    )


def test_both_models_get_the_same_five_queries(course: Course, code: Callable[[str], Any]) -> None:
    """They are held-out messages, the specification's among them, and make ten answers to score."""
    found = exercise(course, "compare-models")
    asked = {query["id"]: plain(query["text"]) for query in found.public["setup"]["queries"]}
    held_out = {entry.id: entry.message for entry in code("held_out").HELD_OUT}
    assert QUERY in asked.values()
    assert len(asked) == 5
    assert asked.items() <= held_out.items()
    assert [model["id"] for model in found.public["setup"]["models"]] == ["base", "tuned"]
    assert [scale["id"] for scale in found.public["setup"]["scales"]] == ["politeness", "helpfulness"]


def test_eight_of_ten_answers_have_to_be_scored_well(course: Course) -> None:
    """Within one mark of the scorer, or with a comment."""
    found = exercise(course, "compare-models")
    assert found.settings.required
    assert (found.key["needed"], found.key["within"]) == (8, 1)


def test_the_scorer_gives_its_reasons_in_its_own_words(course: Course, code: Callable[[str], Any]) -> None:
    """The exercise has a text for each reason, and it is the one that stands with the rules."""
    shown = exercise(course, "compare-models").public["compare"]["reasons"]
    assert {name: plain(text) for name, text in shown.items()} == dict(code("scoring").REASONS)


@pytest.mark.parametrize("metric", ["politeness", "helpfulness", "accuracy", "response time", "customer satisfaction"])
def test_every_metric_is_explained(reading: dict[str, str], metric: str) -> None:
    """On the page of the dashboard; what is simulated is said to be."""
    assert metric in reading["phase-4/metrics"].lower()
    assert "simulated" in reading["phase-4/metrics"].lower()


def test_the_limits_that_a_decision_is_judged_by_are_stated(
    reading: dict[str, str], code: Callable[[str], Any]
) -> None:
    """Before any result is seen, and in the numbers of the table."""
    decision, job = code("decision"), code("job")
    intro = " ".join(reading["phase-4/intro"].split())
    assert f"at least {decision.GAIN:.0f} mark" in intro
    assert f"at least {decision.ON_TOPIC:.0f} of 100" in intro
    assert f"{decision.LOST:.0f} points" in intro
    assert f"at least {job.FEW} examples" in intro


def test_the_simulated_figures_are_calculated_as_the_page_says(
    reading: dict[str, str], code: Callable[[str], Any]
) -> None:
    """Response time and satisfaction, with the numbers of the code."""
    results = code("results")
    page = " ".join(reading["phase-4/metrics"].split())
    assert f"{results.WAIT} seconds, and 1 second for each {results.WORDS_A_SECOND} words" in page
    assert f"of 100 customers, {results.CONTENT}, and {results.WON} more for each mark" in page


def test_the_decision_has_the_four_options_and_asks_for_reasons(course: Course) -> None:
    """Question and options, word for word, with a text that justifies the decision."""
    found = exercise(course, "next-step")
    assert plain(found.public["prompt"]) == DECISION
    texts = {found.names[option["id"]]: plain(option["text"]) for option in found.public["options"]}
    assert texts == OPTIONS
    assert not found.public["multiple"]
    page = next(page for page in course.pages if page.id == "phase-4/decision")
    assert [each.id for each in page.exercises] == ["next-step", "justify-decision"]


@pytest.mark.parametrize(("name", "question"), QUESTIONS.items())
def test_the_questions_on_performance(course: Course, name: str, question: str) -> None:
    """Word for word, with a model answer."""
    found = exercise(course, name)
    assert (found.type, plain(found.public["prompt"])) == ("free_text", question)
    assert plain(found.key["texts"]["model_answer"])


def test_ten_cases_ask_when_fine_tuning_is_right(course: Course) -> None:
    """Each way is right for some of them, each case is explained, and always the same way fails."""
    found = exercise(course, "when-to-fine-tune")
    groups = Counter(found.key["right"].values())
    assert (len(found.public["cards"]), found.settings.required) == (10, True)
    assert len(groups) == 3
    assert min(groups.values()) >= 3
    assert all(plain(text) for text in found.key["texts"].values())


def test_the_assessment_covers_all_phases(course: Course) -> None:
    """From every phase and of every kind, each with four options; 80 % pass."""
    bank = exercise(course, "final-assessment")
    assert (bank.settings.required, bank.settings.attempts, bank.key["pass"]) == (True, 0, 80)
    drawn = {part["id"]: part["draw"] for part in bank.public["parts"]}
    assert sum(drawn.values()) == 12
    questions = bank.public["questions"]
    assert len(questions) >= 28
    assert {question["kind"] for question in questions} == KINDS
    assert {len(question["options"]) for question in questions} == {4}
    there = Counter(question["part"] for question in questions)
    assert all(there[part] >= 2 * draw for part, draw in drawn.items()), "a new attempt brings new questions"
    titles = " ".join(plain(part["title"]) for part in bank.public["parts"])
    assert all(f"Phase {phase.number}" in titles for phase in course.phases)


def test_every_objective_is_assessed_more_than_once(course: Course) -> None:
    """When fine-tuning is right, by at least four questions, and in each draw."""
    bank = exercise(course, "final-assessment")
    assessed = Counter(aim.objective for aim in bank.aims if aim.deed == "assessed")
    assert set(assessed) == {objective.id for objective in course.objectives}
    assert min(assessed.values()) >= 4
    assert assessed["when"] >= 4
    assert any("when fine-tuning is right" in plain(part["title"]).lower() for part in bank.public["parts"])


def test_the_course_ends_with_a_certificate(course: Course) -> None:
    """On the last page, which no other page has; that it is complete is said by the theme."""
    assert [page.id for page in course.pages if page.certificate] == [course.phases[3].pages[-1].id]
    assert load_theme(THEMES / course.theme).labels["course_complete"] == "Exercise Complete!"
