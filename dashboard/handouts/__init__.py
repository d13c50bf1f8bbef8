"""What people take home: files made from what is on screen, never from anything else."""
