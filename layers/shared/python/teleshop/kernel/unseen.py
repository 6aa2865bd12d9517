"""Characters that no text holds, whichever way it comes in: by a route or in an imported file."""

import re
from typing import Final

UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that nobody sees and that change what a reader sees: control characters but tab and
line ends, and those that turn the direction of writing, which can make one name look like another.
"""
