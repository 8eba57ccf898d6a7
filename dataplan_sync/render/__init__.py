"""From a `CommandReport` to text for a terminal, for GitHub, and for scripts. Pure: values in, one `str` out."""
