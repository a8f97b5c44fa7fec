"""What became of the inputs."""
