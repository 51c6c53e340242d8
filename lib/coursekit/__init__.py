"""The course's workshop: build the notebooks from their source, check the labs, start a new one."""
