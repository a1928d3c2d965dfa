"""From a finished site to what is handed out: one module for each format, and the check of any package."""
