"""Training of the default reader; needs requirements-dev.txt and the data sets its README names."""
