"""Variables: `{{ name }}` stands for a text from `course.yaml`, in Markdown, links, code, and plain texts alike.

They are filled in before the text is parsed; a backslash before the braces keeps them as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.errors import Problems, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.source import Span

_VARIABLE = re.compile(r"(\\?)\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}")


def fill(text: str, variables: Mapping[str, str], span: Span, problems: Problems) -> str:
    """The text with its variables filled in."""
    if "{{" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        escaped, name = match.groups()
        whole = match.group()
        if escaped:
            return whole[1:]
        if name in variables:
            return variables[name]
        hint = did_you_mean(name, variables) or "name it under 'variables' in course.yaml"
        problems.add(span.problem(whole, "unknown-variable", f"there is no variable '{name}'", hint=hint))
        return whole

    return _VARIABLE.sub(value, text)
