"""What a command ends with."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from familyplan.settings import Settings

GOOD, NOT_GOOD, WRONG_USE = 0, 1, 2

Run = Callable[[Settings, argparse.Namespace], int]
Add = Callable[[str, Run], argparse.ArgumentParser]
