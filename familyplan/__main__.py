"""`python -m familyplan` is the command `familyplan`."""

import sys

from familyplan.commands import main as _main


def main() -> None:
    """Run the command line and leave with its status."""
    sys.exit(_main())


if __name__ == "__main__":
    main()
