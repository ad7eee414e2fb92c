"""The verbs of readers: the only place that writes what is theirs."""
