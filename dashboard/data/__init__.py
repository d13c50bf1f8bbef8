"""What is defined, where it is, and what has been published: the reading side of the house."""
