"""The further modules hold what the specification names under "Extension Opportunities", and stand in nobody's way."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from site_builder.exercises.jsonl import grade as jsonl
from site_builder.grading.items import plain
from site_builder.grading.outcome import Inputs, Scored
from site_builder.model import Course, Exercise, Html, Page
from tests.support.completion import School
from tests.support.json_lines import RULES

FOLDER = Path(__file__).resolve().parents[2] / "course"
SCENARIOS = {
    "multi-turn": "Multi-turn conversation fine-tuning",
    "domain": "Domain-specific model adaptation",
    "cost": "Cost-benefit analysis",
    "ethics": "Ethical considerations in fine-tuning",
}
LINKS = {
    "Documentation of the product": "https://learn.microsoft.com/azure/ai-foundry/",
    "Related learning modules": "https://learn.microsoft.com/training/modules/",
    "Community forums": "https://",
    "Additional practice data sets": "../media/practice/",
}
DATA = {
    "polite-support.jsonl": 30,
    "conversations.jsonl": 8,
    "heat-pumps.jsonl": 12,
    "to-clean.jsonl": 16,
}
LONGEST = 13
"""Minutes of a module: a quarter of an hour is for who has already done a phase."""


def html(page: Page) -> str:
    """What stands in a page beside its exercises."""
    return "".join(part.html for part in page.body if isinstance(part, Html))


def pages(course: Course, module: str) -> tuple[Page, ...]:
    """The pages of a further module."""
    return next(extra.pages for extra in course.extras if extra.id == module)


def exercises(course: Course, module: str) -> list[Exercise]:
    """The exercises of a further module."""
    return [exercise for page in pages(course, module) for exercise in page.exercises]


def test_the_scenarios_of_the_specification_are_further_modules(course: Course) -> None:
    """The four, and the resources; none of them is a phase."""
    titles = {extra.id: plain(extra.title) for extra in course.extras}
    assert titles == {**SCENARIOS, "resources": "Resources"}
    assert not {phase.id for phase in course.phases} & set(titles)


@pytest.mark.parametrize("module", SCENARIOS)
def test_each_scenario_is_a_lesson(course: Course, module: str) -> None:
    """With at least three exercises of at least two types, each with hints, and no longer than a break."""
    found = exercises(course, module)
    assert len(found) >= 3
    assert len({exercise.type for exercise in found}) >= 2
    assert all(exercise.settings.required and exercise.settings.hints for exercise in found)
    assert 8 <= sum(page.minutes for page in pages(course, module)) <= LONGEST


@pytest.mark.parametrize("module", SCENARIOS)
def test_wrong_options_name_their_misconceptions(course: Course, module: str) -> None:
    """Each another one."""
    for found in exercises(course, module):
        if found.type == "choice":
            wrong = set(found.key["options"]) - set(found.key["right"])
            assert set(found.key["misconceptions"]) == wrong, found.id
            assert len(set(found.key["misconceptions"].values())) == len(wrong) >= 2, found.id


def test_skipping_them_never_blocks_completion(course: Course) -> None:
    """Who works through the phases alone is through, with all points, and has missed nothing that counts."""
    progress = School(replace(course, planned=())).progress()
    phases_alone = School(replace(course, planned=(), extras=())).progress()
    for key in ("completion", "status", "percent", "score", "phases", "next"):
        assert progress[key] == phases_alone[key], key
    assert (progress["completion"], progress["status"], progress["percent"]) == ("completed", "passed", 100)
    assert {extra["id"]: (extra["done"], extra["status"]) for extra in progress["extras"]}["ethics"] == (0, "open")


def test_prices_are_dated_examples_and_the_calculator_has_the_same(course: Course) -> None:
    """The page says of when they are, and that nobody offers them."""
    data = runpy.run_path(str(FOLDER / "python" / "prices.py"))
    text = html(pages(course, "cost")[0])
    table = text[text.index("Example price") :]
    shown = [float(price) for price in re.findall(r"<td>\$([0-9.]+)</td>", table)]
    assert shown == list(data["PRICES"].values())
    assert "<strong>examples</strong>, as of October 2026" in text
    assert data["AS_OF"] == "October 2026"


@pytest.mark.parametrize("heading", LINKS)
def test_integration_points_have_their_links(course: Course, heading: str) -> None:
    """Documentation, learning modules, forums, and data, each in a section of its own."""
    (page,) = pages(course, "resources")
    section = html(page).split(f">{heading}</h2>")[1].split("<h2")[0]
    targets = re.findall(r'<a href="([^"]+)"', section)
    assert len(targets) >= 3
    assert any(target.startswith(LINKS[heading]) for target in targets)


def test_links_to_other_sites_are_marked_and_dated(course: Course, reading: dict[str, str]) -> None:
    """As external, in words and for programs; and of when the list is."""
    (page,) = pages(course, "resources")
    outside = re.findall(r'<a href="https?:[^>]*>', html(page))
    assert outside
    assert all('rel="external noreferrer"' in link for link in outside)
    assert "lead to external sites" in reading[page.id]
    assert "put together in October 2026" in reading[page.id]


@pytest.mark.parametrize("name", DATA)
def test_practice_data_are_valid(course: Course, name: str) -> None:
    """By the rules by which the exercise in Phase 2 judges; offered as a download that says what comes."""
    text = course.media[f"media/practice/{name}"].decode()
    content = {
        "id": "practice",
        "prompt": "",
        "conversations": [],
        "samples": [],
        "start": "",
        "lines": DATA[name],
        "more": False,
        "rules": RULES,
        "max_chars": 200_000,
        "solution": text,
    }
    outcome = jsonl.grade(jsonl.split(content)[1], {"text": text}, Inputs())
    assert isinstance(outcome, Scored)
    assert (outcome.earned, outcome.done, outcome.feedback) == (DATA[name] + 1, True, ())
    (page,) = pages(course, "resources")
    note = r'<span class="file-note">\(JSONL, \d KB\)</span></a>'
    assert re.search(rf'<a href="\.\./media/practice/{name}" download="{name}">[^<]+ {note}', html(page))
    assert f"{DATA[name]} conversations" in plain(html(page))
