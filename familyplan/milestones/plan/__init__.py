"""Laying a way out as milestones, and changing it."""
