"""The work of a build as a data scientist scripts it with public packages."""
