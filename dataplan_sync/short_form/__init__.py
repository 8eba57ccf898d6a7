"""The short form of data points: what people write and review instead of the API's objects."""
