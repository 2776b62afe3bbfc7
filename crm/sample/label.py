"""What the action that makes the sample network is called."""

LABEL = "Add the sample network"
