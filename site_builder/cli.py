"""The command line: `site-builder build | check | serve | gallery`. Turns problems into words and exit codes.

0: done; 1: problems in the content; 2: called in a way that cannot work; 3: a fault in site-builder itself.
Heavy modules are imported where they are used, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import ContentError, Problem, Problems, UsageError

if TYPE_CHECKING:
    from site_builder.build import Facts, Site

OK, CONTENT, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except ContentError as error:
        _complain(report(error.problems, chosen.format))
        return CONTENT
    except UsageError as error:
        _complain(f"site-builder: {error}")
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if chosen.debug:
            raise
        _complain(
            f"site-builder: this is a fault in site-builder, not in your course: {type(error).__name__}: {error}\n"
            "Run the command again with --debug and report what it prints, with the file that causes it."
        )
        return FAULT


def report(problems: Problems, form: str) -> str:
    """All problems and a summary, for people (`text`) or for GitHub's annotations (`github`)."""
    show = _annotation if form == "github" else str
    blocks = [show(problem) for problem in problems]
    files = {problem.place.file for problem in problems}
    summary = f"{_count(len(blocks), 'error')} in {_count(len(files), 'file')}"
    return ("\n" if form == "github" else "\n\n").join([*blocks, summary])


def _annotation(problem: Problem) -> str:
    place = problem.place
    text = "\n".join(part for part in (problem.message, problem.hint) if part)
    for character, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(character, escape)
    return f"::error file={place.file},line={place.line},col={place.column},title={problem.code}::{text}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _complain(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _forgotten(facts: Facts) -> str:
    """A note on files that the author may have forgotten to name."""
    return f"\nNot in the course: {', '.join(facts.forgotten)}" if facts.forgotten else ""


def _trying(course: Path) -> str:
    """The command that previews a course, as it can be typed where this one was; MAKELEVEL says that `make` calls."""
    if "MAKELEVEL" in os.environ:
        return "make serve" if course == Path("course") else f"make serve COURSE={course}"
    return f"{_command()} serve {course}"


def _command() -> str:
    """How this program was called, for commands that are printed to be typed."""
    if Path(sys.argv[0]).name != "__main__.py":
        return "site-builder" if shutil.which("site-builder") else os.path.relpath(sys.argv[0])
    return f"{os.path.relpath(sys.executable)} -m site_builder"


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise UsageError(f"There is no folder {path}. Name the folder that holds course.yaml.")
    return path


def _built(arguments: argparse.Namespace, course: Path) -> Site:
    from site_builder.build import build
    from site_builder.runtime import get_runtime
    from site_builder.targets import WEB

    return build(course, target=WEB, theme=arguments.theme, runtime=get_runtime(arguments.pyodide))


def _build(arguments: argparse.Namespace) -> int:
    from site_builder.output import recover, write

    recover(arguments.out)
    start = time.perf_counter()
    site = _built(arguments, _folder(arguments.course))
    write(site.files, arguments.out)
    size = sum(map(len, site.files.values())) / 1e6
    facts = site.facts
    _say(
        f"Built {arguments.out} in {time.perf_counter() - start:.1f} s: {_count(facts.pages, 'page')}, "
        f"{_count(facts.exercises, 'exercise')}, {_count(facts.proofs, 'proof')} held, {size:.1f} MB.\n"
        f"Read it:       {(arguments.out / 'index.html').resolve().as_uri()}\n"
        f"Try it:        {_trying(arguments.course)}\n"
        f"Publish it:    copy {arguments.out} to any web server"
        f"{_forgotten(facts)}"
    )
    return OK


def _check(arguments: argparse.Namespace) -> int:
    from site_builder.build import check_look, facts_of, load_checked

    folder = _folder(arguments.course)
    course = load_checked(folder)
    check_look(folder, course)
    facts = facts_of(course)
    _say(
        f"No problems: {_count(facts.pages, 'page')}, {_count(facts.exercises, 'exercise')}, "
        f"{_count(facts.proofs, 'proof')} held.{_forgotten(facts)}"
    )
    return OK


def _serve(arguments: argparse.Namespace) -> int:
    from site_builder.build import THEMES
    from site_builder.serve import serve

    course = _folder(arguments.course)
    serve(
        lambda: _built(arguments, course),
        watched=(course, THEMES, Path(__file__).parent),
        port=arguments.port,
        show=arguments.open,
        say=_say,
    )
    return OK


def _gallery(arguments: argparse.Namespace) -> int:
    from site_builder.gallery import guide_with_gallery
    from site_builder.output import write

    with guide_with_gallery() as course:
        site = _built(arguments, course)
    write(site.files, arguments.out)
    _say(
        f"Built the author's guide with {_count(site.facts.exercises, 'live example')}: {arguments.out / 'index.html'}"
    )
    return OK


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--format", choices=("text", "github"), default="text", help="how problems are printed")
    common.add_argument("--debug", action="store_true", help="show where in the code a fault happened")
    making = argparse.ArgumentParser(add_help=False)
    making.add_argument("--theme", help="a theme to use instead of the course's own")
    making.add_argument(
        "--pyodide", type=Path, metavar="DIR", help="an unpacked npm package pyodide, instead of fetching it"
    )
    course = argparse.ArgumentParser(add_help=False)
    course.add_argument(
        "course", nargs="?", type=Path, default=Path("course"), help="folder of the course (default: course)"
    )

    parser = argparse.ArgumentParser(
        prog="site-builder", description="Builds interactive courses from Markdown and YAML."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    command = commands.add_parser("build", parents=[course, making, common], help="build the site of a course")
    command.add_argument(
        "--out", type=Path, default=Path("dist"), metavar="DIR", help="where to put it (default: dist)"
    )
    command.set_defaults(run=_build)
    command = commands.add_parser("check", parents=[course, common], help="find problems and prove every exercise")
    command.set_defaults(run=_check)
    command = commands.add_parser(
        "serve", parents=[course, making, common], help="preview, and rebuild on every change"
    )
    command.add_argument("--port", type=int, default=8000, help="first port to try (default: 8000)")
    command.add_argument("--open", action="store_true", help="open the page in the browser")
    command.set_defaults(run=_serve)
    command = commands.add_parser("gallery", parents=[making, common], help="build the author's guide")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to put it")
    command.set_defaults(run=_gallery)
    return parser


class _Version(argparse.Action):
    """Prints the version; looked up only when asked for, because that takes a moment."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        _say(f"site-builder {version('site-builder')}")
        parser.exit()
