"""Speed and load of the program, side by side with Dash in the same run: `make bench`."""
