"""Addresses of the world's routes, each parameter filled in."""

from tests.reach.asking import at, ids_of
from tests.reach.world import World


def address(world: World, path: str, **odd: str) -> str:
    """The address of *path* about the Reyes family, Dana where a person is named, or what *odd* says instead."""
    return at(path, {"person_id": str(world.reyes.cast.dana.id), **ids_of(world.reyes, path), **odd})
