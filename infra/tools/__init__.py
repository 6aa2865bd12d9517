"""The parts of the build, the deployment and the local cloud."""
