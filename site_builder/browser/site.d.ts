/** `site.js` is made by the build (see `build.py`); this is its type. */
import type { Site } from "./types";
export const SITE: Site;
