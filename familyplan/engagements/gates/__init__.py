"""The three gates: a person's decision on the record. It does not make anything safe."""
