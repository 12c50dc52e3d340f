"""Who reads when, and who reads for somebody who cannot."""
