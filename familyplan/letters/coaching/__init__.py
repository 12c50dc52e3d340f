"""The coach on a letter's pages: one idea at a time for its writer, all of them for the lead, and the help card."""
