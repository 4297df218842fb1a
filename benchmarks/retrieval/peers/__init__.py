"""Other pipelines, each run in an environment of its own; see `environments`."""
