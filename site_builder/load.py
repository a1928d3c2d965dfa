"""Loads a course: from a folder of YAML and Markdown to `model.Course`, or to all that is wrong with it, in one run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from site_builder.errors import Place, Problem, Problems, did_you_mean
from site_builder.markdown import renderer
from site_builder.markdown.scope import EXERCISE, CourseScope, PageLink
from site_builder.model import Course, Objective, Page, Phase
from site_builder.page_loader import DIRECTIVES, START, Loaded, PageLoader, render_texts
from site_builder.schema import load_schema
from site_builder.slots import read_slots, slots_of
from site_builder.source import Folder
from site_builder.yaml_source import Document, read_yaml, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ROOT = PurePosixPath()
_PHASE = "phase.yaml"
_DEVICES = frozenset(
    ["con", "nul", "aux", "prn", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))]
)
"""Names that no file can have on Windows."""


def load_course(folder: Path) -> Course:
    """The course in a folder. Raises `ContentError` with every problem that can be seen without grading."""
    return _Loader(Folder(folder)).load()


class _Loader:
    """One run. A part that is broken is left out, so that the rest can be looked at as well."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._problems = Problems()
        self._loaded: dict[str, Loaded | None] = {}
        """Page id -> page; None where the page exists and cannot be read."""
        self._complete = True
        """Whether it is known which pages there are; else links cannot be judged."""

    def load(self) -> Course:
        document = self._yaml(_ROOT / "course.yaml", Place(self._folder.label("course.yaml")), "course")
        if document is None:
            raise self._failure()
        glossary = {term.lower(): text for term, text in document.data.get("glossary", {}).items()}
        scope = CourseScope(self._folder, document.data.get("variables", {}), glossary, DIRECTIVES)
        pages = PageLoader(scope, self._problems)
        data = self._texts(document, "course", pages)
        explained = self._glossary(document, pages)
        start = self._page(pages, START, Place(self._folder.label(f"{START}.md")))
        phases = tuple(self._phases(pages, document, "phases"))
        extras = tuple(_uncounted(extra) for extra in self._phases(pages, document, "extras"))
        self._check_links(pages)
        self._check_inputs(pages)
        media = {path.as_posix(): content for path, content in self._files("media")}
        self._check_capitals(media)
        python = {path.relative_to("python").as_posix(): content for path, content in self._files("python")}
        self._check_prepared(document, python)
        lock = read_slots(self._folder, self._problems)
        self._problems.stop()
        course = Course(
            **{name: data[name] for name in ("id", "version", "title", "subtitle", "description", "language")},
            **{name: data[name] for name in ("theme", "gates", "footer")},
            glossary=explained,
            start=cast("Page", start),  # a missing one is a problem and has stopped the run
            phases=phases,
            extras=extras,
            objectives=tuple(_objectives(document, data["objectives"])),
            planned=tuple(data["planned"]),
            media=media,
            python=python,
            prepared=data["prepared"],
            forgotten=tuple(self._forgotten((*phases, *extras))),
        )
        return replace(course, slots=slots_of(course, lock))

    def _forgotten(self, phases: tuple[Phase, ...]) -> Iterator[str]:
        """The files in folders of phases that look like content and that nothing names."""
        for phase in phases:
            for path in self._folder.files(phase.id):
                if path.suffix in (".md", ".yaml") and path not in self._folder.used:
                    yield path.as_posix()

    def _failure(self) -> Exception:
        self._problems.stop()
        return AssertionError("a file was refused without a problem")

    def _yaml(self, path: PurePosixPath, named: Place | Problem, schema: str) -> Document | None:
        """The data of a file, without the keys that do not fit the schema; `named` is where the file is asked for."""
        if not self._folder.holds(path):
            self._missing(path, named)
            return None
        source = self._folder.read(path, self._problems)
        document = read_yaml(whole(source), source.text, self._problems) if source else None
        if document is None:
            self._complete = False
            return None
        rules = load_schema(schema)
        if not rules.check(document, self._problems):
            self._complete = False
            if rules.is_older_than(document) or not isinstance(document.data, dict):
                return None
            document.data = _usable(document.data, rules.bad_keys(document))
        return document

    def _missing(self, path: PurePosixPath, named: Place | Problem) -> None:
        """Notes a file that is not there, at the place that names it."""
        message = f"there is no file '{path}'"
        if isinstance(named, Problem):
            hint = self._folder.near(path, same_name=path.name == _PHASE)
            if hint.lower() == f"did you mean '{path.name}'?":
                hint = f"there is one whose name differs in capitals; rename it to '{path.name}'"
            self._problems.add(replace(named, message=message, hint=hint))
        else:
            near = self._folder.near_ending(path)
            whole = "a course is a folder with course.yaml, index.md, and a folder for each phase"
            hint = f"rename '{near}' to '{path.name}'" if near else whole
            self._problems.add(Problem(named, "missing-file", message, hint=hint))
        self._complete = False

    def _texts(self, document: Document, schema: str, pages: PageLoader) -> dict[str, Any]:
        """The data with its texts rendered; they stand on several pages."""
        scope = replace(pages.scope(_ROOT, START), interactive=False, local=False)
        return render_texts(document, load_schema(schema), scope)

    def _glossary(self, document: Document, pages: PageLoader) -> dict[str, str]:
        """Term -> HTML; it is rendered here once for its problems, and again for each depth of pages."""
        scope = replace(pages.scope(_ROOT, START), interactive=False)
        found = {
            term: renderer.inline(text, document.span(("glossary", term)), scope)
            for term, text in document.data.get("glossary", {}).items()
        }
        self._links = scope.links
        return found

    def _phases(self, pages: PageLoader, document: Document, key: str) -> Iterator[Phase]:
        for number, (place, name) in enumerate(self._entries(document, key), 1):
            named = document.problem((key, place), "missing-file", "")
            phase = self._yaml(PurePosixPath(name, _PHASE), named, "phase")
            if phase is None:
                continue
            data = self._texts(phase, "phase", pages)
            found = [
                self._page(pages, f"{name}/{page}", phase.problem(("pages", place), "missing-file", ""))
                for place, page in self._entries(phase, "pages")
            ]
            yield Phase(
                id=name,
                number=number,
                title=data.get("title", ""),
                label=data.get("label", ""),
                goals=tuple(data.get("goals", ())),
                pages=tuple(page for page in found if page),
            )

    def _entries(self, document: Document, key: str) -> Iterator[tuple[int, str]]:
        """The names in a list, each once; a further module cannot be a phase as well."""
        names = document.data.get(key, [])
        taken = document.data.get("phases", []) if key == "extras" else []
        for place, name in enumerate(names):
            if name in (*taken, *names[:place]):
                message = f"'{name}' is listed twice"
                self._problems.add(
                    document.problem((key, place), "listed-twice", message, hint="delete one of the lines")
                )
            elif name in _DEVICES:
                message = f"no file can be called '{name}' on Windows"
                self._problems.add(document.problem((key, place), "reserved-name", message, hint="choose another name"))
                self._complete = False
            else:
                yield place, name

    def _page(self, pages: PageLoader, page_id: str, named: Place | Problem) -> Page | None:
        path = PurePosixPath(f"{page_id}.md")
        self._loaded[page_id] = None
        if not self._folder.holds(path):
            self._missing(path, named)
            return None
        source = self._folder.read(path, self._problems)
        if source is None:
            return None
        loaded = pages.load(source, page_id)
        self._loaded[page_id] = loaded
        return loaded.page

    def _check_links(self, pages: PageLoader) -> None:
        """Notes the links that lead to no page or no place in it."""
        if not self._complete:
            return
        links = [link for loaded in self._loaded.values() if loaded for link in loaded.links]
        for link in (*self._links, *links):
            if link.page not in self._loaded:
                self._problems.add(self._lost(link))
            elif link.anchor and (loaded := self._loaded[link.page]) and link.anchor not in loaded.anchors:
                if link.anchor.startswith(EXERCISE) and pages.nameless:
                    continue
                message = f"the page has no heading or exercise '#{link.anchor}'"
                hint = did_you_mean(link.anchor, loaded.anchors)
                self._problems.add(link.span.problem(link.written, "missing-anchor", message, hint=hint))

    def _lost(self, link: PageLink) -> Problem:
        if self._folder.holds(f"{link.page}.md"):
            hint = "the file is there, but no phase.yaml lists it"
        else:
            hint = did_you_mean(link.page, self._loaded)
        return link.span.problem(link.written, "missing-page", f"the course has no page '{link.page}'", hint=hint)

    def _check_inputs(self, pages: PageLoader) -> None:
        """Notes inputs that are unknown, or come later than their use."""
        order = list(pages.exercises)
        for name, document in pages.inputs:
            self._check_proofs(document, pages)
            for place, wanted in enumerate(document.data.get("inputs", ())):
                path = ("inputs", place)
                if wanted not in order and pages.nameless:
                    continue
                if wanted not in order:
                    message = f"there is no exercise '{wanted}'"
                    hint = did_you_mean(wanted, order)
                    self._problems.add(document.problem(path, "unknown-exercise", message, hint=hint))
                elif order.index(wanted) >= order.index(name):
                    message = f"'{wanted}' does not come before '{name}'"
                    hint = "an exercise can read only answers that were given earlier"
                    self._problems.add(document.problem(path, "input-order", message, hint=hint))

    def _check_proofs(self, document: Document, pages: PageLoader) -> None:
        """Notes inputs of proofs that the exercise does not read, or that name no proof."""
        for number, proof in enumerate(document.data.get("proofs", ())):
            for name, other in proof.get("inputs", {}).items():
                path = ("proofs", number, "inputs", name)
                if name not in document.data.get("inputs", ()):
                    message = f"the exercise does not read '{name}'"
                    hint = "name it under the exercise's `inputs`"
                    self._problems.add(document.problem(path, "proof-input", message, hint=hint, key=True))
                elif name in pages.proofs and other not in pages.proofs[name]:
                    message = f"'{name}' has no proof of the name '{other}'"
                    hint = did_you_mean(other, pages.proofs[name])
                    self._problems.add(document.problem(path, "proof-input", message, hint=hint))

    def _check_capitals(self, names: Iterable[str]) -> None:
        """Notes files of which one would replace the other on Windows and macOS."""
        seen: dict[str, str] = {}
        for name in names:
            other = seen.setdefault(name.lower(), name)
            if other != name:
                message = f"its name differs only in capitals from '{other}'"
                self._problems.add(
                    Problem(Place(self._folder.label(name)), "same-name", message, hint="rename one of the two files")
                )

    def _check_prepared(self, document: Document, python: Mapping[str, bytes]) -> None:
        """Notes modules that nothing can make, or that are there already."""
        known = {PurePosixPath(file).stem for file in python if "/" not in file} - {"__init__"}
        for name, maker in document.data.get("prepared", {}).items():
            if maker not in known:
                message = f"there is no module '{maker}' in the course's Python"
                expected, hint = f"a file python/{maker}.py with a function `build`", did_you_mean(maker, known)
                path = ("prepared", name)
                self._problems.add(document.problem(path, "unknown-code", message, expected=expected, hint=hint))
            if name in known:
                message = f"there is a file python/{name}.py already, whose place the prepared module would take"
                hint = "choose another name"
                path = ("prepared", name)
                self._problems.add(document.problem(path, "prepared-taken", message, hint=hint, key=True))

    def _files(self, folder: str) -> Iterator[tuple[PurePosixPath, bytes]]:
        """The files of a folder, as they are."""
        for path in self._folder.files(folder):
            content = self._folder.read_bytes(path, self._problems)
            if content is not None:
                yield path, content


def _objectives(document: Document, texts: Mapping[str, str]) -> Iterator[Objective]:
    for name, text in texts.items():
        yield Objective(name, text, document.problem(("objectives", name), "", "", key=True).place)


def _uncounted(phase: Phase) -> Phase:
    """A phase as a further module: it has no number, and nobody has to open its pages."""
    return replace(phase, number=0, pages=tuple(replace(page, optional=True) for page in phase.pages))


def _usable(data: dict[str, Any], bad: set[str]) -> dict[str, Any]:
    """What can be taken from data with faults: the good keys, and of bad groups of texts those that are texts."""
    kept = {key: value for key, value in data.items() if key not in bad}
    groups = {key: value for key, value in data.items() if key in bad and isinstance(value, dict)}
    for key, group in groups.items():
        kept[key] = {name: text for name, text in group.items() if isinstance(text, str)}
    return kept
