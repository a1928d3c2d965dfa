"""Data as YAML that an author would write: short lists and keys in one line, texts of several lines as they are."""

from __future__ import annotations

from typing import Any

import yaml

_LINE = 110


class _Dumper(yaml.SafeDumper):
    """Writes a text that is long, or has several lines, below a `|`."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    as_it_is = "\n" in text or len(text) > _LINE
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if as_it_is else None)


_Dumper.add_representer(str, _text)


def yaml_text(data: Any) -> str:
    """The data as YAML."""
    said: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=None, width=_LINE
    )
    return said.rstrip("\n")
