"""Themes: what a child inherits and replaces, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.errors import ContentError
from site_builder.exercises.table import BY_NAME
from site_builder.render import make_environment
from site_builder.theme import load_theme, theme_assets, type_texts
from tests.unit.render.pet_course import THEMES

BASE = {
    "theme.yaml": "format: 1\nname: Base\nstyles: [a.css]\n",
    "styles/a.css": "a {}\n",
    "templates/x.html": "base x",
}
BASE |= {"text/en.yaml": "labels: {one: One, two: Two}\nscript: {go: Go}\n", "static/icon.svg": "<svg/>"}
CHILD = {"theme.yaml": "format: 1\nname: Child\nextends: base\nstyles: [b.css]\n", "styles/b.css": "b {}\n"}
CHILD |= {"text/en.yaml": "labels: {two: Zwei}\n", "templates/x.html": '{% extends "base/x.html" %}'}


def write(folder: Path, **themes: dict[str, str]) -> None:
    """Writes themes into a folder."""
    for name, files in themes.items():
        for path, text in files.items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def problems(folder: Path) -> list[str]:
    """What is said of a theme."""
    with pytest.raises(ContentError) as caught:
        load_theme(folder)
    return [str(problem).replace(str(folder.parent) + "/", "") for problem in caught.value.problems]


def test_a_child_replaces_words_one_by_one(tmp_path: Path) -> None:
    write(tmp_path, base=BASE, child=CHILD)
    theme = load_theme(tmp_path / "child")
    assert theme.labels == {"one": "One", "two": "Zwei"}
    assert theme.script == {"go": "Go"}


def test_a_child_extends_the_template_it_replaces(tmp_path: Path) -> None:
    write(tmp_path, base=BASE, child=CHILD)
    environment = make_environment(load_theme(tmp_path / "child"))
    assert environment.get_template("x.html").render() == "base x"


def test_styles_base_then_types_then_child(tmp_path: Path) -> None:
    write(tmp_path, base=BASE, child=CHILD)
    assets = theme_assets(load_theme(tmp_path / "child"))
    sheet = assets["theme.css"].decode()
    assert sheet.startswith("a {}\n")
    assert sheet.endswith("\nb {}\n")
    assert ".chat-log" in sheet
    assert assets["icon.svg"] == b"<svg/>"


def test_a_theme_replaces_the_words_of_a_type(tmp_path: Path) -> None:
    words = "types: {choice: {labels: {one: Pick one.}}, common: {messages: {done: Yes!}}}\n"
    write(tmp_path, base=BASE | {"text/en.yaml": words})
    texts = type_texts(load_theme(tmp_path / "base"))
    own = type_texts(load_theme(THEMES / "plain"))
    assert texts["choice"]["labels"] == {**own["choice"]["labels"], "one": "Pick one."}
    assert texts["common"]["messages"] == {**own["common"]["messages"], "done": "Yes!"}
    assert texts["chat"] == own["chat"]


def test_the_real_themes_have_all_types() -> None:
    for name in ("plain", "learn"):
        assert set(type_texts(load_theme(THEMES / name))) == {"common", *BY_NAME}


def test_no_theme(tmp_path: Path) -> None:
    write(tmp_path, base=BASE)
    assert problems(tmp_path / "bsae") == [
        "bsae:1:1: error: there is no theme 'bsae' here [theme]\n  hint: did you mean 'base'?"
    ]


def test_unknown_base(tmp_path: Path) -> None:
    write(tmp_path, base=BASE, child=CHILD | {"theme.yaml": "format: 1\nname: Child\nextends: bass\n"})
    assert problems(tmp_path / "child") == [
        (
            "child/theme.yaml:3:10: error: there is no theme 'bass' beside this one [theme-extends]\n"
            "  3 | extends: bass\n"
            "    |          ^\n"
            "  hint: did you mean 'base'?"
        )
    ]


def test_circle(tmp_path: Path) -> None:
    write(tmp_path, base=BASE | {"theme.yaml": "format: 1\nname: Base\nextends: child\n"}, child=CHILD)
    assert problems(tmp_path / "base") == [
        (
            "child/theme.yaml:3:10: error: themes extend each other: base -> child -> base [theme-extends]\n"
            "  3 | extends: base\n"
            "    |          ^"
        )
    ]


def test_missing_style_sheet_and_words(tmp_path: Path) -> None:
    write(tmp_path, base={"theme.yaml": "format: 1\nname: Base\nstyles: [a.css]\n"})
    assert problems(tmp_path / "base") == [
        "base/text/en.yaml:1:1: error: this file of the theme is missing [theme-file]",
        (
            "base/theme.yaml:3:10: error: there is no style sheet 'styles/a.css' [theme-style]\n"
            "  3 | styles: [a.css]\n"
            "    |          ^"
        ),
    ]


@pytest.mark.parametrize(
    "text", ["format: 2\nname: X\n", "format: 1\n", "format: 1\nname: X\nstyle: []\n", "- 1\n", "a: ["]
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, base=BASE | {"theme.yaml": text})
    assert problems(tmp_path / "base")


def test_a_theme_from_the_future(tmp_path: Path) -> None:
    """One problem, whatever else it may hold that is not known here."""
    write(tmp_path, base=BASE | {"theme.yaml": "format: 2\nname: Base\nlooks: [a.css]\n"})
    (said,) = problems(tmp_path / "base")
    assert said.startswith("base/theme.yaml:1:9: error: this file has format 2, which this version of site-builder")
    assert said.endswith(
        "[newer-format]\n  1 | format: 2\n    |         ^\n  expected: format 1\n  hint: use a newer site-builder"
    )
