"""The site for any web server, as a zip file to unpack there."""

from __future__ import annotations

from site_builder.build import Site
from site_builder.export.options import Options
from site_builder.export.package import zipped
from site_builder.export.precompress import with_packed_copies


def web(site: Site, options: Options) -> bytes:
    """The folder that `build` makes, with packed copies beside the files where that was asked for."""
    return zipped(with_packed_copies(site.files) if options.precompress else site.files)
