"""Proofs are offered as an author would write them."""

from __future__ import annotations

import pytest
import yaml

from site_builder.check.yaml_text import yaml_text


def test_lines_stay_lines() -> None:
    """A text of several lines is read most easily below a `|`; what is short stays in one line."""
    data = {"answer": {"text": '{"a": 1}\n{"b": 2}\n'}, "fails": ["one", "two"]}
    assert yaml_text(data) == 'answer:\n  text: |\n    {"a": 1}\n    {"b": 2}\nfails: [one, two]'


def test_a_long_line_is_not_broken() -> None:
    """It could not be compared with anything else."""
    line = '{"messages": [' + '"word", ' * 30 + '"end"]}'
    assert yaml_text({"text": line}) == f"text: |-\n  {line}"


@pytest.mark.parametrize("text", ["", "a\n", "a\n\nb", " a\nb", "a \nb", "\n", "a\tb\nc", "yes", "1", "x" * 200])
def test_it_is_read_as_it_was(text: str) -> None:
    """Whatever its spaces and lines."""
    data = {"answer": {"text": text}, "score": "1/1"}
    assert yaml.safe_load(yaml_text(data)) == data
