"""JSON Schemas (draft 07) of the files that people write, for editors: what is wrong, which keys there are, what they mean."""
