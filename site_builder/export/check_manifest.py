"""Looks at the manifest of a SCORM package: its schemas, what refers to what, and what LMSs stumble over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote
from xml.etree.ElementTree import Element

from site_builder.export.findings import Findings, Spot
from site_builder.export.safe_xml import Document
from site_builder.export.safe_zip import Package
from site_builder.export.schemas import EDITIONS, SCORM_12, SUMS, Edition, manifest_errors, schema_files

MANIFEST = "imsmanifest.xml"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_MOST_ERRORS = 20


def check_manifest(package: Package, findings: Findings, schemas: Path | None = None) -> str:
    """Looks at `imsmanifest.xml`; the name of its edition."""
    document = findings.read_xml(package, MANIFEST)
    if document is None:
        return "SCORM"
    edition = _edition(document, findings)
    if edition is None:
        return "SCORM"
    _check_schemas(package, document, edition, findings, schemas)
    manifest = _Manifest(package, document, edition, findings)
    manifest.check_identifiers()
    manifest.check_organizations()
    manifest.check_resources()
    manifest.check_traps()
    return edition.name


def _edition(document: Document, findings: Findings) -> Edition | None:
    """The edition that the manifest names."""
    found = next(_all(document.root, "schemaversion"), None)
    version = (found.text or "").strip() if found is not None else ""
    line = document.lines.get(found, 1) if found is not None else 1
    if _local(document.root) != "manifest":
        findings.problem("manifest-root", MANIFEST, f"its outermost element is {_local(document.root)}, not manifest")
        return None
    if version in EDITIONS:
        return EDITIONS[version]
    hint = f"one of: {', '.join(EDITIONS)}; LMSs take anything else for 1.2, or refuse it"
    if version == "CAM 1.3":
        hint = "SCORM 2004 2nd Edition is not looked at here; export the package as 4th or 3rd edition"
    what = f"the schemaversion '{version}' is not known" if version else "it names no schemaversion"
    findings.problem("manifest-version", Spot(MANIFEST, line), what, hint)
    return None


def _check_schemas(
    package: Package, document: Document, edition: Edition, findings: Findings, schemas: Path | None
) -> None:
    """The official schemas of the edition on the manifest, and their copies in the package."""
    for number, error in enumerate(manifest_errors(document.root, edition, schemas)):
        if number == _MOST_ERRORS:
            break
        line = document.lines.get(error.elem, 1) if error.elem is not None else 1
        message = f"{_where(error.path)} is not as the schema of {edition.name} wants it: {error.reason}"
        findings.problem("manifest-schema", Spot(MANIFEST, line), message.strip())
    wanted = schema_files(edition, schemas)
    missing = [name for name in wanted if name not in package.members]
    if missing:
        findings.note(
            missing[0], f"the schemas of the edition belong at the root; {len(missing)} of {len(wanted)} are missing"
        )
    changed = [name for name, data in wanted.items() if name not in missing and package.read(name) != data]
    if changed:
        findings.note(changed[0], "it is not the published schema, byte for byte")


class _Manifest:
    """The questions that no schema answers."""

    def __init__(self, package: Package, document: Document, edition: Edition, findings: Findings) -> None:
        self._package = package
        self._document = document
        self._root = document.root
        self._edition = edition
        self._findings = findings
        self._folded = {name.casefold(): name for name in package.members}
        self._resources = {item.get("identifier", ""): item for item in _all(self._root, "resource")}

    def _spot(self, element: Element) -> Spot:
        return Spot(MANIFEST, self._document.lines.get(element, 1))

    def _problem(self, element: Element, code: str, message: str, hint: str = "") -> None:
        self._findings.problem(code, self._spot(element), message, hint)

    def check_identifiers(self) -> None:
        """Each name stands for one thing."""
        named = [element for element in self._root.iter() if "identifier" in element.attrib]
        counts = Counter(element.get("identifier", "") for element in named)
        seen = set[str]()
        for element in named:
            name = element.get("identifier", "")
            if counts[name] > 1 and name in seen:
                self._problem(element, "manifest-twice", f"the identifier '{name}' is used {counts[name]} times")
            seen.add(name)

    def check_organizations(self) -> None:
        """The organization that is launched is there, and its items lead to resources."""
        for holder in _all(self._root, "organizations"):
            names = [element.get("identifier", "") for element in _children(holder, "organization")]
            default = holder.get("default")
            if not names:
                self._problem(holder, "manifest-empty", "there is no organization, so an LMS has nothing to launch")
            elif default is not None and default not in names:
                hint = f"one of: {', '.join(names)}"
                self._problem(holder, "manifest-default", f"the default organization '{default}' is not there", hint)
        for item in _all(self._root, "item"):
            target = item.get("identifierref", "")
            if target and target not in self._resources:
                hint = f"one of: {', '.join(self._resources)}"
                self._problem(
                    item, "manifest-reference", f"an item leads to the resource '{target}', which is not there", hint
                )

    def check_resources(self) -> None:
        """Every file that is named is there; those that are not named are noted."""
        listed = {MANIFEST, *schema_names(self._edition)}
        for resource, base in self._with_base():
            for element in (resource, *_children(resource, "file")):
                path = self._path(element, base)
                if path is not None:
                    listed.add(path)
            for needed in _children(resource, "dependency"):
                target = needed.get("identifierref", "")
                if target not in self._resources:
                    self._problem(
                        needed, "manifest-reference", f"a dependency names the resource '{target}', which is not there"
                    )
        others = [name for name in self._package.members if name not in listed]
        if others:
            self._findings.note(
                others[0], f"not listed in the manifest ({len(others)} in all); strict importers leave it out"
            )

    def _with_base(self) -> Iterator[tuple[Element, str]]:
        """The resources with what their paths begin with; those below a base that cannot be read are left out."""
        outer = self._base(self._root, "")
        for holder in _all(self._root, "resources"):
            inner = self._base(holder, outer)
            for resource in _children(holder, "resource"):
                base = self._base(resource, inner)
                if base is not None:
                    yield resource, base

    def _base(self, element: Element, outer: str | None) -> str | None:
        """The base of an element within another one."""
        if outer is None:
            return None
        address = self._address(element, element.get(_BASE, ""), outer)
        return address.geturl() if address else None

    def _address(self, element: Element, text: str, base: str) -> SplitResult | None:
        return self._findings.address(self._spot(element), text, base)

    def _path(self, element: Element, base: str) -> str | None:
        """The file that an element names, if it is one of the package's."""
        href = element.get("href")
        if not href:
            return None
        address = self._address(element, href, base)
        if address is None:
            return None
        if address.scheme or address.netloc:
            self._findings.note(href, "it is not in the package: without that server the course does not work")
            return None
        path = unquote(address.path)
        if path in self._package.members:
            return path
        near = self._folded.get(path.casefold())
        hint = f"the package holds {near}; many LMSs tell upper from lower case" if near else ""
        self._problem(element, "manifest-file", f"it names the file '{path}', which is not in the package", hint)
        return None

    def check_traps(self) -> None:
        """What is allowed, and goes wrong."""
        scos = [item for item in self._resources.values() if _attribute(item, "scormtype").lower() == "sco"]
        if not scos:
            wanted = "adlcp:scormtype" if self._edition is SCORM_12 else "adlcp:scormType"
            first = next(iter(self._resources.values()), self._root)
            self._problem(
                first, "manifest-no-sco", "no resource is a SCO, so nothing would be tracked", f'{wanted}="sco"'
            )
        elif len(scos) > 1:
            self._findings.note(MANIFEST, f"it has {len(scos)} SCOs; some LMSs show no way from one to the next")
        if self._edition is SCORM_12 and any(True for _ in _all(self._root, "masteryscore")):
            self._findings.note(
                MANIFEST, "a masteryscore lets LMSs (Moodle) turn an unfinished course with a score into a failed one"
            )


def schema_names(edition: Edition) -> tuple[str, ...]:
    """Names of an edition's schemas."""
    return tuple(path.partition("/")[2] for path in SUMS if path.startswith(f"{edition.folder}/"))


def _all(root: Element, name: str) -> Iterator[Element]:
    """All elements of that name, whatever their namespace, which the schemas look at."""
    return (element for element in root.iter() if _local(element) == name)


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (element for element in parent if _local(element) == name)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """An attribute's value, whatever its namespace and however it is spelled."""
    found = [value for key, value in element.attrib.items() if key.rpartition("}")[2].lower() == name]
    return found[0] if found else ""


def _where(path: str | None) -> str:
    """The path of an element without the prefixes that only a schema needs."""
    return "/".join(part.rpartition(":")[2] for part in (path or "").split("/")) or "it"
