"""Words that tell a stranger what this is about: none stands where a locked screen or a history would show it."""

import re

TELLING = re.compile(
    r"""(?<![^\W_])(?:
        (?: addict | adicci | alcohol | detox | drink | drunk | entzug | family[ -]?plan | heroin | interven | narcotic
        | opiate | opioid | overdos | psych | recover | rehab | relapse | sober | sobri | substance | sucht | therap
        | treatment | twelve[ -]?step | 12[ -]?step | withdrawal )\w*
        | (?: arise | crisis | drugs? | johnson | letters? | loved[ -]?ones? )(?![^\W_])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Beginnings of words, as "rehabilitation", and whole words, since Letterkenny is a town. Models have names too."""

_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")


def telling_words(text: str) -> list[str]:
    """The words of *text* that tell, "HopeRecovery" as two; none is what every name, subject and title must give."""
    return TELLING.findall(_JOINED.sub(" ", text))


GLUED = re.compile(
    r"addict|adicci|alcohol|detox|entzug|heroin|intervention|opioid|overdos|recovery|rehab|relapse|sobriety|treatment"
    r"|substanceuse",
    re.IGNORECASE,
)
"""Unmistakable inside of any word: a host is "lindenrehab.net", and no everyday name has one of these in it."""


def telling_address(address: str) -> list[str]:
    """The words of a host or an address that tell, also where they are joined to others."""
    return telling_words(address) or GLUED.findall(address)
