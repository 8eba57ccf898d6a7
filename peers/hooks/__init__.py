"""The hooks of `.pre-commit-hooks.yaml`, run by the programs that people run them with."""
