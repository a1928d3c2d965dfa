"""The table of exercise types. A new type is a folder beside this file and a row here."""

from __future__ import annotations

from types import MappingProxyType

from site_builder.exercises.chat import grade as chat
from site_builder.exercises.checklist import grade as checklist
from site_builder.exercises.choice import grade as choice
from site_builder.exercises.free_text import grade as free_text
from site_builder.exercises.order import grade as order
from site_builder.exercises.sort_cards import grade as sort_cards
from site_builder.grading.contract import ExerciseType

TYPES = (
    ExerciseType("chat", chat, responder=chat),
    ExerciseType("checklist", checklist),
    ExerciseType("choice", choice),
    ExerciseType("free_text", free_text),
    ExerciseType("order", order),
    ExerciseType("sort_cards", sort_cards, exporter=sort_cards),
)

BY_NAME = MappingProxyType({row.name: row for row in TYPES})
