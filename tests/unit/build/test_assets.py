"""Names that change with the content, and which scripts a site gets."""

from __future__ import annotations

from site_builder.assets import NOT_FOR_PAGES, hashed_file, hashed_folder, scripts
from site_builder.exercises.table import TYPES


def test_a_folder_is_named_after_what_it_holds() -> None:
    files = {"a.js": b"1", "widgets/b.js": b"2"}
    folder = hashed_folder("assets", files)
    assert folder.path.startswith("assets/")
    assert folder.files == {f"{folder.path}/a.js": b"1", f"{folder.path}/widgets/b.js": b"2"}
    assert hashed_folder("assets", dict(reversed(files.items()))) == folder
    others = [
        {"a.js": b"2", "widgets/b.js": b"2"},
        {"c.js": b"1", "widgets/b.js": b"2"},
        {"a.js": b"1"},
        {"a.js": b"12"},
    ]
    assert len({folder.path, *(hashed_folder("assets", other).path for other in others)}) == 5


def test_a_file_is_named_after_what_it_holds() -> None:
    path, content = hashed_file("bundle", ".zip", b"1")
    assert path.startswith("bundle/")
    assert path.endswith(".zip")
    assert content == b"1"
    assert hashed_file("bundle", ".zip", b"2")[0] != path


def test_pages_get_their_modules_and_a_widget_for_each_type() -> None:
    found = scripts()
    assert {"main.js", "early.js"} <= set(found)
    assert not NOT_FOR_PAGES & set(found)
    assert {name for name in found if "/" in name} == {f"widgets/{row.name}.js" for row in TYPES}
