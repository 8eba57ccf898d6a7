"""A GitHub in memory: enough of the REST API to show that our client, and a whole workflow, behave.

`Hub` is the whole of it and answers calls as plain values; `app` puts it behind HTTP, `running` into a thread, and
`python -m tests.github.server` into a process.
"""
