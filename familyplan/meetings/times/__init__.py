"""When a meeting is: proposing, answering, fixing and moving; always said on two clocks."""
