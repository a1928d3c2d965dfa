"""The workflows: each action is pinned, nothing is published untested, and no job may do more than it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.pythons import NAMES
from tests.support.zone import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
USES = re.compile(r"^\s*(?:- )?uses:\s*(?P<action>.+)$", re.MULTILINE)
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
"""A tag can be moved to other code; a commit cannot. The tag in the comment is for whoever looks for a newer one."""
READ_ONLY = {"contents": "read"}
MAY_WRITE = {("pages", "deploy"): {"pages": "write", "id-token": "write"}}


def read(name: str) -> dict[Any, Any]:
    """A workflow as data. By the rules of YAML 1.1, its key `on` is `True`."""
    parsed = yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8"))
    assert isinstance(parsed, dict)
    return parsed


def unpinned(text: str) -> list[str]:
    """The actions of a workflow that could change without a change here; workflows of our own change with us."""
    used = [match["action"] for match in USES.finditer(text)]
    return [action for action in used if not action.startswith("./") and not PINNED.fullmatch(action)]


def needed(jobs: Mapping[str, Any], name: str) -> Iterator[str]:
    """All jobs that must have succeeded before this one begins."""
    needs = jobs[name].get("needs", [])
    for other in [needs] if isinstance(needs, str) else needs:
        yield other
        yield from needed(jobs, other)


@pytest.fixture(params=WORKFLOWS, ids=lambda path: str(path.stem))
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_the_workflows_are_those_that_are_known() -> None:
    assert [path.stem for path in WORKFLOWS] == ["nightly", "pages", "test"]


def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    text = path.read_text("utf-8")
    assert unpinned(text) == []
    # The lines that were looked at are all there are, however a workflow is written.
    steps = [step for job in read(path.stem)["jobs"].values() for step in (job, *job.get("steps", []))]
    assert len(USES.findall(text)) == sum("uses" in step for step in steps)


@pytest.mark.parametrize(
    "action",
    [
        "actions/checkout@v7",
        "actions/checkout@main",
        "actions/checkout",
        "actions/checkout@3d3c42e",
        "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
        "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7",
        "docker://debian:bookworm",
    ],
)
def test_anything_less_than_a_commit_and_its_version_is_found(action: str) -> None:
    """What the test above is for."""
    assert unpinned(f"steps:\n  - uses: {action}\n  - id: x\n    uses: {action}\n") == [action, action]


def test_one_action_has_one_version() -> None:
    used = {match["action"] for path in WORKFLOWS for match in USES.finditer(path.read_text("utf-8"))}
    actions = [action.partition("@")[0] for action in used]
    assert sorted(actions) == sorted(set(actions))


def test_jobs_may_read_and_only_the_one_that_publishes_may_more(path: Path) -> None:
    workflow = read(path.stem)
    assert workflow["permissions"] == READ_ONLY
    for name, job in workflow["jobs"].items():
        assert job.get("permissions", READ_ONLY) == MAY_WRITE.get((path.stem, name), READ_ONLY)


def test_no_job_runs_for_ever_and_none_keeps_the_key_to_the_repository(path: Path) -> None:
    for job in read(path.stem)["jobs"].values():
        assert "uses" in job or "timeout-minutes" in job
        checkouts = [step for step in job.get("steps", []) if step.get("uses", "").startswith("actions/checkout@")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_nothing_is_published_that_was_not_tested() -> None:
    """A job whose `needs` failed does not begin, unless its own `if` says so."""
    jobs = read("pages")["jobs"]
    assert jobs["test"] == {"uses": "./.github/workflows/test.yml"}
    assert list(needed(jobs, "deploy")) == ["build", "test"]
    assert [name for name, job in jobs.items() if "if" in job or "continue-on-error" in job] == []


def test_what_blocks_is_all_that_runs_for_a_change() -> None:
    """On every branch: on the main one, where something is published, through the workflow that publishes."""
    events = read("test")[True]
    assert set(events) == {"push", "pull_request", "workflow_call"}
    assert events["push"]["branches-ignore"] == read("pages")[True]["push"]["branches"] == ["main"]
    assert [name for name, job in read("test")["jobs"].items() if "if" in job or "continue-on-error" in job] == []


def test_every_promised_python_has_its_turn_at_night() -> None:
    workflow = read("nightly")
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}
    (versions,) = (
        step["with"]["python-version"]
        for step in workflow["jobs"]["zone"]["steps"]
        if "setup-python" in step.get("uses", "")
    )
    assert [f"python{version}" for version in versions.split()] == [*NAMES]
    assert workflow["jobs"]["all"]["strategy"]["matrix"]["target"] == ["test-all", "test-engines"]
    for job in workflow["jobs"].values():
        assert "failure()" in job["steps"][-1]["if"]


def test_hooks_fetch_nothing_and_run_what_is_there() -> None:
    """Only from `.venv`, where the versions are those of the lock files."""
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        command, *words = hook["entry"].split()
        assert (hook["language"], command.rpartition("/")[0]) == ("system", ".venv/bin")
        assert [word for word in words if word.startswith("tests/") and not (ROOT / word).is_file()] == []
