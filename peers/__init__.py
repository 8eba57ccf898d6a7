"""Clients and validators that others wrote, run against the emulator and against our client; see README.md."""
