"""The words that nothing here may claim (practice 6.6). A question may ask them; a denial may name them."""

import re

CLAIMS = (
    "safe", "secure", "confidential", "risk score", "cleared", "monitored", "24/7", "guaranteed", "compliant",
    "hipaa-compliant", "evidence-based", "proven", "success rate", "certified", "clinical decision", "approved",
)  # fmt: skip
DENIALS = ("It does not make anything safe.",)


def claims(sentence: str) -> list[str]:
    """The banned words that *sentence* claims; a question claims nothing."""
    for denial in DENIALS:
        sentence = sentence.replace(denial, "")
    told = " ".join(part for part in re.split(r"(?<=[.!?])\s+", sentence) if not part.rstrip().endswith("?")).lower()
    return [claim for claim in CLAIMS if re.search(rf"(?<![\w-]){re.escape(claim)}(?![\w-])", told)]
