"""Loading a course: the model that comes out, and what one run notices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.errors import ContentError
from site_builder.load import load_course
from site_builder.model import Exercise, Html
from tests.support.courses import COURSE, INTRO, PHASE, START, SUM, SUMS, write_course

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.model import Course

ROOT = Path(__file__).parents[3]


def load(folder: Path, changes: Mapping[str, Any] | None = None) -> Course:
    """The tiny course with changes."""
    return load_course(write_course(folder, changes))


def exercise(course: Course) -> Exercise:
    """The first exercise."""
    return next(found for _, found in course.exercises())


def test_a_course(tmp_path: Path) -> None:
    """Defaults are filled in; pages stand in reading order, with files as addresses."""
    course = load(tmp_path)
    assert (course.id, course.version, course.title, course.language) == ("tiny", "1.0.0", "A tiny course", "en")
    assert (course.theme, course.gates, course.footer, course.planned) == ("learn", "strict", "", ())
    assert course.glossary == {"gate": "A place that opens when what is required is done."}
    assert [(page.id, page.url, page.layout) for page in course.pages] == [
        ("index", "index.html", "start"),
        ("phase-1/intro", "phase-1/intro.html", "page"),
        ("phase-1/sums", "phase-1/sums.html", "page"),
    ]
    assert [(phase.id, phase.number, phase.label) for phase in course.phases] == [("phase-1", 1, "First")]
    assert course.start.body == (Html("<p>Welcome.</p>\n"),)
    assert course.pages[1].place.file == (tmp_path / "phase-1/intro.md").as_posix()


def test_further_modules(tmp_path: Path) -> None:
    """They come behind the phases, without a number, and nobody has to open their pages."""
    listed = COURSE.replace("phases: [phase-1]", "phases: [phase-1]\nextras: [birds]")
    birds = "title: All about birds\nlabel: Birds\npages: [why]\n"
    course = load(
        tmp_path, {"course.yaml": listed, "birds/phase.yaml": birds, "birds/why.md": INTRO, "birds/no.md": ""}
    )
    assert [phase.id for phase in course.phases] == ["phase-1"]
    assert [(extra.id, extra.number, extra.label) for extra in course.extras] == [("birds", 0, "Birds")]
    assert [(page.id, page.optional) for page in course.pages[2:]] == [("phase-1/sums", False), ("birds/why", True)]
    assert course.forgotten == ("birds/no.md",)


def test_an_exercise(tmp_path: Path) -> None:
    """Texts are HTML, ids are opaque, proofs speak the language of answers."""
    text, found = load(tmp_path).pages[2].body
    assert text == Html("<p>Try it.</p>\n")
    assert isinstance(found, Exercise)
    opaque = {name: item for item, name in found.names.items()}
    assert sorted(opaque) == ["five", "four"]
    assert all(item.startswith("i") and len(item) == 11 for item in found.names)
    assert found.public["prompt"] == "<p>What is 2 + 2?</p>\n"
    assert found.key["right"] == [opaque["four"]]
    assert found.key["texts"][f"wrong:{opaque['five']}"] == "<p>One too many.</p>\n"
    assert [proof.answer for proof in found.proofs] == [
        {"chosen": []},
        {"chosen": [opaque["four"]]},
        {"chosen": [opaque["five"]]},
    ]
    assert found.proofs[2].expected == {"score": "0/1", "fails": ["five"], "feedback": ["wrong:five"]}
    assert (found.place.line, found.proofs[1].place.line) == (1, 10)
    assert found.settings.required


def test_an_exercise_in_the_page_is_the_same(tmp_path: Path) -> None:
    """But for its place."""
    body = SUM.replace("id: sum\ntype: choice\n", "")
    inside = load(tmp_path / "a", {"phase-1/sums.md": f"---\ntitle: Sums\n---\n```{{choice}} sum\n{body}```\n"})
    indented = "".join(f"  {line}\n" for line in body.splitlines())
    shifted = load(
        tmp_path / "b", {"phase-1/sums.md": f"---\ntitle: Sums\n---\n  ```{{choice}} sum\n{indented}  ```\n"}
    )
    alone = exercise(load(tmp_path / "c"))
    for course, column in ((inside, 5), (shifted, 7)):
        found = exercise(course)
        assert (found.public, found.key, found.fingerprint) == (alone.public, alone.key, alone.fingerprint)
        assert (found.proofs[0].place.line, found.proofs[0].place.column) == (11, column)


def test_the_fingerprint_changes_with_what_is_judged(tmp_path: Path) -> None:
    """A better wording of a feedback leaves answers as they are."""
    kept = {"phase-1/sum.yaml": SUM.replace("Well counted.", "Well done.")}
    judged = {"phase-1/sum.yaml": SUM.replace("off-by-one", "miscounted")}
    prints = [
        exercise(load(tmp_path / name, change)).fingerprint
        for name, change in zip("abc", ({}, kept, judged), strict=True)
    ]
    assert prints[0] == prints[1] != prints[2]


def test_texts_and_variables(tmp_path: Path) -> None:
    """Front matter, goals, footer and titles take variables; what is a line stays a line."""
    course = load(
        tmp_path,
        {
            "course.yaml": COURSE.replace("A tiny course", "'{{ product }}'")
            + "footer: By *us*\nplanned: ['{{ product }} 2']\n",
            "phase-1/phase.yaml": PHASE + "goals: ['Know {{ product }} *well*']\n",
            "index.md": START.replace(
                "---\nWel", "box:\n  title: A *box*\n  body: Hi {help}`gate`\nobjectives: [One]\n---\nWel"
            ),
            "phase-1/intro.md": INTRO.replace(
                "title: Introduction", "title: '{{ product }}'\nminutes: 4\noptional: true"
            ),
        },
    )
    assert (course.title, course.footer, course.planned) == ("Acme Chat", "By <em>us</em>", ("Acme Chat 2",))
    assert course.phases[0].goals == ("Know Acme Chat <em>well</em>",)
    assert course.start.meta["box"]["title"] == "A <em>box</em>"
    assert "popovertarget" in course.start.meta["box"]["body"]
    assert course.start.meta["objectives"] == ["One"]
    page = course.pages[1]
    assert (page.title, page.minutes, page.optional, page.tutorial, page.meta) == ("Acme Chat", 4, True, False, {})


def test_help_in_other_folders(tmp_path: Path) -> None:
    """A link in the glossary leads to its page from every depth; ids differ from page to page."""
    glossary = "glossary: {gate: 'See [the sums](phase-1/sums.md).'}\n"
    course = load(
        tmp_path,
        {
            "course.yaml": COURSE.partition("glossary")[0] + glossary,
            "index.md": START + "{help}`gate`\n",
            "phase-1/intro.md": INTRO + "{help}`gate`\n",
        },
    )
    start, intro = (page.body[0].html for page in course.pages[:2] if isinstance(page.body[0], Html))
    assert 'href="phase-1/sums.html"' in start
    assert 'href="../phase-1/sums.html"' in intro
    assert 'id="index__help-1"' in start
    assert 'id="phase-1_intro__help-1"' in intro


def test_media_and_python_are_taken_along(tmp_path: Path) -> None:
    """As they are."""
    course = load(tmp_path, {"media/a/b.bin": b"\xff\x00", "python/graders.py": "A = 1\n"})
    assert course.media == {"media/a/b.bin": b"\xff\x00"}
    assert course.python == {"graders.py": b"A = 1\n"}


def test_links_between_pages_are_checked_at_the_end(tmp_path: Path) -> None:
    """To pages that come later, to headings, to exercises, and to the page itself."""
    text = "[Start](../index.md), [sums](sums.md#x-sum), [why](#why-count)\n"
    course = load(tmp_path, {"phase-1/intro.md": INTRO + text})
    assert isinstance(course.pages[1].body[0], Html)
    assert 'href="../phase-1/sums.html#x-sum"' in course.pages[1].body[0].html


def test_all_faults_in_one_run_sorted(tmp_path: Path) -> None:
    """In every file, whatever kind they are."""
    changes = {
        "course.yaml": COURSE + "gates: loose\n",
        "index.md": START + "{{ nobody }}\n",
        "phase-1/phase.yaml": PHASE + "goal: one\n",
        "phase-1/intro.md": INTRO + "<br>\n",
        "phase-1/sums.md": SUMS + "\n# One\n\n### Three\n",
        "phase-1/sum.yaml": SUM.replace("title:", "titel:"),
    }
    with pytest.raises(ContentError) as caught:
        load(tmp_path, changes)
    found = [(Path(problem.place.file).name, problem.code) for problem in caught.value.problems]
    assert found == [
        ("course.yaml", "not-allowed"),
        ("index.md", "unknown-variable"),
        ("intro.md", "raw-html"),
        ("phase.yaml", "unknown-key"),
        ("sum.yaml", "missing-key"),
        ("sum.yaml", "unknown-key"),
        ("sums.md", "heading-gap"),
    ]


@pytest.mark.parametrize("folder", ["course", "site_builder/guide"])
def test_the_courses_of_this_project(folder: str) -> None:
    """They load."""
    assert load_course(ROOT / folder).pages


def test_ids_are_unique_in_the_whole_course() -> None:
    """So that all pages can stand in one file."""
    course = load_course(ROOT / "course")
    ids = [name for page in course.pages for name in _ids(page.body)]
    assert len(ids) == len(set(ids)) > 20


def _ids(value: Any) -> list[str]:
    if isinstance(value, Html | str):
        text = value if isinstance(value, str) else value.html
        return [part.partition('"')[0] for part in text.split(' id="')[1:]]
    if isinstance(value, Exercise):
        return _ids([value.public, value.key, value.settings.hints])
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [name for part in parts for name in _ids(part)]
