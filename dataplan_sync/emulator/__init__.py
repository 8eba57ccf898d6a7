"""The Data Planning API, embedded: what the tool is tried and tested against."""
