"""What the program is told about its field: the files of ``models/`` and ``content/``, read once and strictly."""
