"""Which loader of PyYAML scans and parses: libyaml's where it is there, for it gives the same and is faster."""

from __future__ import annotations

import yaml


def loader() -> type[yaml.SafeLoader]:
    """Give the loader for `yaml.parse` and `yaml.scan`."""
    found: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return found
