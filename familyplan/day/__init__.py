"""The day: what was agreed for it, who does what, where people sit, the rehearsal, and what is taken along on paper."""
