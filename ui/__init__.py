"""The Qt window of Cluster Desk."""
