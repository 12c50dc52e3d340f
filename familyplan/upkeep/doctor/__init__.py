"""Looking an installation over: what is unsafe in how it is set up, in words, with what to do."""
