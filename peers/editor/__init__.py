"""The language server that editors use for YAML, against our schemas."""
