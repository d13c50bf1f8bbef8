"""Tools around the program: a browser and a server for tests and pictures. Not part of what is served."""
