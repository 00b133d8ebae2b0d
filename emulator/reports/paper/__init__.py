"""Paper as a person sees it: as text, and as dots."""
