"""Lets the tests of the drills import their player in every import mode of pytest."""

import sys
from pathlib import Path

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.append(HERE)
