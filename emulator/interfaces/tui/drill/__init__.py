"""The screens before and after a drill."""
