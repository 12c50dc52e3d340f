"""The shapes of files: each refuses what it does not know, and none can be changed after reading."""

from __future__ import annotations

import inspect

import msgspec
import pytest

from familyplan.guidance import emails, lessons, letters, milestones, models, pledges, safety
from familyplan.guidance.vocabulary import Strict

SHAPES = [
    shape
    for module in (emails, lessons, letters, milestones, models, pledges, safety)
    for _, shape in inspect.getmembers(module, inspect.isclass)
    if issubclass(shape, Strict) and shape is not Strict and shape.__module__ == module.__name__
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_it_is_frozen_and_refuses_unknown_fields(shape: type[msgspec.Struct]) -> None:
    config = shape.__struct_config__

    assert config.frozen
    assert config.forbid_unknown_fields
