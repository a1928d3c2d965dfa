"""The colors of each theme, in light, dark and high contrast, reach the contrast that WCAG 2.2 AA asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

THEMES = Path(__file__).parents[3] / "themes"
TOKEN = re.compile(r"--([a-z-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}));")
HIGH = re.compile(r':root\[data-theme="high-contrast"\] \{(.*?)\n\}', re.DOTALL)

SURFACES = ("body", "body-medium", "card", "hero")
TONES = ("primary", "good", "warn", "bad", "info")
CODE = ("comment", "keyword", "string", "number", "name")
TEXT = [
    *((text, surface) for text in ("text", "text-subtle") for surface in (*SURFACES, "primary-surface")),
    *((text, surface) for text in ("link", "visited") for surface in ("body", "body-medium", "card")),
    *((f"{tone}-strong", f"{tone}-surface") for tone in TONES),
    *((f"{tone}-strong", "card") for tone in ("good", "bad", "info")),
    *(("text", f"{tone}-surface") for tone in ("good", "bad")),
    *((f"code-{kind}", "code-block") for kind in CODE),
    *(("on-primary", state) for state in ("primary", "primary-hover", "primary-active")),
    ("text", "code-block"),
    ("text", "code-inline"),
    ("primary", "body"),
    ("good", "card"),
    ("info-strong", "warn-surface"),
    ("good-strong", "warn-surface"),
    ("bad-strong", "warn-surface"),
]
"""Pairs of a text's color and what is behind it: 4.5 to 1."""
SHAPES = [
    *(("control", surface) for surface in (*SURFACES, "primary-surface")),
    *((tone, surface) for tone in TONES for surface in ("body", "card")),
    *((tone, f"{tone}-surface") for tone in TONES),
    ("primary", "track"),
]
"""Pairs of a border, mark or bar and what is beside it: 3 to 1."""


def tokens(name: str, mode: str) -> dict[str, str]:
    """The colors of a theme; `learn` stands on those of `plain`."""
    plain, own = ((THEMES / theme / "styles" / "tokens.css").read_text() for theme in ("plain", name))
    high = HIGH.search(plain)
    assert high
    colors: dict[str, str] = {}
    for sheet in (HIGH.sub("", plain), own if name != "plain" else "", high[1] if mode == "high-contrast" else ""):
        for key, light, dark, single in TOKEN.findall(sheet):
            colors[key] = single or (light if mode == "light" else dark)
    return colors


def luminance(color: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colors."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula() -> None:
    assert ratio("#000000", "#ffffff") == 21
    assert round(ratio("#616161", "#ffffff"), 2) == 6.19


@pytest.mark.parametrize("mode", ["light", "dark", "high-contrast"])
@pytest.mark.parametrize("theme", ["plain", "learn"])
def test_contrast(theme: str, mode: str) -> None:
    colors = tokens(theme, mode)
    wanted = [(pair, 4.5) for pair in TEXT] + [(pair, 3.0) for pair in SHAPES]
    poor = {
        pair: round(found, 2) for pair, least in wanted if (found := ratio(*(colors[name] for name in pair))) < least
    }
    assert poor == {}


@pytest.mark.parametrize("theme", ["plain", "learn"])
def test_style_sheets_name_only_known_tokens(theme: str) -> None:
    folders = {"plain", theme}
    sheets = "".join(
        path.read_text() for folder in sorted(folders) for path in (THEMES / folder / "styles").glob("*.css")
    )
    declared = set(re.findall(r"(--[a-z-]+):", sheets))
    assert set(re.findall(r"var\((--[a-z-]+)", sheets)) <= declared


@pytest.mark.parametrize("theme", ["plain", "learn"])
def test_nothing_is_fetched_from_elsewhere(theme: str) -> None:
    for path in (THEMES / theme).rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"@import|@font-face|https?://|url\(", text), path
