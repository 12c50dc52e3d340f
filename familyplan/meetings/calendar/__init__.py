"""The one-time calendar file: an appointment, and nothing else."""
