# ruff: noqa: INP001, S603 - scripts of the project, which run its own commands
"""Sets up `.venv` from the lock files, for the commands of the Makefile.

Plain Python and its standard library, because it runs before anything is installed, and old syntax, so that an old
Python gets as far as saying so. What is in place is skipped: a second run is over at once and needs no network.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / ".ci" / "locks"
OLDEST = (3, 11)


def stop(text: str) -> NoReturn:
    """Ends with what is wrong and what to do about it; 2 is the exit code for a machine that lacks something."""
    sys.stderr.write(f"\n{text}\n")
    raise SystemExit(2)


def say(text: str) -> None:
    """Tells what is going on, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(remedy: str, *command: object) -> None:
    """Runs a command quietly; its output is shown only when it fails, followed by the remedy."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode("utf-8", "replace"))
        stop(f"This failed (exit code {done.returncode}): {' '.join(words)}\n{remedy}")


def digest(*files: Path) -> str:
    """One hash over files, the Python in use and the folder: what an installation depends on."""
    whole = hashlib.sha256(f"{sys.version} {sys.base_prefix} {ROOT}".encode())
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


def as_root(command: str) -> str:
    """A command as it must be typed, with sudo where the user is not root."""
    return command if os.geteuid() == 0 else f"sudo {command}"


def check_python() -> None:
    """Refuses a Python that is too old, or one without the parts that make a virtual environment."""
    if sys.version_info < OLDEST:
        needed, found = (".".join(map(str, version[:2])) for version in (OLDEST, sys.version_info))
        stop(
            f"Python {needed} or newer is needed; {sys.executable} is {found}.\n"
            f"Install a newer one, then name it: make build PYTHON=python{needed}"
        )
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing and not PYTHON.exists():
        stop(
            f"This Python ({sys.executable}) has no {' and no '.join(missing)}, so it cannot make .venv.\n"
            f"On Debian and Ubuntu: {as_root('apt-get install python3-venv')}\nThen run the same command again."
        )


def make_venv() -> None:
    """An environment that starts and has pip; one that does not is made again."""
    probe = [str(PYTHON), "-c", "import pip"]
    if PYTHON.exists() and subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return
    say("Making .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    run(f"On Debian and Ubuntu: {as_root('apt-get install python3-venv')}", sys.executable, "-m", "venv", VENV)


def pip(*arguments: object) -> None:
    """Installs into .venv."""
    remedy = (
        "The first run needs the network to fetch packages; later runs do not.\n"
        "Check the connection (behind a proxy: HTTPS_PROXY, or pip's own index setting), then run the command again."
    )
    run(remedy, PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "2", *arguments)


def main(name: str) -> None:
    """Installs the packages of one lock file (`build`, `test`, `engines`) and the project itself, in place."""
    check_python()
    lock = LOCKS / f"{name}.txt"
    wanted = digest(lock, ROOT / "pyproject.toml")
    stamp = VENV / f".prepared-{name}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    make_venv()
    say(f"Installing the packages of {lock.relative_to(ROOT)} ...")
    pip("--require-hashes", "--no-deps", "--requirement", lock)
    pip("--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.write_text(wanted)


if __name__ == "__main__":
    main(sys.argv[1])
