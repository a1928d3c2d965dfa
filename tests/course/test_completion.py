"""The rules of the specification's "Phase Completion Requirements": each one alone keeps its phase open."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from site_builder.model import Course
from tests.support.completion import School, required

PHASE_1 = MappingProxyType(
    {
        "Complete requirements checklist": ("requirements",),
        "Correctly identify base model limitations": ("limitations",),
        "Submit improvement suggestions": ("improvements",),
    }
)
PHASE_2 = MappingProxyType(
    {
        "Successfully format JSONL examples": ("format-three",),
        "Pass data quality checklist": (
            "quality-tone",
            "quality-topics",
            "quality-pairs",
            "quality-json",
            "quality-quantity",
        ),
        "Select appropriate training examples": ("choose-training-set",),
    }
)
PHASE_3 = MappingProxyType(
    {
        "Correctly order all fine-tuning steps": ("workflow-steps",),
        "Complete UI walkthrough": ("foundry-tour",),
        "Demonstrate understanding of parameters": ("choose-remedy", "jumping-loss"),
    }
)
PHASE_4 = MappingProxyType(
    {
        "Analyze comparison results accurately": ("your-model", "compare-models", "evaluation-dashboard"),
        "Make informed deployment decision": ("next-step",),
        "Pass final knowledge check (80% minimum)": ("final-assessment",),
        "Ability to evaluate when fine-tuning is appropriate": ("when-to-fine-tune",),
    }
)
RULES = [
    (phase, rule, exercises)
    for phase, rules in (("phase-1", PHASE_1), ("phase-2", PHASE_2), ("phase-3", PHASE_3), ("phase-4", PHASE_4))
    for rule, exercises in rules.items()
]


@pytest.fixture(scope="module")
def school(course: Course) -> School:
    """The course with its judge."""
    return School(course)


def test_everything_done_completes_each_phase(school: School) -> None:
    """All rules are met, and the next phase opens."""
    assert set(school.phases().values()) == {"done"}


@pytest.mark.parametrize(
    ("phase", "exercises"), [pytest.param(phase, exercises, id=rule) for phase, rule, exercises in RULES]
)
def test_a_rule_that_is_left_open_keeps_the_phase_open(school: School, phase: str, exercises: tuple[str, ...]) -> None:
    """All else is answered; phases before this one are done, and no later one can be."""
    phases = school.phases(open_=exercises)
    assert phases[phase] == "open"
    assert [name for name, status in phases.items() if status == "done"] == [name for name in phases if name < phase]


@pytest.mark.parametrize(
    ("phase", "exercise"), [pytest.param(phase, one, id=one) for phase, _, exercises in RULES for one in exercises]
)
def test_a_poor_answer_does_not_meet_a_rule(school: School, phase: str, exercise: str) -> None:
    """To have tried is not enough."""
    assert school.phases(poor=[exercise])[phase] == "open"


def test_a_rule_names_what_is_missing(school: School) -> None:
    """The learner is led to the exercise that keeps the phase open."""
    unit = school.progress(open_=["quality-pairs"])["units"]["phase-2/quality"]
    assert [(entry["exercise"], entry["url"]) for entry in unit["missing"]] == [
        ("quality-pairs", "phase-2/quality.html")
    ]


@pytest.mark.parametrize("phase", ["phase-1", "phase-2", "phase-3", "phase-4"])
def test_rules_speak_of_exercises_that_stand_in_the_way(course: Course, phase: str) -> None:
    """What completes a phase stands in that phase, and is required."""
    there = {found.id for page in course.pages if page.id.startswith(f"{phase}/") for found in page.exercises}
    asked = {exercise for owner, _, exercises in RULES for exercise in exercises if owner == phase}
    assert asked <= there & {found.id for found in required(course)}
