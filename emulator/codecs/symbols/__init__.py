"""Bar codes and two-dimensional codes as modules: which bars are dark, not how big they are."""
