"""Meetings of a family with its professional: kinds from the model, times, who came, and the time it took."""
