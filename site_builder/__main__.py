"""`python -m site_builder`: the same as the command `site-builder`."""

from __future__ import annotations

import sys

from site_builder.cli import main

sys.exit(main())
