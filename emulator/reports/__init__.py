"""Text, JUnit, JSON lines, sequence diagrams and slips for people and machines."""
