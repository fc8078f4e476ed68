"""Views of a repository that several models make together, for rules to ask.

What notebooks need against what Binder provides, where links lead against which files there are,
what the build reads against what its author meant.
"""
